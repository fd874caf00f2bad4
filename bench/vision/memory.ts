import { readFile } from 'node:fs/promises';
import type { VisionPool } from '../../src/vision/pool.ts';
import { facelessPhotos, franckFrames, groupPhotos, portraits } from '../../test/photos.ts';
import { printTable } from '../table.ts';
import { type CompiledPool, openCompiledPool } from './compiled-pool.ts';
import { total, workersUse } from './process-use.ts';

export interface MemoryOptions {
  readonly images: number;
  readonly workers: number;
  readonly engine: CompiledPool['engine'];
}

const rows = 20;
/** Of the rows: until then caches fill, and the largest picture comes for the first time. */
const warmUp = 2;
const largestGrowth = 0.1;

interface Sample {
  readonly pictures: number;
  readonly rss: number;
  readonly pss: number;
  readonly own: number;
}

/**
 * Photos of all kinds again and again, one in ten with all effort.
 * @returns whether the workers' memory stays within a tenth of what it was after the warm-up, in the same workers.
 */
export async function benchMemory({ images, workers, engine }: MemoryOptions): Promise<boolean> {
  const photos = [...groupPhotos, ...franckFrames, ...portraits, ...facelessPhotos];
  const files = await Promise.all(photos.map(({ path }) => readFile(path)));
  const pool = await openCompiledPool({ engine, workers });
  try {
    await pool.analyse(files[0] ?? new Uint8Array(), request(0));
    const atFirst = await workersUse();
    const samples: Sample[] = [];
    const each = Math.ceil(images / rows);
    for (let done = 0; done < images; ) {
      const until = Math.min(images, done + each);
      await analyseAll(pool, files, { from: done, until, workers });
      done = until;
      const memory = await workersUse();
      const own = process.memoryUsage().rss / 2 ** 20;
      samples.push({ pictures: done, rss: total(memory, 'rss'), pss: total(memory, 'pss'), own });
    }
    const pids = (memory: readonly { readonly pid: number }[]) =>
      memory
        .map(({ pid }) => pid)
        .sort()
        .join();
    return report(samples, { sameWorkers: pids(atFirst) === pids(await workersUse()), workers });
  } finally {
    await pool.close();
  }
}

const request = (index: number) =>
  ({ effort: index % 10 === 0 ? 'thorough' : 'fast', priority: 'background', guildId: 'bench' }) as const;

async function analyseAll(
  pool: VisionPool,
  files: readonly Uint8Array[],
  { from, until, workers }: { readonly from: number; readonly until: number; readonly workers: number },
): Promise<void> {
  let next = from;
  const take = async () => {
    for (let index = next++; index < until; index = next++) {
      await pool.analyse(files[index % files.length] ?? new Uint8Array(), request(index));
    }
  };
  await Promise.all(Array.from({ length: workers + 1 }, take));
}

function report(
  samples: readonly Sample[],
  { sameWorkers, workers }: { readonly sameWorkers: boolean; readonly workers: number },
): boolean {
  const megabytes = (value: number) => value.toFixed(0);
  printTable(
    ['pictures', `RSS of ${workers} workers, MB`, 'PSS, MB', 'RSS of the process that has the pool, MB'],
    samples.map(({ pictures, rss, pss, own }) => [pictures, megabytes(rss), megabytes(pss), megabytes(own)]),
  );
  const settled = samples.slice(warmUp);
  const [first] = settled;
  if (first === undefined) throw new RangeError(`at least ${rows} pictures are needed`);
  const growth = Math.max(...settled.map(({ rss }) => rss)) / first.rss - 1;
  console.log(
    `\nAfter the warm-up of ${first.pictures} pictures RSS grew by at most ${(growth * 100).toFixed(1)} %` +
      `${sameWorkers ? '' : '; a worker was lost on the way'}.`,
  );
  return growth <= largestGrowth && sameWorkers;
}
