import { distanceBetween } from './distance.ts';

/** A picture's descriptor with the name of the person. */
export interface NamedDescriptor {
  readonly person: string;
  readonly descriptor: Float32Array;
}

/** Distances between all pairs of pictures of differently named people. */
export interface StrangerStatistics {
  readonly pairs: number;
  readonly mean: number;
  readonly deviation: number;
  /** For each of the thresholds asked for, in their order: how many pairs are at most that far apart. */
  readonly within: readonly number[];
  /** The distance that a share of the pairs is within, for each share that ten pairs or more stand for. */
  readonly quantiles: readonly { readonly rate: number; readonly distance: number }[];
}

const binWidth = 0.0005;
/** Distances above are counted in the last bin: twice the norm of a descriptor is below 3. */
const bins = 6000;
const rates = [1e-1, 1e-2, 1e-3, 1e-4, 1e-5, 1e-6];
const fewestPairs = 10;

/**
 * Thousands of pictures make millions of pairs: enough to count rates of 10^-5 and less, which a list of some
 * thousand mismatched pairs cannot show. Two pictures of one person under two names count as a false match.
 * @returns null when there are no two people.
 */
export function strangerStatistics(
  pictures: readonly NamedDescriptor[],
  thresholds: readonly number[],
): StrangerStatistics | null {
  const histogram = new Uint32Array(bins);
  const within = thresholds.map(() => 0);
  let pairs = 0;
  let sum = 0;
  let squares = 0;
  for (const [index, { person, descriptor }] of pictures.entries()) {
    for (let other = index + 1; other < pictures.length; other++) {
      const second = pictures[other];
      if (second === undefined || second.person === person) continue;
      const distance = distanceBetween(descriptor, second.descriptor);
      const bin = Math.min(bins - 1, Math.floor(distance / binWidth));
      histogram[bin] = (histogram[bin] ?? 0) + 1;
      for (const [at, threshold] of thresholds.entries()) {
        if (distance <= threshold) within[at] = (within[at] ?? 0) + 1;
      }
      pairs++;
      sum += distance;
      squares += distance * distance;
    }
  }
  if (pairs === 0) return null;
  const mean = sum / pairs;
  return {
    pairs,
    mean,
    deviation: Math.sqrt(Math.max(0, squares / pairs - mean * mean)),
    within,
    quantiles: rates
      .filter((rate) => rate * pairs >= fewestPairs)
      .map((rate) => ({ rate, distance: quantile(histogram, rate * pairs) })),
  };
}

/** The upper border of the bin in which the `rank`th smallest distance lies, to a bin's width. */
function quantile(histogram: Uint32Array, rank: number): number {
  let seen = 0;
  const bin = histogram.findIndex((count) => {
    seen += count;
    return seen >= rank;
  });
  return (bin + 1) * binWidth;
}
