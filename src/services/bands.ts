import { thresholdFor } from './false-match-rate.ts';
import type { Bands } from './matching.ts';

/** What a band promises about people who are not in the gallery. */
export interface BandPromise {
  /** Largest probability that one stranger's face lies within the band of one enrolled face. */
  readonly falseMatchRate: number;
  /** Largest expected number of enrolled faces, in the whole gallery, that a stranger's face falls within. */
  readonly falseMatches: number;
}

/**
 * A stranger is compared with every enrolled face, so with a rate p and G faces the expected number of false
 * matches is G·p, whether or not the faces are alike, and the probability of at least one, 1 - (1 - p)^G for
 * independent faces, is never above it. Of strangers at most one in a hundred is called likely somebody, and one
 * in ten possibly. See docs/decisions/0012-bands.md.
 */
export const bandPromises = {
  likely: { falseMatchRate: 1e-4, falseMatches: 0.01 },
  possible: { falseMatchRate: 1e-3, falseMatches: 0.1 },
} as const satisfies Record<keyof Bands, BandPromise>;

/** Up to as many faces the rate against one stranger decides; above, the size of the gallery does. */
export const plainGalleryFaces = 100;

/** @returns the rate of false matches against one enrolled face that keeps the promise in such a gallery. */
export function allowedRate(promise: BandPromise, galleryFaces: number): number {
  if (!Number.isInteger(galleryFaces) || galleryFaces < 0) {
    throw new RangeError(`a gallery has a whole number of faces, not ${galleryFaces}`);
  }
  return Math.min(promise.falseMatchRate, promise.falseMatches / Math.max(1, galleryFaces));
}

/**
 * @param galleryFaces enrolled faces that a face is compared with: every photo of every person counts, as the
 *   nearest of them decides.
 * @throws RangeError for a size that is no count, Error for a model version that was never measured.
 */
export function bandsFor(modelVersion: string, galleryFaces: number): Bands {
  return {
    likely: thresholdFor(allowedRate(bandPromises.likely, galleryFaces), modelVersion),
    possible: thresholdFor(allowedRate(bandPromises.possible, galleryFaces), modelVersion),
  };
}
