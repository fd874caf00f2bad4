import type { Snowflake } from '../../db/ids.ts';
import { UserError } from '../../errors/user-error.ts';

/** What attempts are counted by. */
export type RateLimit = 'search' | 'enrol' | 'export';

/** At most `attempts` in `seconds`, for one user and for a whole server. */
interface Allowance {
  readonly seconds: number;
  readonly user: number;
  readonly guild: number;
}

export type Allowances = Readonly<Record<RateLimit, Allowance>>;

/**
 * Enough for somebody who looks through an evening's photos, far too little for copying a server's people.
 * @param searchesPerMinute of one user; a server may do ten times as many.
 */
export function allowancesFor(searchesPerMinute: number): Allowances {
  return {
    search: { seconds: 60, user: searchesPerMinute, guild: 10 * searchesPerMinute },
    enrol: { seconds: 600, user: 30, guild: 300 },
    export: { seconds: 3_600, user: 5, guild: 60 },
  };
}

/**
 * Sliding windows in memory. That is enough with several processes as well: a server's interactions all come
 * to the process that holds its shard.
 */
export class RateLimits {
  readonly #allowances: Allowances;
  readonly #now: () => number;
  /** When each counted attempt was, oldest first, by limit and holder. */
  readonly #attempts = new Map<string, number[]>();
  #sweepAt = 0;

  /** @param now milliseconds, of a clock that is never set: set back, it would keep everyone out for that long. */
  constructor(allowances: Allowances, now: () => number = () => performance.now()) {
    this.#allowances = allowances;
    this.#now = now;
  }

  /**
   * Counts an attempt. One that is refused does not count, so that waiting as told always helps.
   * @param guildId null in direct messages.
   * @throws UserError `slow-down`
   */
  take(limit: RateLimit, userId: Snowflake, guildId: Snowflake | null): void {
    const { seconds, user, guild } = this.#allowances[limit];
    const now = this.#now();
    const since = now - seconds * 1_000;
    this.#sweep(now);
    const windows = [{ key: `${limit}/user/${guildId}/${userId}`, most: user, of: 'user' as const }];
    const all =
      guildId === null
        ? windows
        : [...windows, { key: `${limit}/guild/${guildId}`, most: guild, of: 'guild' as const }];
    for (const { key, most, of } of all) {
      const attempts = (this.#attempts.get(key) ?? []).filter((at) => at > since);
      this.#attempts.set(key, attempts);
      const [oldest] = attempts;
      if (attempts.length >= most && oldest !== undefined) {
        throw new UserError('slow-down', { retryAfterSeconds: Math.ceil((oldest - since) / 1_000), of });
      }
    }
    for (const { key } of all) {
      this.#attempts.get(key)?.push(now);
    }
  }

  /** Users and servers whose attempts are remembered. */
  get holders(): number {
    return this.#attempts.size;
  }

  /** Forgets who has not tried for longer than any window, once a minute: memory does not grow with users. */
  #sweep(now: number): void {
    if (now < this.#sweepAt) {
      return;
    }
    this.#sweepAt = now + 60_000;
    const longest = Math.max(...Object.values(this.#allowances).map(({ seconds }) => seconds));
    for (const [key, attempts] of this.#attempts) {
      const last = attempts.at(-1);
      if (last === undefined || last <= now - longest * 1_000) {
        this.#attempts.delete(key);
      }
    }
  }
}
