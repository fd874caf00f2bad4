import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { HolderMessage } from './holder.ts';

/** Another process on the same data directory. */
export interface Holder {
  readonly process: ChildProcess;
  /** Its first word: whether it has the database. */
  readonly opened: Promise<HolderMessage>;
  /** Resolves with the first message that `wanted` accepts. */
  waitFor(wanted: (message: HolderMessage) => boolean): Promise<HolderMessage>;
  /** kill -9, and it is gone. */
  kill(): Promise<void>;
  close(): Promise<void>;
}

export function startHolder(dataDirectory: string, uid?: number): Holder {
  const child = fork(fileURLToPath(new URL('holder.ts', import.meta.url)), [dataDirectory], {
    execArgv: ['--import', 'tsx'],
    detached: true,
    ...(uid !== undefined && { uid, gid: uid }),
  });
  const exited = once(child, 'exit');
  const waitFor = (wanted: (message: HolderMessage) => boolean) =>
    new Promise<HolderMessage>((resolve, reject) => {
      child.on('message', (message: HolderMessage) => {
        if (wanted(message)) resolve(message);
      });
      child.on('exit', (code, signal) => reject(new Error(`the holder ended: ${code ?? signal}`)));
    });
  const opened = waitFor(() => true);
  opened.catch(() => {}); // a test may kill it before its first word and never ask for it
  return {
    process: child,
    opened,
    waitFor,
    async kill() {
      child.kill('SIGKILL');
      await exited;
    },
    async close() {
      child.send('close');
      await exited;
    },
  };
}

/** Pid and port of the server of a data directory, from its own file. */
export async function serverOf(dataDirectory: string): Promise<{ pid: number; port: number }> {
  const lines = (await readFile(join(dataDirectory, 'postgres', 'postmaster.pid'), 'utf8')).split('\n');
  return { pid: Number(lines[0]), port: Number(lines[3]) };
}

/** Whether a process runs. One that was killed and that nobody has waited for does not. */
export async function isRunning(pid: number): Promise<boolean> {
  const status = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => undefined);
  return status !== undefined && !/\) [ZX] /.test(status);
}

/** Waits until a process is gone. A server removes its pid file, which is what stopping waits for, just before. */
export async function ended(pid: number): Promise<void> {
  while (await isRunning(pid)) await sleep(20);
}
