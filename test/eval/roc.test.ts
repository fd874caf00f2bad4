import { describe, expect, it } from 'vitest';
import { atFalsePositiveRate, equalError, rocOf } from '../../eval/roc.ts';
import { normalCdf, normalQuantile } from '../../src/services/normal-distribution.ts';

/** Equally spaced quantiles: as near to the distribution as so many values come. */
const gaussian = (mean: number, deviation: number, count: number) =>
  Array.from({ length: count }, (_, index) => mean + deviation * normalQuantile((index + 0.5) / count));

describe('rocOf', () => {
  it('is the staircase counted by hand, equal distances taken together', () => {
    expect(rocOf([0.1, 0.2, 0.4], [0.2, 0.5])).toEqual([
      { threshold: 0.1, falsePositiveRate: 0, truePositiveRate: 1 / 3 },
      { threshold: 0.2, falsePositiveRate: 0.5, truePositiveRate: 2 / 3 },
      { threshold: 0.4, falsePositiveRate: 0.5, truePositiveRate: 1 },
      { threshold: 0.5, falsePositiveRate: 1, truePositiveRate: 1 },
    ]);
  });

  it('needs both kinds', () => {
    expect(() => rocOf([], [1])).toThrow(RangeError);
    expect(() => rocOf([1], [])).toThrow(RangeError);
  });
});

describe('points of the curve', () => {
  const roc = rocOf([0.1, 0.2, 0.4], [0.2, 0.5]);

  it('are the highest where the curve stands upright at that rate', () => {
    expect(atFalsePositiveRate(roc, 0.5)).toMatchObject({ threshold: 0.4, truePositiveRate: 1 });
    expect(atFalsePositiveRate(roc, 1)).toMatchObject({ threshold: 0.5, truePositiveRate: 1 });
  });

  it('are linear between two points', () => {
    const point = atFalsePositiveRate(roc, 0.25);
    expect(point.truePositiveRate).toBeCloseTo(0.5, 12);
    expect(point.threshold).toBeCloseTo(0.15, 12);
  });

  it('are linear from the origin before the first', () => {
    expect(atFalsePositiveRate(rocOf([0.3], [0.2, 0.4]), 0.25).truePositiveRate).toBe(0);
    expect(atFalsePositiveRate(rocOf([0.2], [0.2]), 0.25).truePositiveRate).toBeCloseTo(0.25, 12);
  });
});

describe('equalError', () => {
  it('is 0 for scores that do not overlap and 1/2 for equal ones', () => {
    expect(equalError(rocOf([0.1, 0.2], [0.3, 0.4])).rate).toBe(0);
    expect(equalError(rocOf([0.1, 0.2], [0.1, 0.2])).rate).toBeCloseTo(0.5, 12);
    expect(equalError(rocOf([0.3, 0.4], [0.1, 0.2])).rate).toBe(1);
  });

  it('is counted by hand for one error of each kind in four', () => {
    const { rate, threshold } = equalError(rocOf([0.1, 0.2, 0.3, 0.6], [0.5, 0.7, 0.8, 0.9]));
    expect(rate).toBe(0.25);
    expect(threshold).toBe(0.5);
  });

  it('of Gaussian scores is that of theory, and so are their true positive rates', () => {
    const [own, strangers] = [gaussian(0.45, 0.08, 4_000), gaussian(0.82, 0.09, 4_000)];
    const roc = rocOf(own, strangers);
    // The threshold lies as many deviations from the one mean as from the other.
    const deviations = (0.82 - 0.45) / (0.08 + 0.09);
    expect(equalError(roc).rate).toBeCloseTo(normalCdf(-deviations), 3);
    expect(equalError(roc).threshold).toBeCloseTo(0.45 + deviations * 0.08, 2);
    const acceptedAt = (rate: number) => normalCdf((0.82 + 0.09 * normalQuantile(rate) - 0.45) / 0.08);
    for (const rate of [1e-2, 1e-3]) {
      // The curve stands upright at that rate from one stranger to the next.
      const { truePositiveRate } = atFalsePositiveRate(roc, rate);
      expect(truePositiveRate).toBeGreaterThan(acceptedAt(rate));
      expect(truePositiveRate).toBeLessThan(acceptedAt(rate + 0.5 / 4_000) + 1 / 4_000);
    }
  });
});
