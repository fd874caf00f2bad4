import { readdir, readFile } from 'node:fs/promises';

/** What a process takes; memory in MB. */
export interface ProcessUse {
  readonly pid: number;
  /** All pages in memory: those that processes share, such as libraries, count in each of them. */
  readonly rss: number;
  /** Pages that processes share count in each by its share: the sum is what they take together. */
  readonly pss: number;
  /** Files, sockets and pipes that it has open. */
  readonly files: number;
  /** Milliseconds of processor that it and its ended children have had since it started. */
  readonly cpu: number;
}

const workerModule = 'dist/vision/worker.js';

/** Of the vision workers that this process has started; none where there is no /proc. */
export async function workersUse(): Promise<ProcessUse[]> {
  const children: ProcessUse[] = [];
  for (const pid of await processes()) {
    const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '');
    if (field(status, 'PPid') !== process.pid) continue;
    // Other children are tools, such as the one that compiles this module.
    const command = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '');
    if (!command.includes(workerModule)) continue;
    // Gone since, or another user's.
    const use = await useOf(pid).catch(() => null);
    if (use !== null) children.push(use);
  }
  return children;
}

/** @throws Error when there is no such process, or no /proc. */
export async function useOf(pid: number): Promise<ProcessUse> {
  const [rollup, stat, files] = await Promise.all([
    readFile(`/proc/${pid}/smaps_rollup`, 'utf8'),
    readFile(`/proc/${pid}/stat`, 'utf8'),
    readdir(`/proc/${pid}/fd`),
  ]);
  const [rss, pss] = [field(rollup, 'Rss') / 1024, field(rollup, 'Pss') / 1024];
  return { pid, rss, pss, files: files.length, cpu: processorTime(stat) };
}

async function processes(): Promise<number[]> {
  if (process.platform !== 'linux') return [];
  return (await readdir('/proc')).filter((name) => /^\d+$/.test(name)).map(Number);
}

/** Linux counts it in hundredths of a second: fields 14 to 17, user and system, its own and its children's (man 5 proc). */
function processorTime(stat: string): number {
  const afterName = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return afterName.slice(11, 15).reduce((sum, ticks) => sum + Number(ticks), 0) * 10;
}

const field = (text: string, name: string): number =>
  Number(new RegExp(`^${name}:\\s+(\\d+)`, 'm').exec(text)?.[1]);

export const total = (memory: readonly ProcessUse[], key: 'rss' | 'pss' | 'cpu'): number =>
  memory.reduce((sum, one) => sum + one[key], 0);
