import type { SeenPictures } from './analyse-pictures.ts';
import type { RunOptions } from './arguments.ts';
import { outOf } from './table.ts';

/** What is the same for every evaluation: what was run, on how many pictures, how fast, and where no face was found. */
export interface RunSummary {
  readonly engine: RunOptions['engine'];
  readonly modelVersion: string;
  readonly effort: RunOptions['effort'];
  readonly workers: number;
  readonly pictures: number;
  /** Paths. */
  readonly withoutFace: readonly string[];
  readonly unreadable: readonly { readonly path: string; readonly reason: string }[];
  readonly severalFaces: number;
  readonly seconds: SeenPictures['seconds'];
}

export function summariseRun(seen: SeenPictures, { engine, effort, workers }: RunOptions): RunSummary {
  const pictures = [...seen.byPath];
  return {
    engine,
    modelVersion: seen.modelVersion,
    effort,
    workers,
    pictures: pictures.length,
    withoutFace: pictures.flatMap(([path, { descriptor }]) => (descriptor === null ? [path] : [])).sort(),
    unreadable: pictures.flatMap(([path, { unreadable }]) =>
      unreadable === null ? [] : [{ path, reason: unreadable }],
    ),
    severalFaces: pictures.filter(([, { faces }]) => faces > 1).length,
    seconds: seen.seconds,
  };
}

export function runRows(run: RunSummary): string[][] {
  const { wall, decode, analyse } = run.seconds;
  return [
    ['engine', run.engine],
    ['model version', run.modelVersion],
    ['effort', run.effort],
    ['pictures', String(run.pictures)],
    ['pictures without a face', outOf(run.withoutFace.length, run.pictures)],
    ...(run.unreadable.length > 0 ? [['  of these unreadable', String(run.unreadable.length)]] : []),
    ['pictures with several faces', String(run.severalFaces)],
    [`seconds a picture, ${run.workers} worker${run.workers === 1 ? '' : 's'}`, wall.toFixed(4)],
    [
      'seconds a picture, in one worker',
      `${(decode + analyse).toFixed(4)} (decode ${decode.toFixed(4)}, faces ${analyse.toFixed(4)})`,
    ],
  ];
}
