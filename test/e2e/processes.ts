import { execFile } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';

interface Process {
  readonly pid: number;
  readonly parent: number;
  /** Memory in bytes. */
  readonly rss: number;
  readonly command: string;
}

/** A process and all that came of it, as they are now. */
export async function familyOf(pid: number): Promise<Process[]> {
  const { stdout } = await promisify(execFile)('ps', ['-eo', 'pid=,ppid=,rss=,args=']);
  const all = stdout
    .trim()
    .split('\n')
    .map((line): Process => {
      const [, id, parent, kib, command = ''] = /^\s*(\d+)\s+(\d+)\s+(\d+)\s+(.*)$/.exec(line) ?? [];
      return { pid: Number(id), parent: Number(parent), rss: Number(kib) * 1024, command };
    });
  const family = all.filter((process) => process.pid === pid);
  // The list grows while it is gone through.
  for (const member of family) family.push(...all.filter(({ parent }) => parent === member.pid));
  return family;
}

/** The bot's vision workers. */
export async function visionWorkersOf(botPid: number): Promise<Process[]> {
  return (await familyOf(botPid)).filter(({ command }) => command.includes('vision/worker.'));
}

/** The bot's vision worker. */
export async function visionWorkerOf(botPid: number): Promise<number> {
  const [worker] = await visionWorkersOf(botPid);
  if (worker === undefined) throw new Error('the bot has no vision worker');
  return worker.pid;
}

export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

/** @returns those that are still there after a moment. */
export async function survivorsOf(pids: readonly number[]): Promise<number[]> {
  for (let round = 0; round < 10 && pids.some(isAlive); round++) await sleep(50);
  return pids.filter(isAlive);
}
