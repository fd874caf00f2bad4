import { readFile } from 'node:fs/promises';
import { UserError } from '../src/errors/user-error.ts';
import type { EngineOptions, FaceAnalyser } from '../src/vision/types.ts';
import { WorkerLostError } from '../src/vision/worker-process.ts';
import { centralFace } from './central-face.ts';

/** What was seen in one picture. */
export interface SeenPicture {
  /** Of the central face; null when none was found. In memory alone: personal data. */
  readonly descriptor: Float32Array | null;
  readonly faces: number;
  /** Why there is no answer: the file is no picture, or it ended its workers. Either counts as a face not found. */
  readonly unreadable: string | null;
}

export interface SeenPictures {
  readonly byPath: ReadonlyMap<string, SeenPicture>;
  readonly modelVersion: string;
  /** Seconds a picture. `wall`: from the first to the last, whatever runs beside. Others: within a worker. */
  readonly seconds: { readonly wall: number; readonly decode: number; readonly analyse: number };
}

export interface AnalyseOptions {
  readonly effort: EngineOptions['effort'];
  /** How many pictures are in hand at a time. */
  readonly concurrency: number;
  readonly onPicture: (seen: SeenPicture) => void;
}

/**
 * Looks once at each picture, however often it is named.
 * @throws whatever but a picture's own fault goes wrong: a figure from half a run would mislead.
 */
export async function analysePictures(
  analyser: FaceAnalyser,
  paths: Iterable<string>,
  { effort, concurrency, onPicture }: AnalyseOptions,
): Promise<SeenPictures> {
  const byPath = new Map<string, SeenPicture>();
  const total = { decode: 0, analyse: 0, timed: 0 };
  const waiting = new Set(paths).values();
  const started = performance.now();

  async function take(): Promise<void> {
    for (const path of waiting) {
      const { seen, timings } = await analyseOne(analyser, path, effort);
      byPath.set(path, seen);
      if (timings !== null) {
        total.decode += timings.decode;
        total.analyse += timings.analyse;
        total.timed++;
      }
      onPicture(seen);
    }
  }

  await Promise.all(Array.from({ length: concurrency }, take));
  const perPicture = (milliseconds: number, pictures: number) => milliseconds / 1000 / Math.max(1, pictures);
  return {
    byPath,
    modelVersion: analyser.modelVersion,
    seconds: {
      wall: perPicture(performance.now() - started, byPath.size),
      decode: perPicture(total.decode, total.timed),
      analyse: perPicture(total.analyse, total.timed),
    },
  };
}

async function analyseOne(analyser: FaceAnalyser, path: string, effort: EngineOptions['effort']) {
  const bytes = await readFile(path);
  try {
    const analysis = await analyser.analyse(bytes, { effort, priority: 'background', guildId: 'evaluation' });
    const descriptor = centralFace(analysis)?.descriptor ?? null;
    return {
      seen: { descriptor, faces: analysis.faces.length, unreadable: null },
      timings: analysis.timings,
    };
  } catch (error) {
    const unreadable = faultOfPicture(error);
    if (unreadable !== null) return { seen: { descriptor: null, faces: 0, unreadable }, timings: null };
    throw new Error(`the analysis of ${path} failed`, { cause: error });
  }
}

/** @returns the code of a fault that is the picture's own; null for any other. */
function faultOfPicture(error: unknown): string | null {
  if (error instanceof UserError && (error.code === 'no-image' || error.code.startsWith('image-'))) {
    return error.code;
  }
  // In the product it would be skipped as well.
  const isLost =
    error instanceof WorkerLostError && (error.reason === 'crashed' || error.reason === 'timed-out');
  return isLost ? error.reason : null;
}

/** @throws RangeError for a picture that was not among those analysed. */
export function descriptorOf({ byPath }: SeenPictures, path: string): Float32Array | null {
  const seen = byPath.get(path);
  if (seen === undefined) throw new RangeError(`${path} was not analysed`);
  return seen.descriptor;
}
