import { describe, expect, it } from 'vitest';
import { combinations, evaluateCombinations, spreadOf } from '../../eval/combining.ts';

const point = (x: number, y: number) => Float32Array.of(x, y);

describe('combinations', () => {
  it('are computed by hand for two photos', () => {
    const enrolled = [point(0, 0), point(6, 0)];
    const probe = point(0, 4);
    expect(combinations.nearest(probe, enrolled)).toBe(4);
    expect(combinations['mean descriptor'](probe, enrolled)).toBe(5);
    expect(combinations['mean distance'](probe, enrolled)).toBeCloseTo((4 + Math.sqrt(52)) / 2, 6);
  });
});

describe('evaluateCombinations', () => {
  const people = [
    { person: 'many', descriptors: [point(0, 0), point(0.1, 0), point(0, 0.1), point(0.1, 0.1)] },
    ...Array.from({ length: 12 }, (_, index) => ({
      person: `stranger ${index}`,
      descriptors: [point(1 + 0.1 * index, 0)],
    })),
  ];
  const results = evaluateCombinations(people, { photos: [1, 3, 9], draws: 20, seed: 1, rate: 1e-3 });

  it('agree for a single photo, and leave out what nobody has enough photos for', () => {
    const single = results.filter(({ photos }) => photos === 1);
    expect(single).toHaveLength(3);
    expect(new Set(single.map(({ separation }) => separation)).size).toBe(1);
    for (const { rateUnadjusted } of single) expect(rateUnadjusted).toBeCloseTo(1e-3, 9);
    expect(results.some(({ photos }) => photos === 9)).toBe(false);
  });

  it('show that the nearest of several is nearer to strangers, and so more often a false match', () => {
    const nearest = results.find(({ photos, combination }) => photos === 3 && combination === 'nearest');
    expect(nearest).toMatchObject({ people: 1, own: { count: 20 }, strangers: { count: 240 } });
    expect(nearest?.rateUnadjusted).toBeGreaterThan(1e-3);
    // Never more than so many times the rate of one photo.
    expect(nearest?.rateUnadjusted).toBeLessThan(3e-3);
  });
});

describe('spreadOf', () => {
  it('is the sample deviation', () => {
    expect(spreadOf([1, 2, 3, 4])).toEqual({ count: 4, mean: 2.5, deviation: Math.sqrt(5 / 3) });
    expect(() => spreadOf([1])).toThrow(RangeError);
  });
});
