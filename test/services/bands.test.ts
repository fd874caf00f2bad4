import { describe, expect, it } from 'vitest';
import { allowedRate, bandPromises, bandsFor, plainGalleryFaces } from '../../src/services/bands.ts';
import { calibratedVersions, falseMatchRate, thresholdFor } from '../../src/services/false-match-rate.ts';

const box = 'face-api-1.7.15/box';
const sizes = [0, 1, 2, 10, 99, 100, 101, 102, 150, 1_000, 10_000, 100_000, 1_000_000];

/** Counted on development pairs of LFW: the rate of strangers within a distance. */
const counted = [
  { version: box, distance: 0.55, rate: 0.0008 },
  { version: box, distance: 0.623, rate: 0.01 },
  { version: 'face-api-1.7.15/landmarks-1.1+mirror/chip68/mirror', distance: 0.605, rate: 0.01 },
];

describe('false match rates', () => {
  it.each(counted)('of $version are not below, nor far above, those counted within $distance', (figure) => {
    const modelled = falseMatchRate(figure.distance, figure.version);
    expect(modelled).toBeGreaterThan(figure.rate);
    expect(modelled).toBeLessThan(1.6 * figure.rate);
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
    for (let faces = plainGalleryFaces; faces < 400; faces++) {
      const here = bandsFor(box, faces);
      const next = bandsFor(box, faces + 1);
      for (const band of ['likely', 'possible'] as const) {
        expect(next[band]).toBeLessThan(here[band]);
        expect(here[band] - next[band]).toBeLessThan(0.0003);
      }
    }
  });

  const galleries = calibratedVersions.flatMap((version) => sizes.map((faces) => ({ version, faces })));

  it.each(galleries)('keep both promises of $version in a gallery of $faces faces', ({ version, faces }) => {
    const bands = bandsFor(version, faces);
    expect(bands.likely).toBeLessThan(bands.possible);
    for (const band of ['likely', 'possible'] as const) {
      const rate = falseMatchRate(bands[band], version);
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
