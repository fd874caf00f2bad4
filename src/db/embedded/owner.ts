import { setTimeout as sleep } from 'node:timers/promises';
import type pg from 'pg';
import { DatabaseSetupError } from '../errors.ts';
import type { Installation } from './installation.ts';
import { claimServer } from './ownership.ts';
import { runningPostmaster } from './postmaster.ts';
import { freePort, startServer } from './server-process.ts';

// Time for a server to finish starting, stopping or recovering, and for the remains of a killed one to go.
const PATIENCE_MS = 60_000;
const RETRY_MS = 200;
// Between our look and its start, another program may take the port.
const MAX_PORTS = 5;

export interface Owner {
  /** Holds the lock: when it ends, so does the ownership. */
  readonly session: pg.Client;
  readonly port: number;
}

/**
 * Finds the running server or starts it, and becomes its owner.
 * @throws DatabaseSetupError `in-use`, `password-missing`, `start-failed`; the signal's reason when it aborts
 */
export async function becomeOwner(installation: Installation, signal: AbortSignal): Promise<Owner> {
  const { layout, password } = installation;
  const deadline = performance.now() + PATIENCE_MS;
  const attempt: Attempt = { startedIt: false, busy: false, portsTaken: 0, reason: '' };
  while (performance.now() < deadline) {
    // A server that we have just started needs its owner, if only to be stopped.
    if (!attempt.startedIt) signal.throwIfAborted();
    const running = await runningPostmaster(layout.cluster);
    const claim = running && (await claimServer(running.port, password, layout.cluster));
    if (running && claim?.kind === 'owned') return { session: claim.session, port: running.port };
    if (claim?.kind === 'taken') throw inUse(installation);
    const itIsOurs = attempt.startedIt || attempt.busy;
    if (claim?.kind === 'refused' && itIsOurs) throw wrongPassword(installation);
    if (claim?.kind === 'away') {
      attempt.reason = `it does not answer on port ${running?.port}`;
    } else {
      // Nothing there, or nothing of ours: then PostgreSQL knows best whether the directory is free.
      await tryStart(installation, attempt);
      if (attempt.startedIt) continue;
    }
    await sleep(RETRY_MS, undefined, { signal });
  }
  throw startFailed(installation, attempt.reason);
}

interface Attempt {
  startedIt: boolean;
  /** PostgreSQL would not start because there is a server of this directory. */
  busy: boolean;
  portsTaken: number;
  reason: string;
}

async function tryStart(installation: Installation, attempt: Attempt): Promise<void> {
  const result = await startServer(installation, await freePort());
  attempt.startedIt = result.kind === 'started';
  attempt.busy = result.kind === 'busy';
  if (result.kind === 'started') return;
  attempt.reason = result.reason;
  if (result.kind === 'port-taken') attempt.portsTaken += 1;
  if (result.kind === 'failed' || attempt.portsTaken === MAX_PORTS)
    throw startFailed(installation, result.reason);
}

function inUse({ layout }: Installation): DatabaseSetupError {
  return new DatabaseSetupError(
    'in-use',
    `Another Kith process is using the data directory ${layout.directory}. ` +
      `Stop it first, or set KITH_DATA_DIR to a different folder.`,
  );
}

function wrongPassword({ layout }: Installation): DatabaseSetupError {
  return new DatabaseSetupError(
    'password-missing',
    `The password in ${layout.password} is not the one of the database beside it. ` +
      `Bring both back from the same backup of the data directory.`,
  );
}

function startFailed({ layout }: Installation, reason: string): DatabaseSetupError {
  return new DatabaseSetupError(
    'start-failed',
    `The embedded database in ${layout.directory} did not start. PostgreSQL says: ${reason}`,
  );
}
