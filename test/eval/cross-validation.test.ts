import { describe, expect, it } from 'vitest';
import { bestThreshold, crossValidate } from '../../eval/cross-validation.ts';

const pair = (same: boolean, distance: number | null, fold = 0) => ({ same, distance, fold });

describe('bestThreshold', () => {
  it('lies half-way between the kinds where they do not overlap', () => {
    expect(bestThreshold([pair(true, 0.2), pair(true, 0.4), pair(false, 0.6)])).toBeCloseTo(0.5, 12);
  });

  it('is the middle one of several that are as good', () => {
    // One error at 0.15 and at 0.55; without the last pair at 0.15 and at 0.5.
    const pairs = [pair(true, 0.1), pair(false, 0.2), pair(true, 0.5), pair(false, 0.6)];
    expect(bestThreshold(pairs)).toBeCloseTo(0.55, 12);
    expect(bestThreshold(pairs.slice(0, 3))).toBeCloseTo(0.5, 12);
  });

  it('accepts all or nothing when that is best', () => {
    expect(bestThreshold([pair(true, 0.1), pair(true, 0.3)])).toBe(0.3);
    expect(bestThreshold([pair(false, 0.1), pair(false, 0.3)])).toBeLessThan(0.1);
  });

  it('never parts equal distances', () => {
    expect(bestThreshold([pair(true, 0.3), pair(false, 0.3), pair(true, 0.3), pair(false, 0.9)])).toBeCloseTo(
      0.6,
      12,
    );
  });

  it('needs a detected pair', () => {
    expect(() => bestThreshold([pair(true, null)])).toThrow(RangeError);
  });
});

describe('crossValidate', () => {
  it('judges each fold at the threshold of the others, misses as errors of the whole', () => {
    const result = crossValidate([
      // Best at 0.5: of the other fold's three detected pairs one is wrong.
      ...[pair(true, 0.4, 0), pair(false, 0.6, 0)],
      ...[pair(true, 0.2, 1), pair(true, 0.55, 1), pair(false, 0.8, 1), pair(false, null, 1)],
    ]);
    expect(result.folds).toEqual([
      // Best on the second fold: half-way between 0.55 and 0.8.
      { threshold: expect.closeTo(0.675, 12), correct: 1, detected: 2, pairs: 2 },
      { threshold: expect.closeTo(0.5, 12), correct: 2, detected: 3, pairs: 4 },
    ]);
    expect(result.detected.mean).toBeCloseTo((1 / 2 + 2 / 3) / 2, 12);
    expect(result.whole.mean).toBeCloseTo((1 / 2 + 2 / 4) / 2, 12);
    // Of two values: half their difference.
    expect(result.detected.standardError).toBeCloseTo((2 / 3 - 1 / 2) / 2, 12);
    expect(result.whole.standardError).toBe(0);
  });

  it('counts a fold without a detected pair in the whole alone', () => {
    const result = crossValidate([
      ...[pair(true, 0.1, 0), pair(false, 0.9, 0), pair(true, 0.1, 1), pair(false, 0.9, 1)],
      ...[pair(true, null, 2), pair(false, null, 2)],
    ]);
    expect(result.detected.mean).toBe(1);
    expect(result.whole.mean).toBeCloseTo(2 / 3, 12);
  });

  it('needs two folds', () => {
    expect(() => crossValidate([pair(true, 0.1), pair(false, 0.9)])).toThrow(RangeError);
  });
});
