import { describe, expect, it } from 'vitest';
import { foldsOf, spread } from '../../eval/folds.ts';

const repeat = (same: boolean, count: number) => Array.from({ length: count }, () => same);

describe('foldsOf', () => {
  it("takes the file's folds", () => {
    const same = [true, true, false, false, true, true, false, false];
    expect(foldsOf(same, { folds: 2, pairsPerFold: 2 })).toEqual([0, 0, 0, 0, 1, 1, 1, 1]);
  });

  it('cuts both kinds into ten where the file has no folds, matched pairs first or mixed', () => {
    for (const header of [null, { folds: 1, pairsPerFold: 20 }]) {
      const folds = foldsOf([...repeat(true, 20), ...repeat(false, 20)], header);
      const expected = Array.from({ length: 20 }, (_, index) => Math.floor(index / 2));
      expect(folds).toEqual([...expected, ...expected]);
    }
  });

  it('finds the folds of a list in the order of folds without its header', () => {
    const same = Array.from({ length: 10 }, () => [...repeat(true, 3), ...repeat(false, 3)]).flat();
    expect(foldsOf(same, null)).toEqual(foldsOf(same, { folds: 10, pairsPerFold: 3 }));
  });

  it('makes fewer folds where a kind is rare: each has its share of both', () => {
    const folds = foldsOf([...repeat(true, 3), ...repeat(false, 7)], null);
    expect(folds).toEqual([0, 1, 2, 0, 0, 0, 1, 1, 2, 2]);
  });
});

describe('spread', () => {
  const pairs = [...repeat(true, 100), ...repeat(false, 60)].map((same, index) => ({ same, index }));

  it('takes half of each kind, evenly over the file', () => {
    const chosen = spread(pairs, 10);
    expect(chosen.filter(({ same }) => same).map(({ index }) => index)).toEqual([19, 39, 59, 79, 99]);
    expect(chosen.filter(({ same }) => !same).map(({ index }) => index)).toEqual([111, 123, 135, 147, 159]);
  });

  it('takes all there are of a kind with fewer', () => {
    expect(spread(pairs, 150).filter(({ same }) => !same)).toHaveLength(60);
  });
});
