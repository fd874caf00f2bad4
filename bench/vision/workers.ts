import { readFile } from 'node:fs/promises';
import { createVisionPool } from '../../src/vision/pool.ts';
import { groupPhotos } from '../../test/photos.ts';
import { printTable } from '../table.ts';
import { type BenchOptions, childrenMemory, ratio } from './measure.ts';

const quiet = { info: () => undefined, warn: () => undefined };

/** One worker process against two, through the pool that the product uses. */
export async function benchWorkers({ quick }: BenchOptions): Promise<void> {
  const files = await Promise.all(groupPhotos.map(({ path }) => readFile(path)));
  const rounds = quick ? 2 : 8;
  const runs: { name: string; perSecond: number; memory: number[] }[] = [];
  for (const [engine, workers] of [
    ['face-api', 1],
    ['native', 1],
    ['native', 2],
  ] as const) {
    const pool = await createVisionPool({ log: quiet, engine, workers });
    const run = (bytes: Uint8Array, i: number) =>
      pool.analyse(bytes, { effort: 'fast', priority: 'background', guildId: String(i % 4) });
    await Promise.all([...files, ...files].map(run));
    const started = performance.now();
    let pictures = 0;
    for (let round = 0; round < (engine === 'native' ? rounds : 1); round++) {
      pictures += (await Promise.all(files.map(run))).length;
    }
    const perSecond = (1000 * pictures) / (performance.now() - started);
    runs.push({
      name: `${engine}, ${workers} worker${workers > 1 ? 's' : ''}`,
      perSecond,
      memory: await childrenMemory(),
    });
    await pool.close();
  }
  const [reference, one] = runs;
  printTable(
    ['through the pool', 'pictures/s', 'faces/s', 'to face-api', 'to one worker', 'RSS of the workers, MB'],
    runs.map(({ name, perSecond, memory }) => [
      name,
      perSecond.toFixed(1),
      ((perSecond * 22) / files.length).toFixed(1),
      ratio(perSecond, reference?.perSecond ?? Number.NaN),
      ratio(perSecond, one?.perSecond ?? Number.NaN),
      memory.map((megabytes) => megabytes.toFixed(0)).join(' + '),
    ]),
  );
}
