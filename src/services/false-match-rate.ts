import { normalCdf, normalQuantile } from './normal-distribution.ts';

/**
 * How far apart the descriptors of two different people are: a normal distribution, whose lower tail gives the
 * rate of false matches at a threshold. Euclidean distances over 128 dimensions.
 */
export interface StrangerDistances {
  readonly mean: number;
  readonly deviation: number;
}

/**
 * By model version, from development pairs only, none of a test set (docs/decisions/0012-bands.md has the
 * figures each is checked against). The mean and deviation are of all pairs rather than fitted to the tail,
 * where there are few; wherever the tail was counted, the model says more false matches than there were.
 */
const byModelVersion: ReadonlyMap<string, StrangerDistances> = new Map([
  ['face-api-1.7.15/box', { mean: 0.821, deviation: 0.089 }],
  // Only its threshold at a rate of 1 % was measured: 0.600 to 0.605, where that of the box is 0.623. All distances
  // are taken to be nearer by that ratio, 0.6025 / 0.623.
  ['face-api-1.7.15/landmarks-1.1+mirror/chip68/mirror', { mean: 0.794, deviation: 0.0861 }],
]);

export const calibratedVersions: readonly string[] = [...byModelVersion.keys()];

export const isCalibrated = (modelVersion: string): boolean => byModelVersion.has(modelVersion);

/** @throws Error for a version that was never measured: distances of an unknown space mean nothing. */
export function strangerDistances(modelVersion: string): StrangerDistances {
  const distances = byModelVersion.get(modelVersion);
  if (distances === undefined) {
    throw new Error(`no stranger distances are known for the model version "${modelVersion}"`);
  }
  return distances;
}

/**
 * @param distance Euclidean, between two descriptors of that version.
 * @returns the probability that two different people are at most that far apart.
 * @throws Error for an unknown model version.
 */
export function falseMatchRate(distance: number, modelVersion: string): number {
  const { mean, deviation } = strangerDistances(modelVersion);
  return normalCdf((distance - mean) / deviation);
}

/**
 * @param rate of false matches, strictly between 0 and 1.
 * @returns the distance that two different people are within at that rate, never below 0.
 * @throws RangeError for a rate out of range, Error for an unknown model version.
 */
export function thresholdFor(rate: number, modelVersion: string): number {
  const { mean, deviation } = strangerDistances(modelVersion);
  return Math.max(0, mean + deviation * normalQuantile(rate));
}
