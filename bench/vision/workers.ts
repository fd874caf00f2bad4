import { readFile } from 'node:fs/promises';
import { groupPhotos } from '../../test/photos.ts';
import { printTable } from '../table.ts';
import { type CompiledPool, openCompiledPool } from './compiled-pool.ts';
import { type BenchOptions, ratio } from './measure.ts';
import { type ProcessUse, total, workersUse } from './process-use.ts';

const setups: readonly CompiledPool[] = [
  { engine: 'face-api', workers: 1 },
  { engine: 'native', workers: 1 },
  { engine: 'native', workers: 2 },
];

/** Pictures of the stretch that counts: the fastest one, as what else the machine does can only slow it down. */
const stretch = 36;

interface Run extends CompiledPool {
  readonly picturesPerSecond: number;
  /** Milliseconds of processor in the workers. */
  readonly cpuPerPicture: number;
  /** Processor that the process with the pool had while they worked, as a share of one. */
  readonly ownShare: number;
  readonly workersAtEnd: readonly ProcessUse[];
}

/** One worker process against two, through the pool that the product uses. */
export async function benchWorkers({ quick }: BenchOptions): Promise<void> {
  const files = await Promise.all(groupPhotos.map(({ path }) => readFile(path)));
  const runs: Run[] = [];
  for (const setup of setups) {
    const rounds = setup.engine === 'native' && !quick ? 20 : 2;
    runs.push(await measure(setup, files, rounds));
  }
  const [reference, one] = runs.map(({ picturesPerSecond }) => picturesPerSecond);
  printTable(
    [
      'through the pool',
      'pictures/s',
      'faces/s',
      'to face-api',
      'to one worker',
      'CPU ms a picture',
      'own CPU',
      'RSS of the workers, MB',
      'PSS together, MB',
    ],
    runs.map(({ engine, workers, picturesPerSecond, cpuPerPicture, ownShare, workersAtEnd }) => [
      `${engine}, ${workers} worker${workers > 1 ? 's' : ''}`,
      picturesPerSecond.toFixed(1),
      ((picturesPerSecond * facesOfAll) / files.length).toFixed(1),
      ratio(picturesPerSecond, reference ?? Number.NaN),
      ratio(picturesPerSecond, one ?? Number.NaN, 2),
      cpuPerPicture.toFixed(0),
      `${(ownShare * 100).toFixed(0)} %`,
      workersAtEnd.map(({ rss }) => rss.toFixed(0)).join(' + '),
      total(workersAtEnd, 'pss').toFixed(0),
    ]),
  );
}

const facesOfAll = 22;

/** The whole queue is handed over at once, so that no worker waits for this process. */
async function measure(setup: CompiledPool, files: readonly Uint8Array[], rounds: number): Promise<Run> {
  const pool = await openCompiledPool(setup);
  try {
    const ends: number[] = [];
    const analyse = async (bytes: Uint8Array, index: number) => {
      await pool.analyse(bytes, { effort: 'fast', priority: 'background', guildId: String(index % 8) });
      ends.push(performance.now());
    };
    // The second worker starts while the first is at work already.
    for (let round = 0; round < 2 * setup.workers; round++) await Promise.all(files.map(analyse));
    ends.splice(0, ends.length, performance.now());
    const [before, own] = [await workersUse(), process.cpuUsage()];
    await Promise.all(
      Array.from({ length: rounds }, () => files)
        .flat()
        .map(analyse),
    );
    const { user, system } = process.cpuUsage(own);
    const workersAtEnd = await workersUse();
    const pictures = ends.length - 1;
    return {
      ...setup,
      picturesPerSecond: fastest(ends, Math.min(stretch, pictures)),
      cpuPerPicture: (total(workersAtEnd, 'cpu') - total(before, 'cpu')) / pictures,
      ownShare: (user + system) / 1000 / ((ends.at(-1) ?? 0) - (ends[0] ?? 0)),
      workersAtEnd,
    };
  } finally {
    await pool.close();
  }
}

/** @param ends when each picture was done, in milliseconds. */
function fastest(ends: readonly number[], pictures: number): number {
  const rates = ends.slice(pictures).map((end, index) => (1000 * pictures) / (end - (ends[index] ?? 0)));
  return Math.max(...rates);
}
