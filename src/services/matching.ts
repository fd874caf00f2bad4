import type { PersonMatch } from '../db/face-types.ts';

/** How sure an answer is, in words: a distance is no probability and is never shown as one. */
export type Band = 'likely' | 'possible' | 'unknown';

/** Largest Euclidean distance of each band, between descriptors of one model version. */
export interface Bands {
  readonly likely: number;
  readonly possible: number;
}

/** @param distance Euclidean, between two 128-d descriptors. */
export function bandOf(distance: number, bands: Bands): Band {
  if (distance <= bands.likely) {
    return 'likely';
  }
  return distance <= bands.possible ? 'possible' : 'unknown';
}

/**
 * Gives each query face at most one person and each person at most one face: nobody is twice in a picture.
 * The nearest pair of all is settled first, then the nearest of what is left.
 *
 * @returns by query index; a query without an entry is unknown.
 */
export function assignOncePerPicture(matches: readonly PersonMatch[]): Map<number, PersonMatch> {
  const byDistance = matches.toSorted(
    (a, b) => a.distance - b.distance || a.query - b.query || Number(BigInt(a.personId) - BigInt(b.personId)),
  );
  const assigned = new Map<number, PersonMatch>();
  const taken = new Set<string>();
  for (const match of byDistance) {
    if (!assigned.has(match.query) && !taken.has(match.personId)) {
      assigned.set(match.query, match);
      taken.add(match.personId);
    }
  }
  return assigned;
}
