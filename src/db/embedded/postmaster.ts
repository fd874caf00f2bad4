import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { hasCode, unlessAbsent } from './paths.ts';

/** What a running server, or one that was killed, says of itself in postmaster.pid. */
export interface Postmaster {
  readonly pid: number;
  readonly port: number;
}

/**
 * The server that postmaster.pid names, if it is alive. A file that names something else is removed, because
 * PostgreSQL would take any process of its own user for its server and refuse to start: after a reboot, and
 * often in containers, the number belongs to someone else by now. PostgreSQL does not need the file to notice
 * what a killed server left running, as the key of its shared memory comes from the directory itself.
 */
export async function runningPostmaster(cluster: string): Promise<Postmaster | undefined> {
  const path = join(cluster, 'postmaster.pid');
  const postmaster = await readPidFile(path);
  if (postmaster === undefined || !isAlive(postmaster.pid)) return undefined;
  if (await servesOther(postmaster.pid, cluster)) {
    await rm(path, { force: true });
    return undefined;
  }
  return postmaster;
}

/** Its lines: pid, data directory, start time, port, … (src/include/utils/pidfile.h of PostgreSQL). */
async function readPidFile(path: string): Promise<Postmaster | undefined> {
  const content = await unlessAbsent(readFile(path, 'utf8'));
  const [pid = 0, , , port = 0] = content?.split('\n').map(Number) ?? [];
  // Until it is written to its end.
  return pid > 0 && port > 0 ? { pid, port } : undefined;
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return hasCode(error, 'EPERM');
  }
}

/** True only where it is certain that the process is no server of this cluster: where Linux tells what it runs. */
async function servesOther(pid: number, cluster: string): Promise<boolean> {
  try {
    // Of a killed process that nobody has waited for it is empty.
    const [program = '', ...args] = (await readFile(`/proc/${pid}/cmdline`, 'utf8')).split('\0');
    if (!/(^|\/)postgres$/.test(program)) return true;
    // pg_ctl passes the directory. A server that someone else started may have it from elsewhere.
    const option = args.indexOf('-D');
    return option !== -1 && args[option + 1] !== cluster;
  } catch {
    return false;
  }
}
