import { randomBytes } from 'node:crypto';
import type { Snowflake } from '../db/ids.ts';
import { UserError } from '../errors/user-error.ts';

/** As long as Discord's interaction token lives: the buttons that lead here are dead afterwards anyway. */
const lifetimeMs = 15 * 60_000;

/** Each may hold a photo of a few hundred kilobytes: together they stay below about 100 MB. */
const capacity = 250;

interface Entry<T> {
  readonly ownerKey: string;
  readonly ownerId: Snowflake;
  readonly expiresAt: number;
  readonly value: T;
}

/**
 * What waits for somebody's next click, in memory only: nothing of it outlives the process or 15 minutes.
 * Of each member in a guild the latest are kept.
 */
export class PendingStore<T> {
  readonly #entries = new Map<string, Entry<T>>();
  readonly #now: () => number;
  readonly #perOwner: number;

  /**
   * @param now milliseconds, of a clock that is never set: one that is would end or prolong what waits.
   * @param perOwner how many a member may have in a guild.
   */
  constructor(now: () => number = () => performance.now(), perOwner = 1) {
    this.#now = now;
    this.#perOwner = perOwner;
  }

  /** @returns the token to put into the buttons' ids. */
  put(guildId: Snowflake, ownerId: Snowflake, value: T): string {
    const ownerKey = `${guildId}/${ownerId}`;
    const now = this.#now();
    const own: string[] = [];
    for (const [token, entry] of this.#entries) {
      if (entry.expiresAt <= now) {
        this.#entries.delete(token);
      } else if (entry.ownerKey === ownerKey) {
        own.push(token);
      }
    }
    for (const token of own.slice(0, Math.max(0, own.length - this.#perOwner + 1))) {
      this.#entries.delete(token);
    }
    while (this.#entries.size >= capacity) {
      const [oldest] = this.#entries.keys();
      if (oldest === undefined) {
        break;
      }
      this.#entries.delete(oldest);
    }
    const token = randomBytes(12).toString('base64url');
    this.#entries.set(token, { ownerKey, ownerId, expiresAt: now + lifetimeMs, value });
    return token;
  }

  /**
   * Hands the value over, once: a second click finds nothing and so cannot store twice.
   *
   * @throws UserError `choice-expired` when it is gone, `not-your-button` for anyone but its owner.
   */
  take(token: string, actorId: Snowflake): T {
    const value = this.look(token, actorId);
    this.#entries.delete(token);
    return value;
  }

  /** The same, and leaves it there for another click. */
  look(token: string, actorId: Snowflake): T {
    const entry = this.#entries.get(token);
    if (entry === undefined || entry.expiresAt <= this.#now()) {
      throw new UserError('choice-expired', {});
    }
    if (entry.ownerId !== actorId) {
      throw new UserError('not-your-button', {});
    }
    return entry.value;
  }
}
