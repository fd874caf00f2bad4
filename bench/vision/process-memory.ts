import { readdir, readFile } from 'node:fs/promises';

/** What the system holds for a process, in MB. */
export interface ProcessMemory {
  readonly pid: number;
  /** All pages in memory: those that processes share, such as libraries, count in each of them. */
  readonly rss: number;
  /** Pages that processes share count in each by its share: the sum is what they take together. */
  readonly pss: number;
}

const workerModule = 'dist/vision/worker.js';

/** Of the vision workers that this process has started; none where there is no /proc. */
export async function workersMemory(): Promise<ProcessMemory[]> {
  const children: ProcessMemory[] = [];
  for (const pid of await processes()) {
    const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '');
    if (field(status, 'PPid') !== process.pid) continue;
    // Other children are tools, such as the one that compiles this module.
    const command = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '');
    if (!command.includes(workerModule)) continue;
    // Gone since, or another user's.
    const rollup = await readFile(`/proc/${pid}/smaps_rollup`, 'utf8').catch(() => '');
    if (rollup !== '')
      children.push({ pid, rss: field(rollup, 'Rss') / 1024, pss: field(rollup, 'Pss') / 1024 });
  }
  return children;
}

async function processes(): Promise<number[]> {
  if (process.platform !== 'linux') return [];
  return (await readdir('/proc')).filter((name) => /^\d+$/.test(name)).map(Number);
}

const field = (text: string, name: string): number =>
  Number(new RegExp(`^${name}:\\s+(\\d+)`, 'm').exec(text)?.[1]);

export const total = (memory: readonly ProcessMemory[], key: 'rss' | 'pss'): number =>
  memory.reduce((sum, one) => sum + one[key], 0);
