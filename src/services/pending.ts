import { randomBytes } from 'node:crypto';
import type { Snowflake } from '../db/ids.ts';
import { UserError } from '../errors/user-error.ts';

/** As long as Discord's interaction token lives: the buttons that lead here are dead afterwards anyway. */
const lifetimeMs = 15 * 60_000;

interface Entry<T> {
  readonly guildId: Snowflake;
  readonly ownerId: Snowflake;
  readonly expiresAt: number;
  readonly value: T;
}

export interface PendingOptions {
  /** How many all together may have. */
  readonly capacity: number;
  /** How many a member may have in a guild. */
  readonly perOwner: number;
  /** Milliseconds, of a clock that is never set: one that is would end or prolong what waits. */
  readonly now?: (() => number) | undefined;
}

/**
 * What waits for somebody's next click, in memory only: nothing of it outlives the process or 15 minutes.
 * Of each member in a guild the latest are kept. When all is full, whichever guild has the most loses its oldest, so
 * that a busy one makes room at its own cost.
 */
export class PendingStore<T> {
  readonly #entries = new Map<string, Entry<T>>();
  readonly #capacity: number;
  readonly #perOwner: number;
  readonly #now: () => number;

  constructor({ capacity, perOwner, now = () => performance.now() }: PendingOptions) {
    this.#capacity = capacity;
    this.#perOwner = perOwner;
    this.#now = now;
  }

  /** @returns the token to put into the buttons' ids. */
  put(guildId: Snowflake, ownerId: Snowflake, value: T): string {
    const now = this.#now();
    const own: string[] = [];
    for (const [token, entry] of this.#entries) {
      if (entry.expiresAt <= now) {
        this.#entries.delete(token);
      } else if (entry.guildId === guildId && entry.ownerId === ownerId) {
        own.push(token);
      }
    }
    for (const token of own.slice(0, Math.max(0, own.length - this.#perOwner + 1))) {
      this.#entries.delete(token);
    }
    if (this.#entries.size >= this.#capacity) {
      this.#makeRoom();
    }
    const token = randomBytes(12).toString('base64url');
    this.#entries.set(token, { guildId, ownerId, expiresAt: now + lifetimeMs, value });
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

  #makeRoom(): void {
    const byGuild = new Map<Snowflake, { readonly oldest: string; readonly count: number }>();
    for (const [token, { guildId }] of this.#entries) {
      const { oldest, count } = byGuild.get(guildId) ?? { oldest: token, count: 0 };
      byGuild.set(guildId, { oldest, count: count + 1 });
    }
    const most = [...byGuild.values()].toSorted((a, b) => b.count - a.count).slice(0, 1);
    for (const { oldest } of most) {
      this.#entries.delete(oldest);
    }
  }
}
