import type { UserError } from '../errors/user-error.ts';
import { de } from './de.ts';
import { en, type Texts } from './en.ts';

export type { Texts } from './en.ts';

/** By the language of a locale. A test compares their shapes and looks for texts that were left in English. */
export const languages = { en, de } as const satisfies Record<string, Texts>;

/** @param locale a Discord locale such as `en-GB`; English answers for every language that has no texts. */
export function textsFor(locale: string): Texts {
  const [language = ''] = locale.split('-');
  return Object.hasOwn(languages, language) ? languages[language as keyof typeof languages] : en;
}

/** The sentence for a user's error: what is wrong and what to do. */
export function sentenceFor(error: UserError, texts: Texts): string {
  // The catalogue's type pairs each code with its own context; only the pairing is lost in the look-up.
  const sentence = texts.errors[error.code] as (context: UserError['context']) => string;
  return sentence(error.context);
}
