import { bandsFor } from '../../src/services/bands.ts';
import { problemOf } from '../../src/services/enrolment/gate.ts';
import {
  type StrangerDistances,
  strangerDistances,
  thresholdFor,
} from '../../src/services/false-match-rate.ts';
import { normalQuantile } from '../../src/services/normal-distribution.ts';
import { createOnnxEngine } from '../../src/vision/onnx/engine.ts';
import type { FaceQuality } from '../../src/vision/types.ts';
import { distance } from '../../test/vision/descriptors.ts';
import { printTable } from '../table.ts';
import { areStrangers, type ChangedFace, changedFaces, unchanged } from './changed-faces.ts';

type Group = readonly [name: string, belongs: (face: ChangedFace) => boolean];

const within =
  (measure: (quality: FaceQuality) => number, from: number, to: number) =>
  ({ quality }: ChangedFace): boolean =>
    measure(quality) >= from && measure(quality) < to;
const size = ({ size }: FaceQuality) => size;
const sharpness = ({ sharpness }: FaceQuality) => sharpness;
const turn = ({ yaw }: FaceQuality) => Math.abs(yaw);
const all = Number.POSITIVE_INFINITY;

const isRefusedFor = (code: string) => (face: ChangedFace) => problemOf(face)?.code === code;

const groups: readonly Group[] = [
  ['all', () => true],
  ['size below 40 px', within(size, 0, 40)],
  ['40 to 52', within(size, 40, 52)],
  ['52 to 80', within(size, 52, 80)],
  ['80 and more', within(size, 80, all)],
  ['sharpness below 6', within(sharpness, 0, 6)],
  ['6 to 20', within(sharpness, 6, 20)],
  ['20 to 100', within(sharpness, 20, 100)],
  ['100 and more', within(sharpness, 100, all)],
  ['turned (yaw, without its sign) less than 0.2', within(turn, 0, 0.2)],
  ['0.2 to 0.4', within(turn, 0.2, 0.4)],
  ['0.4 to 0.6', within(turn, 0.4, 0.6)],
  ['0.6 to 0.8', within(turn, 0.6, 0.8)],
  ['0.8 and more', within(turn, 0.8, all)],
  ['refused: too small', isRefusedFor('face-too-small')],
  ['refused: too blurred', isRefusedFor('face-too-blurred')],
  ['refused: turned away', isRefusedFor('face-turned-away')],
  ['refused', (face) => problemOf(face) !== null],
  ['taken', (face) => problemOf(face) === null],
];

/**
 * What poor faces do to matching: each group, of faces of the test photos as they are and made worse, against the
 * unchanged faces of the others, of the same photo, and of other frames of the same man. A distance is the same both
 * ways, so that it holds for enrolled faces as for those that are searched or indexed.
 */
export async function benchQuality(): Promise<void> {
  const engine = await createOnnxEngine();
  const faces = await changedFaces(engine);
  const clean = faces.filter(({ change }) => change === unchanged);
  const bands = bandsFor(engine.modelVersion, 1);
  const loose = thresholdFor(0.01, engine.modelVersion);
  await engine.dispose();
  printStrangers(clean, faces, engine.modelVersion);
  console.log('');
  const share = (values: readonly number[], test: (value: number) => boolean) =>
    values.length === 0 ? '' : `${((100 * values.filter(test).length) / values.length).toFixed(2)} %`;
  const count = (values: readonly number[], test: (value: number) => boolean) =>
    String(values.filter(test).length);
  printTable(
    [
      'faces',
      'number',
      'strangers: pairs',
      'mean ± deviation',
      `within ${loose.toFixed(3)} (1 %)`,
      `within possible (${bands.possible.toFixed(3)})`,
      `within likely (${bands.likely.toFixed(3)})`,
      'to the unchanged photo',
      'to other frames of the man',
      'of these beyond possible',
    ],
    groups.map(([name, belongs]) => {
      const members = faces.filter(belongs);
      const to = (isOther: (a: ChangedFace, b: ChangedFace) => boolean) =>
        members.flatMap((a) =>
          clean.filter((b) => isOther(a, b)).map((b) => distance(a.descriptor, b.descriptor)),
        );
      const strangers = to(areStrangers);
      const itself = to((a, b) => a.source === b.source && a.change !== unchanged);
      const frames = to((a, b) => a.person === b.person && a.source !== b.source);
      return [
        name,
        members.length,
        strangers.length,
        `${mean(strangers).toFixed(3)} ± ${deviation(strangers).toFixed(3)}`,
        share(strangers, (value) => value <= loose),
        count(strangers, (value) => value <= bands.possible),
        count(strangers, (value) => value <= bands.likely),
        mean(itself).toFixed(3),
        frames.length === 0 ? '' : mean(frames).toFixed(3),
        share(frames, (value) => value > bands.possible),
      ];
    }),
  );
}

/** Counted rates of false matches beside what the bands rest on, and beside another distribution of the same spread. */
function printStrangers(
  clean: readonly ChangedFace[],
  changed: readonly ChangedFace[],
  modelVersion: string,
): void {
  const distances = (others: readonly ChangedFace[]) =>
    others.flatMap((a) =>
      clean
        .filter((b) => areStrangers(a, b) && (a.change !== unchanged || a.source < b.source))
        .map((b) => distance(a.descriptor, b.descriptor)),
    );
  const samples = [distances(clean), distances(changed)];
  const model = strangerDistances(modelVersion);
  printTable(
    [
      'rate',
      'threshold',
      'chi distribution instead',
      ...samples.map((sample) => `of ${sample.length} pairs within`),
    ],
    [1e-2, 1e-3, 1e-4, 1e-5].map((rate) => {
      const threshold = thresholdFor(rate, modelVersion);
      const counts = samples.map((sample) => {
        const within = sample.filter((value) => value <= threshold).length;
        return `${within} (${(within / sample.length).toExponential(1)})`;
      });
      return [rate.toExponential(0), threshold.toFixed(3), chiThreshold(rate, model).toFixed(3), ...counts];
    }),
  );
  for (const [index, sample] of samples.entries()) {
    const name = index === 0 ? 'unchanged' : 'with changes';
    console.log(`\nStrangers ${name}: ${mean(sample).toFixed(3)} ± ${deviation(sample).toFixed(3)}.`);
  }
}

/**
 * The distance of two points that are normally distributed in k dimensions follows a chi distribution; k is the number
 * that has the same ratio of deviation to mean, about 1 / sqrt(2k). Quantile by Wilson and Hilferty.
 */
function chiThreshold(rate: number, { mean, deviation }: StrangerDistances): number {
  const k = (mean / deviation) ** 2 / 2;
  const squared = k * (1 - 2 / (9 * k) + normalQuantile(rate) * Math.sqrt(2 / (9 * k))) ** 3;
  // The mean of a chi variable is sqrt(k - 1/2), nearly.
  return (mean * Math.sqrt(squared)) / Math.sqrt(k - 0.5);
}

const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

function deviation(values: readonly number[]): number {
  const middle = mean(values);
  return Math.sqrt(mean(values.map((value) => (value - middle) ** 2)));
}
