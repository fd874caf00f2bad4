import { normalCdf, normalQuantile } from '../src/services/normal-distribution.ts';
import { distanceBetween } from './distance.ts';
import type { GalleryPerson } from './identification.ts';
import { draw, randomFrom } from './random.ts';

/** How far a face is from a person of whom several photos are enrolled. */
export const combinations = {
  nearest: (probe: Float32Array, enrolled: readonly Float32Array[]): number =>
    Math.min(...enrolled.map((descriptor) => distanceBetween(probe, descriptor))),
  'mean descriptor': (probe: Float32Array, enrolled: readonly Float32Array[]): number =>
    distanceBetween(probe, meanDescriptor(enrolled)),
  'mean distance': (probe: Float32Array, enrolled: readonly Float32Array[]): number =>
    meanOf(enrolled.map((descriptor) => distanceBetween(probe, descriptor))),
} as const;
export type Combination = keyof typeof combinations;

/** Normal distributions of the scores of strangers and of the person's own other photos. */
export interface CombinationResult {
  readonly combination: Combination;
  readonly photos: number;
  /** People with more photos than that. */
  readonly people: number;
  readonly strangers: Spread;
  readonly own: Spread;
  /** Difference of the means in units of their root mean square deviation (d'). */
  readonly separation: number;
  /** Rate of false matches at the threshold that has `rate` for one photo: what not adjusting it would cost. */
  readonly rateUnadjusted: number;
  /** The threshold that has `rate` for this combination, and the share of own photos beyond it. */
  readonly threshold: number;
  readonly falseMisses: number;
}

export interface Spread {
  readonly count: number;
  readonly mean: number;
  readonly deviation: number;
}

/**
 * Enrols so many photos of a person, drawn again and again, and compares with them the person's other photos and one
 * photo of everybody else.
 * @param rate of false matches that thresholds are set for, by a normal distribution of the strangers' scores.
 * @throws RangeError when nobody has more photos than one, or there are no two strangers.
 */
export function evaluateCombinations(
  people: readonly GalleryPerson[],
  options: {
    readonly photos: readonly number[];
    readonly draws: number;
    readonly seed: number;
    readonly rate: number;
  },
): CombinationResult[] {
  const one = scoresOf(people, 'nearest', 1, options);
  const plainThreshold = thresholdAt(spreadOf(one.strangers), options.rate);
  return options.photos.flatMap((photos) => {
    const count = people.filter(({ descriptors }) => descriptors.length > photos).length;
    if (count === 0) return [];
    return (Object.keys(combinations) as Combination[]).map((combination) => {
      const scores = scoresOf(people, combination, photos, options);
      const [strangers, own] = [spreadOf(scores.strangers), spreadOf(scores.own)];
      const threshold = thresholdAt(strangers, options.rate);
      return {
        combination,
        photos,
        people: count,
        strangers,
        own,
        separation:
          (strangers.mean - own.mean) / Math.sqrt((strangers.deviation ** 2 + own.deviation ** 2) / 2),
        rateUnadjusted: normalCdf((plainThreshold - strangers.mean) / strangers.deviation),
        threshold,
        falseMisses: normalCdf((own.mean - threshold) / own.deviation),
      };
    });
  });
}

function scoresOf(
  people: readonly GalleryPerson[],
  combination: Combination,
  photos: number,
  { draws, seed }: { readonly draws: number; readonly seed: number },
): { readonly own: number[]; readonly strangers: number[] } {
  // The same draws for every combination.
  const random = randomFrom(seed);
  const score = combinations[combination];
  const own: number[] = [];
  const strangers: number[] = [];
  for (const { person, descriptors } of people) {
    if (descriptors.length <= photos) continue;
    for (let round = 0; round < draws; round++) {
      const enrolled = draw(descriptors, photos, random);
      own.push(...descriptors.filter((d) => !enrolled.includes(d)).map((d) => score(d, enrolled)));
      for (const other of people) {
        const [face] = draw(other.descriptors, 1, random);
        if (other.person !== person && face !== undefined) strangers.push(score(face, enrolled));
      }
    }
  }
  return { own, strangers };
}

const thresholdAt = ({ mean, deviation }: Spread, rate: number): number =>
  mean + deviation * normalQuantile(rate);

/** @throws RangeError for fewer than two values. */
export function spreadOf(values: readonly number[]): Spread {
  if (values.length < 2) throw new RangeError('a spread needs at least two values');
  const mean = meanOf(values);
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return { count: values.length, mean, deviation: Math.sqrt(squares / (values.length - 1)) };
}

const meanOf = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

function meanDescriptor(descriptors: readonly Float32Array[]): Float32Array {
  const [first = new Float32Array()] = descriptors;
  return first.map((_, index) => meanOf(descriptors.map((descriptor) => descriptor[index] ?? Number.NaN)));
}
