import { type Check, list, model, number, required, text } from './checks.ts';
import { localizations } from './localizations.ts';
import { Place, type Refusal } from './report.ts';

const name = text(100, 1);

const value: Check = (given, at) => {
  if (typeof given === 'number') number(-(2 ** 53), 2 ** 53)(given, at);
  else text(100, 1)(given, at);
};

const choices = list(
  model({ name: required(name), name_localizations: localizations(name), value: required(value) }),
  25,
);

/** What Discord would answer to the `data` of an autocomplete callback, or null if it would take it. */
export function validateAutocomplete(body: unknown): Refusal | null {
  const at = Place.root();
  model({ choices: required(choices) })(body, at);
  return at.result();
}
