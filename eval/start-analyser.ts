import { pino } from 'pino';
import { createVisionPool } from '../src/vision/pool.ts';
import type { FaceAnalyser } from '../src/vision/types.ts';
import type { RunOptions } from './arguments.ts';

const standardError = 2;

/** Pictures in hand for each worker: one at work and one waiting, so that none idles while a file is read. */
const picturesPerWorker = 2;

/** How many pictures may be in hand at a time. */
export const concurrencyOf = ({ workers }: Pick<RunOptions, 'workers'>): number =>
  workers * picturesPerWorker;

/** The product's own way from a file to its faces; logs to standard error. */
export async function startAnalyser(options: Pick<RunOptions, 'engine' | 'workers'>): Promise<FaceAnalyser> {
  const waiting = concurrencyOf(options);
  return await createVisionPool({
    log: pino({ base: null }, pino.destination(standardError)),
    engine: options.engine,
    workers: options.workers,
    queue: { total: waiting, perGuild: waiting, bytes: Number.POSITIVE_INFINITY },
  });
}
