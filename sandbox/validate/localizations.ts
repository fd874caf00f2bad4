import { Locale } from 'discord-api-types/v10';
import { type Check, isObject, nullable } from './checks.ts';

const LOCALES: ReadonlySet<string> = new Set(Object.values(Locale));

/** Translations of a text by locale; each passes what the text itself must pass. */
export function localizations(check: Check): Check {
  return nullable((value, at) => {
    if (!isObject(value)) {
      at.fail('DICT_TYPE_CONVERT', 'Only dictionaries may be used in a DictType');
      return;
    }
    // Complained about as a whole, so that no key of the request becomes a key of the answer.
    if (Object.keys(value).some((locale) => !LOCALES.has(locale))) {
      at.fail('BASE_TYPE_CHOICES', `Value must be one of {${[...LOCALES].join(', ')}}.`);
    }
    for (const locale of LOCALES) nullable(check)(value[locale], at.at(locale));
  });
}
