import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { hasCode } from './paths.ts';

/** What a running server, or one that was killed, says of itself in postmaster.pid. */
export interface Postmaster {
  readonly pid: number;
  readonly port: number;
}

/**
 * The server that postmaster.pid names, if a process of that number is alive. Undefined otherwise; what is left
 * of a file that keeps PostgreSQL from starting is then removed.
 */
export async function runningPostmaster(cluster: string): Promise<Postmaster | undefined> {
  const path = join(cluster, 'postmaster.pid');
  const postmaster = await readPidFile(path);
  if (postmaster === undefined || !isAlive(postmaster.pid)) return undefined;
  if (await isOtherProgram(postmaster.pid)) {
    // After a reboot, and often in containers, the number belongs to someone else by now. PostgreSQL would take
    // any process of its own user for its server and refuse to start. It does not need the file to notice what
    // a killed server left running: the key of its shared memory comes from the directory itself.
    await rm(path, { force: true });
    return undefined;
  }
  return postmaster;
}

/** Its lines: pid, data directory, start time, port, … (src/include/utils/pidfile.h of PostgreSQL). */
async function readPidFile(path: string): Promise<Postmaster | undefined> {
  let content: string;
  try {
    content = await readFile(path, 'utf8');
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return undefined;
    throw error;
  }
  const [pid, , , port] = content.split('\n').map(Number);
  if (pid === undefined || port === undefined || !(pid > 0) || !(port > 0)) return undefined; // being written
  return { pid, port };
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return hasCode(error, 'EPERM');
  }
}

/** True only where it is certain. Elsewhere than on Linux it is not. */
async function isOtherProgram(pid: number): Promise<boolean> {
  if (process.platform !== 'linux') return false;
  try {
    const commandLine = await readFile(`/proc/${pid}/cmdline`, 'utf8');
    // A killed process that nobody has waited for has no command line any more, and is as good as gone.
    const program = commandLine.split('\0', 1)[0] ?? '';
    return !/(^|\/)postgres(:|$)/.test(program);
  } catch (error) {
    if (hasCode(error, 'ENOENT', 'ESRCH', 'EACCES')) return false;
    throw error;
  }
}
