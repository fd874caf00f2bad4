import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { isConnectionFailure } from '../errors.ts';
import { ROLE } from './cluster.ts';

/**
 * Who holds this advisory lock in the maintenance database owns the server, and alone may stop it. It ends with
 * the session, so a killed owner leaves nothing behind. "kith" in ASCII.
 */
const OWNER_LOCK = 0x6b697468;
// The session of a killed owner may take a moment to vanish.
const PATIENCE_MS = 3_000;
const RETRY_MS = 100;

/** Every new cluster has it, and nothing of ours is in it. */
const MAINTENANCE_DATABASE = 'postgres';

export type Claim =
  | { readonly kind: 'owned'; readonly session: pg.Client }
  /** Another process is using the data directory. */
  | { readonly kind: 'taken' }
  /** Starting, stopping, or not there. */
  | { readonly kind: 'away' }
  /** What listens on the port is not the server of this cluster. */
  | { readonly kind: 'foreign' }
  /** It does not take the password: another server, or the password is not this cluster's. */
  | { readonly kind: 'refused' };

const INVALID_PASSWORD = '28P01';

/** Tries to become the owner of the server on this port of the loopback address. */
export async function claimServer(port: number, password: string, cluster: string): Promise<Claim> {
  const session = new pg.Client({
    host: '127.0.0.1',
    port,
    user: ROLE,
    password,
    database: MAINTENANCE_DATABASE,
    application_name: 'kith-owner',
    connectionTimeoutMillis: 5_000,
  });
  // The server may go at any time; whoever holds the session listens for its end.
  session.on('error', () => {});
  try {
    await session.connect();
    const ours = await servesCluster(session, cluster);
    if (ours && (await tryLock(session))) return { kind: 'owned', session };
    await leave(session);
    return { kind: ours ? 'taken' : 'foreign' };
  } catch (error) {
    await leave(session);
    return { kind: failureKind(error) };
  }
}

async function leave(session: pg.Client): Promise<void> {
  // It may have gone by itself.
  await session.end().catch(() => {});
}

function failureKind(error: unknown): 'away' | 'refused' | 'foreign' {
  if (isConnectionFailure(error)) return 'away';
  if (error instanceof pg.DatabaseError && error.code === INVALID_PASSWORD) return 'refused';
  // It does not speak as PostgreSQL does, or lacks our role or the maintenance database.
  return 'foreign';
}

/** A copied data directory holds the pid file and the password of the original's server. */
async function servesCluster(session: pg.Client, cluster: string): Promise<boolean> {
  const { rows } = await session.query<{ directory: string }>(
    `select current_setting('data_directory') as directory`,
  );
  return rows[0]?.directory === cluster;
}

async function tryLock(session: pg.Client): Promise<boolean> {
  const deadline = performance.now() + PATIENCE_MS;
  for (;;) {
    const { rows } = await session.query<{ locked: boolean }>('select pg_try_advisory_lock($1) as locked', [
      OWNER_LOCK,
    ]);
    if (rows[0]?.locked === true) return true;
    if (performance.now() >= deadline) return false;
    await sleep(RETRY_MS);
  }
}
