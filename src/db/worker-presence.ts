import type pg from 'pg';
import { toOwnError } from './errors.ts';

/** A number that no other advisory lock in the database has, by all likelihood. */
const lock = "hashtextextended('kith workers', 0)";

const again = 5_000;

/**
 * Tells whether there is another process that does jobs. Each holds an advisory lock, shared with the others, on a
 * connection of its own: the server lets go of it at the moment that the process ends, however it ends. Through a pooler
 * that pools by transaction the lock may be with anybody, and a first one may not know that it is; then what a killed
 * process left is only taken up later.
 */
export class WorkerPresence {
  readonly #pool: pg.Pool;
  #leave: (() => void) | undefined;
  #hasLeft = false;
  #again: NodeJS.Timeout | undefined;

  constructor(pool: pg.Pool) {
    this.#pool = pool;
  }

  /** @param ifFirst runs before this process counts, if there is no other; others wait meanwhile. */
  async join(ifFirst: () => Promise<void>): Promise<void> {
    const client = await this.#connect();
    try {
      const { rows } = await client.query<{ alone: boolean }>(
        `select pg_try_advisory_lock(${lock}) as alone`,
      );
      const alone = rows[0]?.alone === true;
      if (alone) await ifFirst();
      await client.query(`select pg_advisory_lock_shared(${lock})`);
      if (alone) await client.query(`select pg_advisory_unlock(${lock})`);
    } catch (error) {
      // With the connection goes whatever it holds.
      client.release(true);
      throw toOwnError('join-workers', error);
    }
    this.#stayOn(client);
  }

  leave(): void {
    this.#hasLeft = true;
    clearTimeout(this.#again);
    this.#leave?.();
  }

  #stayOn(client: pg.PoolClient): void {
    const lost = () => {
      this.#leave = undefined;
      client.release(true);
      this.#joinAgain();
    };
    client.once('error', lost);
    this.#leave = () => {
      client.off('error', lost);
      client.release(true);
    };
    if (this.#hasLeft) this.#leave();
  }

  /** The server was away. What is under way is not lost by it, so there is nothing to take up. */
  #joinAgain(): void {
    if (this.#hasLeft) return;
    this.#again = setTimeout(() => {
      this.join(async () => {}).catch(() => this.#joinAgain());
    }, again);
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
