import type { PairsHeader } from './pairs-file.ts';

/** LFW's protocol. */
const usualFolds = 10;

/**
 * Gives each pair its fold. The file's own folds when it has two or more; otherwise ten by position, matched and
 * mismatched pairs each cut into equal runs, so that every fold has its share of both. A list of neither kind too
 * short for ten is cut into as many as its rarer kind allows.
 *
 * @param same of each pair, in the order of the file.
 * @returns fold numbers from 0, by pair.
 */
export function foldsOf(same: readonly boolean[], header: PairsHeader | null): number[] {
  if (header !== null && header.folds > 1) {
    return same.map((_, index) => Math.floor(index / (2 * header.pairsPerFold)));
  }
  const matched = same.filter(Boolean).length;
  const folds = Math.min(usualFolds, matched, same.length - matched);
  const seen = { matched: 0, mismatched: 0 };
  return same.map((isSame) =>
    isSame
      ? Math.floor((seen.matched++ * folds) / matched)
      : Math.floor((seen.mismatched++ * folds) / (same.length - matched)),
  );
}

/**
 * @returns `limit` pairs, half of each kind as far as there are, spread evenly over the file.
 */
export function spread<Pair extends { readonly same: boolean }>(
  pairs: readonly Pair[],
  limit: number,
): Pair[] {
  const matched = pairs.filter((pair) => pair.same);
  const mismatched = pairs.filter((pair) => !pair.same);
  const chosen = new Set([
    ...evenly(matched, Math.ceil(limit / 2)),
    ...evenly(mismatched, Math.floor(limit / 2)),
  ]);
  return pairs.filter((pair) => chosen.has(pair));
}

function evenly<Item>(items: readonly Item[], count: number): Item[] {
  return count >= items.length
    ? [...items]
    : items.filter(
        (_, index) =>
          Math.floor((index * count) / items.length) !== Math.floor(((index + 1) * count) / items.length),
      );
}
