import { readdir, readFile } from 'node:fs/promises';

/** What the system holds for a process, in MB. */
export interface ProcessMemory {
  readonly pid: number;
  /** All pages in memory: those that processes share, such as libraries, count in each of them. */
  readonly rss: number;
  /** Pages that processes share count in each by its share: the sum is what they take together. */
  readonly pss: number;
}

/** Of this process' children; none where there is no /proc. */
export async function childrenMemory(): Promise<ProcessMemory[]> {
  const children: ProcessMemory[] = [];
  for (const pid of await processes()) {
    const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '');
    if (field(status, 'PPid') !== process.pid) continue;
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
