import { distanceBetween } from './distance.ts';
import { draw, randomFrom } from './random.ts';

/** A person of the gallery with the descriptors of their photos in which a face was found. */
export interface GalleryPerson {
  readonly person: string;
  readonly descriptors: readonly Float32Array[];
}

export interface Probe {
  readonly person: string;
  /** Null when no face was found. */
  readonly descriptor: Float32Array | null;
}

/** Thresholds for a gallery with so many faces; null for a model version without bands. */
export type BandThresholds = (galleryFaces: number) => { readonly likely: number; readonly possible: number };

/** Shares are null where there is nothing to take a share of. */
export interface IdentificationResult {
  readonly people: number;
  /** A mean over draws, as the thresholds are. */
  readonly faces: number;
  readonly draws: number;
  /** Searches summed over draws: of people in the gallery, and of others; without a face found, of each. */
  readonly mated: number;
  readonly matedMissed: number;
  readonly impostors: number;
  readonly impostorsMissed: number;
  /** Share of mated searches whose nearest person is the right one; a probe without a face is not. */
  readonly rank1: number | null;
  readonly bands: Readonly<Record<'likely' | 'possible', BandResult>> | null;
}

export interface BandResult {
  readonly threshold: number;
  /** FPIR: share of impostor searches with a face that give somebody within the threshold. */
  readonly falsePositives: number | null;
  /** FNIR: share of mated searches that do not give the right person, nearest, within the threshold. */
  readonly falseNegatives: number | null;
  /** Part of those: somebody else is nearest, within the threshold. */
  readonly wrongPerson: number | null;
}

export interface IdentificationOptions {
  /** Numbers of people; those above what there is are left out, all that there is comes last. */
  readonly sizes: readonly number[];
  readonly draws: number;
  readonly seed: number;
  readonly bandsFor: BandThresholds | null;
}

/**
 * Searches every probe in galleries of each size, drawn at random from the people there are. Whoever is not in the
 * drawn gallery is an impostor to it. As the product does, a person's nearest photo decides.
 */
export function evaluateIdentification(
  gallery: readonly GalleryPerson[],
  probes: readonly Probe[],
  { sizes, draws, seed, bandsFor }: IdentificationOptions,
): IdentificationResult[] {
  const random = randomFrom(seed);
  const distances = probes.map((probe) => distancesTo(gallery, probe));
  const indices = gallery.map((_, index) => index);
  const smaller = sizes.filter((size) => size < gallery.length);
  return [...smaller, gallery.length].map((size) => {
    // All there is can be drawn in one way only.
    const samples = Array.from({ length: size < gallery.length ? draws : 1 }, () =>
      draw(indices, size, random),
    );
    const tallies = samples.map((sample) => tally(gallery, probes, distances, sample, bandsFor));
    return summary(size, tallies, bandsFor !== null);
  });
}

/** To each person's nearest photo, by the person's index; null when the probe has no face. */
function distancesTo(gallery: readonly GalleryPerson[], { descriptor }: Probe): Float32Array | null {
  if (descriptor === null) return null;
  return Float32Array.from(gallery, ({ descriptors }) =>
    Math.min(...descriptors.map((enrolled) => distanceBetween(descriptor, enrolled))),
  );
}

interface Tally {
  faces: number;
  mated: number;
  matedMissed: number;
  impostors: number;
  impostorsMissed: number;
  rank1: number;
  likely: BandTally;
  possible: BandTally;
}

interface BandTally {
  threshold: number;
  falsePositives: number;
  found: number;
  wrongPerson: number;
}

const bandNames = ['likely', 'possible'] as const;

function tally(
  gallery: readonly GalleryPerson[],
  probes: readonly Probe[],
  distances: readonly (Float32Array | null)[],
  sample: readonly number[],
  bandsFor: BandThresholds | null,
): Tally {
  const faces = sample.reduce((sum, index) => sum + (gallery[index]?.descriptors.length ?? 0), 0);
  const thresholds = bandsFor?.(faces) ?? { likely: Number.NaN, possible: Number.NaN };
  const result: Tally = {
    faces,
    mated: 0,
    matedMissed: 0,
    impostors: 0,
    impostorsMissed: 0,
    rank1: 0,
    likely: { threshold: thresholds.likely, falsePositives: 0, found: 0, wrongPerson: 0 },
    possible: { threshold: thresholds.possible, falsePositives: 0, found: 0, wrongPerson: 0 },
  };
  const present = new Set(sample.map((index) => gallery[index]?.person));
  for (const [index, probe] of probes.entries()) {
    const isMated = present.has(probe.person);
    const nearest = nearestOf(sample, distances[index] ?? null);
    if (isMated) result.mated++;
    else result.impostors++;
    if (nearest === null) {
      if (isMated) result.matedMissed++;
      else result.impostorsMissed++;
      continue;
    }
    const isRight = gallery[nearest.index]?.person === probe.person;
    if (isRight) result.rank1++;
    for (const band of bandNames) {
      if (!(nearest.distance <= result[band].threshold)) continue;
      if (isRight) result[band].found++;
      else if (isMated) result[band].wrongPerson++;
      else result[band].falsePositives++;
    }
  }
  return result;
}

function nearestOf(sample: readonly number[], distances: Float32Array | null) {
  if (distances === null) return null;
  let nearest: { index: number; distance: number } | null = null;
  for (const index of sample) {
    const distance = distances[index] ?? Number.POSITIVE_INFINITY;
    if (nearest === null || distance < nearest.distance) nearest = { index, distance };
  }
  return nearest;
}

function summary(people: number, tallies: readonly Tally[], hasBands: boolean): IdentificationResult {
  const sum = (count: (tally: Tally) => number) => tallies.reduce((total, tally) => total + count(tally), 0);
  const mated = sum((tally) => tally.mated);
  const impostors = sum((tally) => tally.impostors);
  const impostorsMissed = sum((tally) => tally.impostorsMissed);
  const share = (part: number, whole: number) => (whole === 0 ? null : part / whole);
  const band = (name: 'likely' | 'possible'): BandResult => ({
    threshold: sum((tally) => tally[name].threshold) / tallies.length,
    falsePositives: share(
      sum((tally) => tally[name].falsePositives),
      impostors - impostorsMissed,
    ),
    falseNegatives: share(mated - sum((tally) => tally[name].found), mated),
    wrongPerson: share(
      sum((tally) => tally[name].wrongPerson),
      mated,
    ),
  });
  return {
    people,
    faces: sum((tally) => tally.faces) / tallies.length,
    draws: tallies.length,
    mated,
    matedMissed: sum((tally) => tally.matedMissed),
    impostors,
    impostorsMissed,
    rank1: share(
      sum((tally) => tally.rank1),
      mated,
    ),
    bands: hasBands ? { likely: band('likely'), possible: band('possible') } : null,
  };
}
