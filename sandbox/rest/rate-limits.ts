import { createHash } from 'node:crypto';
import type { Clock } from '../clock.ts';

export interface RateLimit {
  /** Requests that may be made in a window. */
  readonly limit: number;
  readonly windowMs: number;
}

interface Bucket {
  used: number;
  resetAt: number;
}

export interface Verdict {
  readonly headers: Readonly<Record<string, string>>;
  /** Null when the request may pass. */
  readonly refusal: { readonly retryAfterMs: number; readonly global: boolean } | null;
}

/** So high that only a test that lowers them meets them. */
const generous: RateLimit = { limit: 5_000, windowMs: 1_000 };

/** Fixed windows: one bucket a route, bot and major parameter, and one global bucket a bot. */
export class RateLimits {
  readonly #clock: Clock;
  readonly #buckets = new Map<string, Bucket>();
  readonly #routes = new Map<string, RateLimit>();
  #global: RateLimit = generous;
  /** Answers of 401, 403 and 429 so far. Discord bans an address after 10,000 in ten minutes. */
  invalidRequests = 0;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** @param route such as `POST /channels/:channelId/messages`, or `global` (Discord: 50 a second). */
  set(route: string, limit: RateLimit): void {
    if (route === 'global') {
      this.#global = limit;
    } else {
      this.#routes.set(route, limit);
    }
    this.#buckets.clear();
  }

  /**
   * Counts a request.
   * @param bot null for requests without a bot token, which have no global limit
   * @param major the channel, guild or webhook the route's limit is counted for
   */
  take(route: string, bot: string | null, major: string): Verdict {
    if (bot !== null) {
      const retryAfterMs = this.#count(`global ${bot}`, this.#global).retryAfterMs;
      if (retryAfterMs !== null) {
        return { headers: {}, refusal: { retryAfterMs, global: true } };
      }
    }
    const rule = this.#routes.get(route) ?? generous;
    const { bucket, retryAfterMs } = this.#count(`${route} ${bot} ${major}`, rule);
    const headers = {
      'x-ratelimit-limit': String(rule.limit),
      'x-ratelimit-remaining': String(Math.max(0, rule.limit - bucket.used)),
      'x-ratelimit-reset': (bucket.resetAt / 1000).toFixed(3),
      'x-ratelimit-reset-after': (Math.max(0, bucket.resetAt - this.#clock.now()) / 1000).toFixed(3),
      'x-ratelimit-bucket': createHash('md5').update(route).digest('hex'),
    };
    return { headers, refusal: retryAfterMs === null ? null : { retryAfterMs, global: false } };
  }

  #count(key: string, rule: RateLimit): { bucket: Bucket; retryAfterMs: number | null } {
    const now = this.#clock.now();
    let bucket = this.#buckets.get(key);
    if (bucket === undefined || bucket.resetAt <= now) {
      bucket = { used: 0, resetAt: now + rule.windowMs };
      this.#buckets.set(key, bucket);
    }
    if (bucket.used >= rule.limit) {
      return { bucket, retryAfterMs: bucket.resetAt - now };
    }
    bucket.used++;
    return { bucket, retryAfterMs: null };
  }
}
