import { UserError } from '../errors/user-error.ts';

/** Discord's own limit for a display name, so that every member's name fits. */
export const maximumNameLength = 32;

/** Persian, Hindi and emoji names need these two; no other invisible character carries meaning in a name. */
const joiners = new Set(['\u200c', '\u200d']);

/** A name as it is stored. @throws UserError `name-invalid` when it cannot be one. */
export function cleanName(text: string): string {
  const name = nameIn(text);
  if (name === null) {
    throw new UserError('name-invalid', { maximum: maximumNameLength });
  }
  return name;
}

/**
 * A name as it is stored: canonically composed (NFC), one space between words, without control, format or
 * bidirectional characters, which could reorder the text around it or make it look like another's.
 * @returns null when nothing printable, or more than 32 characters, would be left.
 */
export function nameIn(text: string): string | null {
  const name = text
    .replace(/\s/gu, ' ')
    .replace(/[\p{Cc}\p{Cf}\p{Co}\p{Cs}]/gu, (character) => (joiners.has(character) ? character : ''))
    .replace(/ +/g, ' ')
    .trim()
    // Last: what was taken out may have stood between a letter and its accent.
    .normalize('NFC');
  const isOne = /[\p{L}\p{N}\p{S}\p{P}]/u.test(name) && name.length <= maximumNameLength;
  return isOne ? name : null;
}
