import { readdir, readFile } from 'node:fs/promises';
import { percentile } from '../table.ts';

export interface BenchOptions {
  /** Fewer rounds: for a look, not for a document. */
  readonly quick: boolean;
}

export interface Cost {
  /** Median milliseconds from start to end. */
  readonly wall: number;
  /** Median milliseconds of processor: steadier than time where others use the machine too. */
  readonly cpu: number;
}

/** Runs things in turn, so that all see the same weather, after one unmeasured round. */
export async function measureInTurn<Name extends string>(
  rounds: number,
  tasks: Readonly<Record<Name, () => Promise<void>>>,
): Promise<Record<Name, Cost>> {
  const names = Object.keys(tasks) as Name[];
  const samples = new Map(names.map((name) => [name, { wall: [] as number[], cpu: [] as number[] }]));
  for (let round = -1; round < rounds; round++) {
    for (const name of names) {
      const cpu = process.cpuUsage();
      const started = performance.now();
      await tasks[name]();
      const wall = performance.now() - started;
      const { user, system } = process.cpuUsage(cpu);
      if (round < 0) continue;
      samples.get(name)?.wall.push(wall);
      samples.get(name)?.cpu.push((user + system) / 1000);
    }
  }
  const median = (values: readonly number[] = []) => percentile(values, 0.5);
  return Object.fromEntries(
    names.map((name) => [
      name,
      { wall: median(samples.get(name)?.wall), cpu: median(samples.get(name)?.cpu) },
    ]),
  ) as Record<Name, Cost>;
}

export const ratio = (a: number, b: number): string => `${(a / b).toFixed(1)}x`;

/** Megabytes that the system holds for this process' children, each; Linux only, else none. */
export async function childrenMemory(): Promise<number[]> {
  const megabytes: number[] = [];
  for (const pid of await processes()) {
    const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '');
    if (Number(/^PPid:\s+(\d+)/m.exec(status)?.[1]) !== process.pid) continue;
    megabytes.push(Number(/^VmRSS:\s+(\d+)/m.exec(status)?.[1]) / 1024);
  }
  return megabytes;
}

async function processes(): Promise<string[]> {
  if (process.platform !== 'linux') return [];
  return (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
}
