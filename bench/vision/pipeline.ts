import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { printTable } from '../table.ts';
import { type BenchOptions, ratio } from './measure.ts';
import type { PassReport } from './pass.ts';

const reference = 'face-api on WebAssembly';
const ways = [reference, 'native, the same steps', 'native, fast', 'native, thorough', 'decoding alone'];

/** Pictures and faces of one pass. */
const pictures = 6;
const faces = 22;

async function startChild(way: string): Promise<ChildProcess> {
  const child = fork(fileURLToPath(new URL('./pass.ts', import.meta.url)), [way], {
    execArgv: ['--import', 'tsx'],
  });
  await once(child, 'message');
  return child;
}

async function pass(child: ChildProcess): Promise<PassReport> {
  child.send('pass');
  const [report] = (await once(child, 'message')) as [PassReport];
  return report;
}

/** From a file's bytes to descriptors, one thread, all ways in turn: six pictures of 1920 pixels with 22 faces. */
export async function benchPipeline({ quick }: BenchOptions): Promise<void> {
  const reports = new Map<string, PassReport[]>(ways.map((way) => [way, []]));
  const children: [string, ChildProcess][] = [];
  for (const way of ways) children.push([way, await startChild(way)]);
  for (let round = -1; round < (quick ? 1 : 4); round++) {
    for (const [way, child] of children) {
      const report = await pass(child);
      if (round >= 0) reports.get(way)?.push(report);
    }
  }
  for (const [, child] of children) child.kill();

  const all = (way: string, key: keyof PassReport) => reports.get(way)?.map((report) => report[key]) ?? [];
  // The least: what else the machine does can only add to it.
  const least = (way: string, key: 'cpu' | 'wall') => Math.min(...all(way, key));
  printTable(
    ['whole pipeline, one thread', 'CPU ms a picture', 'ratio', 'pictures/s', 'faces/s'],
    ways.map((way) => [
      way,
      (least(way, 'cpu') / pictures).toFixed(0),
      ratio(least(reference, 'cpu'), least(way, 'cpu')),
      ((1000 * pictures) / least(way, 'wall')).toFixed(1),
      ((1000 * faces) / least(way, 'wall')).toFixed(1),
    ]),
  );
}
