import { describe, expect, it } from 'vitest';
import { normalCdf, normalQuantile } from '../../src/services/normal-distribution.ts';

/** Lower tail probabilities from published tables, to the digits given there. */
const known: readonly (readonly [z: number, probability: number])[] = [
  [0, 0.5],
  [-1, 0.15865525393145705],
  [-1.959963984540054, 0.025],
  [-2.326347874040841, 0.01],
  [-3.090232306167813, 1e-3],
  [-3.719016485455681, 1e-4],
  [-4.753424308822899, 1e-6],
  [-5.997807015007687, 1e-9],
];

describe('the normal distribution', () => {
  it.each(known)('has the known probability below %d', (z, probability) => {
    expect(normalCdf(z) / probability).toBeCloseTo(1, 11);
    expect(normalCdf(-z)).toBeCloseTo(1 - probability, 14);
  });

  it.each(known)('has the known quantile %d', (z, probability) => {
    expect(normalQuantile(probability)).toBeCloseTo(z, 11);
  });

  it('is continuous where the series hands over to the continued fraction', () => {
    const [before, after] = [normalCdf(-3 + 1e-12), normalCdf(-3 - 1e-12)];
    expect(before / after).toBeCloseTo(1, 10);
    expect(before).toBeGreaterThan(after);
  });

  it.each([0, 1, -0.1, 1.1, Number.NaN])('refuses the probability %d', (probability) => {
    expect(() => normalQuantile(probability)).toThrow(RangeError);
  });
});
