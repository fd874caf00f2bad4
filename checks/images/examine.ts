import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { UserError } from '../../src/errors/user-error.ts';
import { decodeLimits } from '../../src/vision/decode-limits.ts';
import { createVisionPool, type VisionPool } from '../../src/vision/pool.ts';
import { WorkerLostError } from '../../src/vision/worker-process.ts';
import type { FoundFile, Path } from './files.ts';

export interface Examined {
  readonly path: Path;
  /** `decoded`, a UserError's code, `skipped: why`, or what must not be. */
  readonly outcome: string;
  readonly isFailure: boolean;
  /** From when it is handed to a worker. */
  readonly ms: number;
}

export interface Examination {
  readonly files: readonly Examined[];
  /** Of the worker that had the most, in bytes. */
  readonly peakRss: number;
  /** Worker processes that ended in mid-work. */
  readonly workersLost: number;
}

export interface ExamineOptions {
  /** Looks for faces as well. */
  readonly faces: boolean;
  readonly workers: number;
  /** A file that takes longer counts as hung. */
  readonly limitMs: number;
}

/** What a picture may be refused with, unless it took a worker along. Any other error is a fault of the decoder's. */
const refusals: ReadonlySet<string> = new Set([
  'no-image',
  'analysis-failed',
  'image-broken',
  'image-too-large',
  'image-too-many-pixels',
  'image-unsupported-type',
]);

/** Hands every file to the product's vision pool, in worker processes as the bot's are. */
export async function examine(
  files: AsyncIterable<FoundFile>,
  { faces, workers, limitMs }: ExamineOptions,
): Promise<Examination> {
  const records = await mkdtemp(join(tmpdir(), 'kith-images-'));
  process.env.KITH_MEMORY_RECORDS = records;
  let workersLost = 0;
  const pool = await createVisionPool({
    workers,
    taskMs: limitMs,
    maximumBytes: decodeLimits.maxBytes,
    workerEntry: new URL(faces ? './analyse-worker.ts' : './decode-worker.ts', import.meta.url),
    log: {
      info: () => undefined,
      warn: () => {
        workersLost += 1;
      },
    },
  });
  try {
    const examined: Examined[] = [];
    const iterator = files[Symbol.asyncIterator]();
    // An async generator hands out one file after another, whoever asks.
    const lane = async () => {
      for (let next = await iterator.next(); !next.done; next = await iterator.next()) {
        examined.push(await examineOne(pool, next.value));
      }
    };
    await Promise.all(Array.from({ length: workers }, lane));
    return { files: examined, peakRss: await largest(records), workersLost };
  } finally {
    await pool.close();
    await rm(records, { recursive: true, force: true });
  }
}

async function examineOne(pool: VisionPool, { path, read }: FoundFile): Promise<Examined> {
  const content = await read();
  if ('skipped' in content) return { path, outcome: `skipped: ${content.skipped}`, isFailure: false, ms: 0 };
  const started = performance.now();
  const verdict = await pool
    .analyse(content.bytes, { effort: 'thorough', priority: 'interactive', guildId: '1' })
    .then(() => ({ outcome: 'decoded', isFailure: false }), verdictOf);
  return { path, ...verdict, ms: performance.now() - started };
}

function verdictOf(error: unknown): Pick<Examined, 'outcome' | 'isFailure'> {
  const lost = error instanceof Error && error.cause instanceof WorkerLostError ? error.cause : error;
  if (lost instanceof WorkerLostError) {
    return { outcome: lost.reason === 'timed-out' ? 'hung' : lost.reason, isFailure: true };
  }
  if (error instanceof UserError && refusals.has(error.code))
    return { outcome: error.code, isFailure: false };
  return { outcome: `untyped error: ${String(error)}`, isFailure: true };
}

/** @returns the largest of the workers' records, which are in KiB. */
async function largest(records: string): Promise<number> {
  const texts = await Promise.all(
    (await readdir(records)).map((name) => readFile(join(records, name), 'utf8')),
  );
  return Math.max(0, ...texts.map(Number)) * 1024;
}
