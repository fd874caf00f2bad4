import type { UserError } from '../errors/user-error.ts';
import { en, type Texts } from './en.ts';

export type { Texts } from './en.ts';

/**
 * @param _locale a Discord locale such as `en-GB`; English answers for every language that has no texts yet.
 */
export function textsFor(_locale: string): Texts {
  return en;
}

/** The sentence for a user's error: what is wrong and what to do. */
export function sentenceFor(error: UserError, texts: Texts): string {
  // The catalogue's type pairs each code with its own context; only the pairing is lost in the look-up.
  const sentence = texts.errors[error.code] as (context: UserError['context']) => string;
  return sentence(error.context);
}
