import { describe, expect, it } from 'vitest';
import { randomFrom } from '../../eval/random.ts';
import { strangerStatistics } from '../../eval/strangers.ts';

const named = (person: string, ...numbers: number[]) => ({ person, descriptor: Float32Array.from(numbers) });

describe('strangerStatistics', () => {
  it('counts all pairs of different people by hand', () => {
    const pictures = [named('a', 0), named('a', 0.5), named('b', 1), named('c', 2)];
    // a-b 1, a-c 2, a-b 0.5, a-c 1.5, b-c 1
    const result = strangerStatistics(pictures, [0.4, 0.5, 1.2]);
    expect(result).toMatchObject({ pairs: 5, within: [0, 1, 3], quantiles: [] });
    expect(result?.mean).toBeCloseTo(6 / 5, 12);
    expect(result?.deviation).toBeCloseTo(Math.sqrt((0.04 + 0.64 + 0.49 + 0.09 + 0.04) / 5), 12);
  });

  it('gives only quantiles that ten pairs stand for', () => {
    const random = randomFrom(1);
    const pictures = Array.from({ length: 100 }, (_, index) => named(`p${index}`, random()));
    // Distances between uniform numbers: P(d <= x) = 1 - (1 - x)^2.
    const quantiles = strangerStatistics(pictures, [])?.quantiles ?? [];
    expect(quantiles.map(({ rate }) => rate)).toEqual([1e-1, 1e-2]);
    expect(quantiles[0]?.distance).toBeCloseTo(1 - Math.sqrt(0.9), 1);
  });

  it('has nothing to say of one person', () => {
    expect(strangerStatistics([named('a', 0), named('a', 1)], [])).toBeNull();
  });
});
