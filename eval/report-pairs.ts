import { falseMatchRate, isCalibrated } from '../src/services/false-match-rate.ts';
import type { Accuracy } from './cross-validation.ts';
import type { PairsResult } from './evaluate-pairs.ts';
import { type RunSummary, runRows } from './report-run.ts';
import { outOf, percent, ruled, small, table } from './table.ts';

/** What is printed for a pairs file. */
export function reportPairs(run: RunSummary, result: PairsResult): string {
  return [
    ruled([...runRows(run), ...pairRows(result)]),
    accuracySection(result),
    operatingSection(result),
    bandSection(result),
    strangerSection(run.modelVersion, result),
  ].join('\n\n');
}

function pairRows({ pairs }: PairsResult): string[][] {
  return [
    ['matched pairs with a face missed', outOf(pairs.matchedMissed, pairs.matched)],
    ['mismatched pairs with a face missed', outOf(pairs.mismatchedMissed, pairs.mismatched)],
  ];
}

function accuracySection({ accuracy }: PairsResult): string {
  const thresholds = accuracy.folds.map((fold) => fold.threshold);
  const range = `${Math.min(...thresholds).toFixed(4)} to ${Math.max(...thresholds).toFixed(4)}`;
  return [
    `Accuracy, ${accuracy.folds.length}-fold cross-validation (each fold at the threshold best on the others: ${range})`,
    ruled([
      ['  over detected pairs', plusMinus(accuracy.detected)],
      ['  whole protocol, misses as errors', plusMinus(accuracy.whole)],
    ]),
  ].join('\n');
}

const plusMinus = ({ mean, standardError }: Accuracy): string =>
  `${percent(mean)} ± ${percent(standardError)} (standard error)`;

function operatingSection({ operatingPoints, equalError }: PairsResult): string {
  return [
    'ROC over detected pairs, linear between neighbouring points; "whole": missed matched pairs as not accepted',
    table([
      ['  at', 'threshold', 'TPR', 'TPR whole'],
      ...operatingPoints.map((point) => [
        `  FPR ${percent(point.falsePositiveRate, 1)}`,
        point.threshold.toFixed(4),
        percent(point.truePositiveRate),
        percent(point.truePositiveRateWhole),
      ]),
      ['  EER', equalError.threshold.toFixed(4), percent(equalError.rate), ''],
    ]),
  ].join('\n');
}

function bandSection({ bands, pairs }: PairsResult): string {
  if (bands === null) return 'Kith has no bands for this model version.';
  const mismatched = pairs.mismatched - pairs.mismatchedMissed;
  const matched = pairs.matched - pairs.matchedMissed;
  return [
    "Kith's bands for a gallery of one face, on the detected pairs of the file",
    table([
      ['  band', 'threshold', 'false matches', 'false misses'],
      ...bands.map(({ band, threshold, falseMatches, falseMisses }) => [
        `  ${band}`,
        threshold.toFixed(4),
        outOf(falseMatches, mismatched),
        outOf(falseMisses, matched),
      ]),
    ]),
  ].join('\n');
}

function strangerSection(modelVersion: string, { strangers, bands }: PairsResult): string {
  if (strangers === null) return 'There are no two people with a face found.';
  const { pairs, mean, deviation, quantiles, within } = strangers;
  const modelled = (distance: number) =>
    isCalibrated(modelVersion) ? small(falseMatchRate(distance, modelVersion)) : '-';
  return [
    `Strangers: all ${pairs} pairs of pictures of different people, mean ${mean.toFixed(4)}, deviation ${deviation.toFixed(4)}`,
    table([
      ['  at', 'distance', 'counted', 'modelled'],
      ...(bands ?? []).map(({ band, threshold }, index) => [
        `  ${band}`,
        threshold.toFixed(4),
        `${within[index] ?? 0} (${small((within[index] ?? 0) / pairs)})`,
        modelled(threshold),
      ]),
      ...quantiles.map(({ rate, distance }) => [
        `  FMR ${small(rate)}`,
        distance.toFixed(4),
        '',
        modelled(distance),
      ]),
    ]),
  ].join('\n');
}
