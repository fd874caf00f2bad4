import { setTimeout as sleep } from 'node:timers/promises';
import type pg from 'pg';
import { toOwnError } from './errors.ts';

/** A number that no other advisory lock in the database has, by all likelihood. */
const lock = "hashtextextended('kith workers', 0)";

const againMs = 5_000;

/** Asked for now and then: a statement that waits for another process is ended by the limit of its time. */
const turnMs = 500;

/**
 * Tells whether there is another process that does jobs. Each holds an advisory lock, shared with the others, on a
 * connection of its own: the server lets go of it at the moment that the process ends, however it ends. Through a pooler
 * that pools by transaction the lock may be with anybody, and a first one may not know that it is; then what a killed
 * process left is only taken up later.
 */
export class WorkerPresence {
  readonly #pool: pg.Pool;
  #stay: { readonly client: pg.PoolClient; readonly lost: () => void } | undefined;
  #hasLeft = false;
  #again: NodeJS.Timeout | undefined;

  constructor(pool: pg.Pool) {
    this.#pool = pool;
  }

  /** @param ifFirst runs before this process counts, if there is no other; others wait meanwhile. */
  async join(ifFirst: () => Promise<void>): Promise<void> {
    const client = await this.#connect();
    try {
      const alone = await hasLock(client, `select pg_try_advisory_lock(${lock}) as has`);
      if (alone) await ifFirst();
      while (!(await hasLock(client, `select pg_try_advisory_lock_shared(${lock}) as has`))) {
        await sleep(turnMs);
      }
      if (alone) await client.query(`select pg_advisory_unlock(${lock})`);
    } catch (error) {
      await letGo(client);
      throw toOwnError('join-workers', error);
    }
    const lost = () => {
      this.#stay = undefined;
      client.release(true);
      this.#joinAgain();
    };
    client.once('error', lost);
    this.#stay = { client, lost };
    if (this.#hasLeft) await this.leave();
  }

  /** From then on others may be the first. */
  async leave(): Promise<void> {
    this.#hasLeft = true;
    clearTimeout(this.#again);
    if (this.#stay === undefined) return;
    const { client, lost } = this.#stay;
    this.#stay = undefined;
    client.off('error', lost);
    await letGo(client);
  }

  /** The server was away. What is under way is not lost by it, so there is nothing to take up. */
  #joinAgain(): void {
    if (this.#hasLeft) return;
    this.#again = setTimeout(() => {
      this.join(async () => {}).catch(() => this.#joinAgain());
    }, againMs);
    this.#again.unref();
  }

  async #connect(): Promise<pg.PoolClient> {
    try {
      return await this.#pool.connect();
    } catch (error) {
      throw toOwnError('connect', error);
    }
  }
}

/** A connection that is lost takes its locks with it. */
async function letGo(client: pg.PoolClient): Promise<void> {
  const ignore = () => {};
  client.on('error', ignore);
  try {
    await client.query('select pg_advisory_unlock_all()');
    client.off('error', ignore);
    client.release();
  } catch {
    client.release(true);
  }
}

async function hasLock(client: pg.PoolClient, text: string): Promise<boolean> {
  const { rows } = await client.query<{ has: boolean }>(text);
  return rows[0]?.has === true;
}
