import { isObject, lengthOf, listOf } from './checks.ts';

/** Length of the longest of a text and its translations: Discord counts only that one. */
function longest(text: unknown, translations: unknown): number {
  const texts = isObject(translations) ? [text, ...Object.values(translations)] : [text];
  return texts.reduce(
    (most: number, one) => (typeof one === 'string' ? Math.max(most, lengthOf(one)) : most),
    0,
  );
}

/**
 * Characters of a command's names, descriptions and choice values, those of its options, subcommands and
 * groups included: what Discord holds against its limit of 8000.
 */
export function commandSize(command: unknown): number {
  let size = 0;
  const waiting: unknown[] = [command];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    if (!isObject(next)) continue;
    size += longest(next.name, next.name_localizations);
    size += longest(next.description, next.description_localizations);
    const { value } = next;
    if (typeof value === 'string' || typeof value === 'number') size += lengthOf(String(value));
    for (const key of ['options', 'choices']) {
      for (const item of listOf(next[key])) waiting.push(item);
    }
  }
  return size;
}
