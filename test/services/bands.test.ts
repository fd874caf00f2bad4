import { describe, expect, it } from 'vitest';
import { allowedRate, bandPromises, bandsFor, plainGalleryFaces } from '../../src/services/bands.ts';
import { falseMatchRate, thresholdFor } from '../../src/services/false-match-rate.ts';

const box = 'face-api-1.7.15/box';
const sizes = [0, 1, 2, 10, 99, 100, 101, 102, 150, 1_000, 10_000, 100_000, 1_000_000];

describe('false match rates', () => {
  it('are never below those counted on development pairs, nor far above them', () => {
    for (const [distance, counted] of [
      [0.55, 0.0008],
      [0.623, 0.01],
    ] as const) {
      const modelled = falseMatchRate(distance, box);
      expect(modelled).toBeGreaterThan(counted);
      expect(modelled).toBeLessThan(1.6 * counted);
    }
  });

  it('give back the threshold they came from', () => {
    for (const rate of [0.5, 1e-2, 1e-3, 1e-4, 1e-6]) {
      expect(falseMatchRate(thresholdFor(rate, box), box) / rate).toBeCloseTo(1, 9);
    }
  });

  it('never ask for a negative distance', () => {
    expect(thresholdFor(1e-30, box)).toBe(0);
  });
});

describe('bands', () => {
  it('are those of one stranger for a small gallery', () => {
    for (const faces of [0, 1, 50, plainGalleryFaces]) {
      expect(bandsFor(box, faces)).toEqual({
        likely: thresholdFor(1e-4, box),
        possible: thresholdFor(1e-3, box),
      });
    }
    const { likely, possible } = bandsFor(box, 1);
    expect(likely).toBeCloseTo(0.821 - 3.719016 * 0.089, 6);
    expect(possible).toBeCloseTo(0.821 - 3.090232 * 0.089, 6);
  });

  it('grow stricter with every face above that, without a jump', () => {
    for (let faces = plainGalleryFaces; faces < 2_000; faces++) {
      const here = bandsFor(box, faces);
      const next = bandsFor(box, faces + 1);
      for (const band of ['likely', 'possible'] as const) {
        expect(next[band]).toBeLessThan(here[band]);
        expect(here[band] - next[band]).toBeLessThan(0.0003);
      }
    }
  });

  it.each(sizes)('keep both promises in a gallery of %i faces', (faces) => {
    const bands = bandsFor(box, faces);
    expect(bands.likely).toBeLessThan(bands.possible);
    for (const band of ['likely', 'possible'] as const) {
      const rate = falseMatchRate(bands[band], box);
      const promise = bandPromises[band];
      expect(rate).toBeLessThanOrEqual(promise.falseMatchRate * (1 + 1e-9));
      expect(rate * faces).toBeLessThanOrEqual(promise.falseMatches * (1 + 1e-9));
      // The probability of any false match, for independent faces, is below the expected number of them.
      expect(1 - (1 - rate) ** faces).toBeLessThanOrEqual(promise.falseMatches);
    }
  });

  it('have one size at which the gallery begins to decide', () => {
    for (const promise of Object.values(bandPromises)) {
      expect(allowedRate(promise, plainGalleryFaces)).toBeCloseTo(promise.falseMatchRate, 15);
      expect(allowedRate(promise, plainGalleryFaces + 1)).toBeLessThan(promise.falseMatchRate);
    }
  });

  it('are refused for a model version that was never measured', () => {
    expect(() => bandsFor('somebody-else/1', 10)).toThrow(/somebody-else\/1/);
    expect(() => falseMatchRate(0.5, '')).toThrow(/model version/);
  });

  it.each([-1, 1.5, Number.NaN, Number.POSITIVE_INFINITY])(
    'are refused for a gallery of %d faces',
    (faces) => {
      expect(() => bandsFor(box, faces)).toThrow(RangeError);
    },
  );
});
