import type { LineProblem } from './problems.ts';

/** A picture as a pairs file names it: the `number`th of `person`. */
export interface PictureName {
  readonly person: string;
  readonly number: number;
}

export interface PairLine {
  /** Counted from 1. */
  readonly line: number;
  readonly same: boolean;
  readonly first: PictureName;
  readonly second: PictureName;
}

/** `10\t300`: ten folds of 300 matched and 300 mismatched pairs each. `500`: one fold. */
export interface PairsHeader {
  readonly folds: number;
  readonly pairsPerFold: number;
}

export interface PairsFile {
  readonly header: PairsHeader | null;
  readonly pairs: readonly PairLine[];
  readonly problems: readonly LineProblem[];
}

const integer = /^\d+$/;

/**
 * Reads LFW's format (vis-www.cs.umass.edu/lfw/README.txt): matched pairs are `name n1 n2`, mismatched ones
 * `name1 n1 name2 n2`, separated by tabs or spaces; a first line of numbers alone tells the folds and may be
 * missing. Empty lines are passed over. All that is wrong is collected.
 */
export function parsePairs(text: string): PairsFile {
  const lines = text
    .replace(/^\uFEFF/, '')
    .split(/\r\n|\r|\n/)
    .map((content, index) => ({ line: index + 1, fields: content.trim().split(/\s+/) }))
    .filter(({ fields }) => fields[0] !== '');
  const problems: LineProblem[] = [];
  const pairs: PairLine[] = [];
  const header = headerOf(lines[0]?.fields ?? []);
  for (const { line, fields } of header === null ? lines : lines.slice(1)) {
    const pair = parsePair(line, fields);
    if (typeof pair === 'string') problems.push({ line, message: pair });
    else pairs.push(pair);
  }
  problems.push(...headerProblems(header, lines[0]?.line ?? 1, pairs, problems.length));
  return { header, pairs, problems };
}

function headerOf(fields: readonly string[]): PairsHeader | null {
  const [first, second] = fields;
  if (first === undefined || fields.length > 2 || !fields.every((field) => integer.test(field))) return null;
  return second === undefined
    ? { folds: 1, pairsPerFold: Number(first) }
    : { folds: Number(first), pairsPerFold: Number(second) };
}

/** @returns what is wrong with the line, when something is. */
function parsePair(line: number, fields: readonly string[]): PairLine | string {
  const [a = '', b = '', c = '', d = ''] = fields;
  if (fields.length !== 3 && fields.length !== 4) {
    return `has ${count(fields.length, 'field')}; a matched pair has 3 (name n1 n2), a mismatched one 4 (name1 n1 name2 n2)`;
  }
  const same = fields.length === 3;
  const numbers = same ? [b, c] : [b, d];
  const wrong = numbers.filter((number) => !integer.test(number));
  if (wrong.length > 0) {
    return `${wrong.map((field) => `"${field}"`).join(' and ')} should be the whole number of a picture`;
  }
  const first = { person: a, number: Number(b) };
  const second = { person: same ? a : c, number: Number(same ? c : d) };
  if (same && first.number === second.number) {
    return `compares picture ${first.number} of ${a} with itself`;
  }
  if (!same && first.person === second.person) {
    return `is written as a mismatched pair (4 fields) but names ${a} twice`;
  }
  return { line, same, first, second };
}

/** Whether the pairs are as many of each kind, and in the order, that the header promises. */
function headerProblems(
  header: PairsHeader | null,
  line: number,
  pairs: readonly PairLine[],
  unread: number,
): LineProblem[] {
  if (header === null) return [];
  const { folds, pairsPerFold } = header;
  if (folds < 1 || pairsPerFold < 1) return [{ line, message: 'promises no pairs' }];
  // A line that could not be read has its own problem; the rest would be counted wrongly because of it.
  if (unread > 0) return [];
  const expected = 2 * folds * pairsPerFold;
  if (pairs.length !== expected) {
    const each = `${count(folds, 'fold')} of ${pairsPerFold} matched and ${pairsPerFold} mismatched pairs`;
    return [{ line, message: `promises ${each}, ${expected} in all, but ${pairs.length} follow` }];
  }
  const misplaced = pairs.find((pair, index) => pair.same !== Math.floor(index / pairsPerFold) % 2 < 1);
  if (misplaced === undefined) return [];
  const [is, should] = misplaced.same ? ['matched', 'mismatched'] : ['mismatched', 'matched'];
  return [{ line: misplaced.line, message: `is a ${is} pair where the header puts a ${should} one` }];
}

const count = (number: number, noun: string): string => `${number} ${noun}${number === 1 ? '' : 's'}`;
