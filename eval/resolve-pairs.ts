import { foldsOf, spread } from './folds.ts';
import { type PairLine, type PairsFile, parsePairs } from './pairs-file.ts';
import type { FindPicture } from './picture-folder.ts';
import { InputError, type LineProblem } from './problems.ts';

export interface PictureOfPerson {
  readonly person: string;
  readonly path: string;
}

/** A pair with its pictures found. */
export interface Pair {
  readonly same: boolean;
  /** From 0. */
  readonly fold: number;
  readonly first: PictureOfPerson;
  readonly second: PictureOfPerson;
}

/** Cross-validation needs two folds with a pair of each kind. */
const fewestOfAKind = 2;

/**
 * Reads a pairs file and finds its pictures.
 * @param limit at most so many pairs, spread over the file; their folds are by position then.
 * @throws InputError with everything that is wrong with the file, by line, and every picture that is missing.
 */
export function resolvePairs(text: string, find: FindPicture, name: string, limit?: number): readonly Pair[] {
  const file = parsePairs(text);
  const problems = [...file.problems, ...missingPictures(file, find)];
  if (problems.length > 0) {
    throw new InputError(
      problems.toSorted((a, b) => a.line - b.line).map(({ line, message }) => `${name}:${line}: ${message}`),
    );
  }
  const isLimited = limit !== undefined && limit < file.pairs.length;
  const lines = isLimited ? spread(file.pairs, limit) : file.pairs;
  const matched = lines.filter((pair) => pair.same).length;
  if (matched < fewestOfAKind || lines.length - matched < fewestOfAKind) {
    const has = `${matched} matched and ${lines.length - matched} mismatched`;
    throw new InputError([`${name}: cross-validation needs at least two pairs of each kind, not ${has}`]);
  }
  const folds = foldsOf(
    lines.map((pair) => pair.same),
    isLimited ? null : file.header,
  );
  return lines.map((pair, index) => ({
    same: pair.same,
    fold: folds[index] ?? 0,
    first: pictureOf(pair, 'first', find),
    second: pictureOf(pair, 'second', find),
  }));
}

function missingPictures({ pairs }: PairsFile, find: FindPicture): LineProblem[] {
  return pairs.flatMap((pair) =>
    [pair.first, pair.second].flatMap((name) => {
      const found = find(name);
      return 'missing' in found ? [{ line: pair.line, message: found.missing }] : [];
    }),
  );
}

function pictureOf(pair: PairLine, which: 'first' | 'second', find: FindPicture): PictureOfPerson {
  const found = find(pair[which]);
  if ('missing' in found) throw new InputError([found.missing]);
  return { person: pair[which].person, path: found.path };
}
