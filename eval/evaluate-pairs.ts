import { bandsFor } from '../src/services/bands.ts';
import { isCalibrated } from '../src/services/false-match-rate.ts';
import { descriptorOf, type SeenPictures } from './analyse-pictures.ts';
import { type CrossValidation, crossValidate } from './cross-validation.ts';
import { distanceBetween } from './distance.ts';
import { InputError } from './problems.ts';
import type { Pair } from './resolve-pairs.ts';
import { atFalsePositiveRate, equalError, type RocPoint, rocOf } from './roc.ts';
import { type NamedDescriptor, type StrangerStatistics, strangerStatistics } from './strangers.ts';

export interface PairsResult {
  readonly pairs: {
    readonly matched: number;
    readonly mismatched: number;
    /** With a picture in which no face was found. */
    readonly matchedMissed: number;
    readonly mismatchedMissed: number;
  };
  readonly accuracy: CrossValidation;
  readonly operatingPoints: readonly OperatingPoint[];
  readonly equalError: { readonly rate: number; readonly threshold: number };
  /** Kith's own bands against one stranger; null for a model version that has none yet. */
  readonly bands: readonly BandOnPairs[] | null;
  /** Over all pairs of pictures of different people, not those of the file alone. */
  readonly strangers: StrangerStatistics | null;
  readonly roc: readonly RocPoint[];
}

export interface OperatingPoint {
  readonly falsePositiveRate: number;
  readonly threshold: number;
  /** Over detected pairs, and with matched pairs that were missed as not accepted. */
  readonly truePositiveRate: number;
  readonly truePositiveRateWhole: number;
}

export interface BandOnPairs {
  readonly band: 'likely' | 'possible';
  readonly threshold: number;
  /** Detected mismatched pairs within the threshold. */
  readonly falseMatches: number;
  /** Detected matched pairs beyond it; those with a missed face come on top. */
  readonly falseMisses: number;
}

const falsePositiveRates = [1e-2, 1e-3];

/** @throws InputError when no matched, or no mismatched, pair has a face in both pictures. */
export function evaluatePairs(pairs: readonly Pair[], seen: SeenPictures): PairsResult {
  const scored = pairs.map((pair) => ({
    same: pair.same,
    fold: pair.fold,
    distance: distanceOf(pair, seen),
  }));
  const distances = (same: boolean) =>
    scored.flatMap((pair) => (pair.same === same && pair.distance !== null ? [pair.distance] : []));
  const [genuine, impostor] = [distances(true), distances(false)];
  if (genuine.length === 0 || impostor.length === 0) {
    const kind = genuine.length === 0 ? 'matched' : 'mismatched';
    throw new InputError([`no ${kind} pair has a face found in both pictures: nothing can be said`]);
  }
  const matched = pairs.filter((pair) => pair.same).length;
  const roc = rocOf(genuine, impostor);
  const bands = isCalibrated(seen.modelVersion) ? bandsFor(seen.modelVersion, 1) : null;
  return {
    pairs: {
      matched,
      mismatched: pairs.length - matched,
      matchedMissed: matched - genuine.length,
      mismatchedMissed: pairs.length - matched - impostor.length,
    },
    accuracy: crossValidate(scored),
    operatingPoints: falsePositiveRates.map((rate) => {
      const { threshold, truePositiveRate } = atFalsePositiveRate(roc, rate);
      return {
        falsePositiveRate: rate,
        threshold,
        truePositiveRate,
        truePositiveRateWhole: (truePositiveRate * genuine.length) / matched,
      };
    }),
    equalError: equalError(roc),
    bands:
      bands &&
      (['likely', 'possible'] as const).map((band) => ({
        band,
        threshold: bands[band],
        falseMatches: impostor.filter((distance) => distance <= bands[band]).length,
        falseMisses: genuine.filter((distance) => distance > bands[band]).length,
      })),
    strangers: strangerStatistics(namedDescriptors(pairs, seen), bands ? [bands.likely, bands.possible] : []),
    roc,
  };
}

function distanceOf({ first, second }: Pair, seen: SeenPictures): number | null {
  const a = descriptorOf(seen, first.path);
  const b = descriptorOf(seen, second.path);
  return a === null || b === null ? null : distanceBetween(a, b);
}

/** Each picture once, however many pairs it is in. */
function namedDescriptors(pairs: readonly Pair[], seen: SeenPictures): NamedDescriptor[] {
  const persons = new Map(
    pairs.flatMap(({ first, second }) => [first, second].map((p) => [p.path, p.person])),
  );
  return [...persons].flatMap(([path, person]) => {
    const descriptor = descriptorOf(seen, path);
    return descriptor === null ? [] : [{ person, descriptor }];
  });
}
