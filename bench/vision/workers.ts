import { readFile } from 'node:fs/promises';
import type { Analysis } from '../../src/vision/types.ts';
import { groupPhotos } from '../../test/photos.ts';
import { printTable } from '../table.ts';
import { type CompiledPool, openCompiledPool } from './compiled-pool.ts';
import { type BenchOptions, ratio } from './measure.ts';
import { type ProcessMemory, total, workersMemory } from './process-memory.ts';

const setups: readonly CompiledPool[] = [
  { engine: 'face-api', workers: 1 },
  { engine: 'native', workers: 1 },
  { engine: 'native', workers: 2 },
];

interface Run extends CompiledPool {
  readonly picturesPerSecond: number;
  readonly facesPerSecond: number;
  readonly memory: readonly ProcessMemory[];
}

/** One worker process against two, through the pool that the product uses. */
export async function benchWorkers({ quick }: BenchOptions): Promise<void> {
  const files = await Promise.all(groupPhotos.map(({ path }) => readFile(path)));
  const runs: Run[] = [];
  for (const setup of setups) {
    const rounds = setup.engine === 'native' ? (quick ? 2 : 20) : 1;
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
      'RSS of the workers, MB',
      'PSS together, MB',
    ],
    runs.map(({ engine, workers, picturesPerSecond, facesPerSecond, memory }) => [
      `${engine}, ${workers} worker${workers > 1 ? 's' : ''}`,
      picturesPerSecond.toFixed(1),
      facesPerSecond.toFixed(1),
      ratio(picturesPerSecond, reference ?? Number.NaN),
      ratio(picturesPerSecond, one ?? Number.NaN, 2),
      memory.map(({ rss }) => rss.toFixed(0)).join(' + '),
      total(memory, 'pss').toFixed(0),
    ]),
  );
}

/** The whole queue is handed over at once, so that no worker waits for this process. */
async function measure(setup: CompiledPool, files: readonly Uint8Array[], rounds: number): Promise<Run> {
  const pool = await openCompiledPool(setup);
  try {
    const analyse = (pictures: readonly Uint8Array[]): Promise<Analysis[]> =>
      Promise.all(
        pictures.map((bytes, index) =>
          pool.analyse(bytes, { effort: 'fast', priority: 'background', guildId: String(index % 8) }),
        ),
      );
    // The second worker starts while the first is at work already.
    for (let round = 0; round < 2 * setup.workers; round++) await analyse(files);
    const started = performance.now();
    const analyses = await analyse(Array.from({ length: rounds }, () => files).flat());
    const seconds = (performance.now() - started) / 1000;
    return {
      ...setup,
      picturesPerSecond: analyses.length / seconds,
      facesPerSecond: analyses.reduce((sum, { faces }) => sum + faces.length, 0) / seconds,
      memory: await workersMemory(),
    };
  } finally {
    await pool.close();
  }
}
