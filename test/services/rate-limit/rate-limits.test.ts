import { beforeEach, describe, expect, it } from 'vitest';
import { UserError } from '../../../src/errors/user-error.ts';
import { allowancesFor, RateLimits } from '../../../src/services/rate-limit/rate-limits.ts';

let now: number;
let limits: RateLimits;

beforeEach(() => {
  now = 1_000_000;
  limits = new RateLimits(
    {
      search: { seconds: 60, user: 3, guild: 5 },
      enrol: { seconds: 600, user: 1, guild: 9 },
      export: { seconds: 3_600, user: 1, guild: 9 },
    },
    () => now,
  );
});

/** @returns what a refused attempt is told, or null. */
function attempt(user: string, guild: string | null = 'g', limit: 'search' | 'export' = 'search') {
  try {
    limits.take(limit, user, guild);
    return null;
  } catch (error) {
    return error instanceof UserError && error.code === 'slow-down' ? error.context : error;
  }
}

describe('rate limits', () => {
  it('refuse one user’s attempts, and tell when the next may be made', () => {
    expect([attempt('a'), attempt('a')]).toEqual([null, null]);
    now += 20_000;
    expect(attempt('a')).toBeNull();
    expect(attempt('a')).toEqual({ retryAfterSeconds: 40, of: 'user' });
    now += 39_999;
    expect(attempt('a')).toEqual({ retryAfterSeconds: 1, of: 'user' });
    now += 1;
    expect(attempt('a')).toBeNull();
  });

  it('do not count what they refuse: waiting as told always helps', () => {
    for (let time = 1; time <= 3; time += 1) attempt('a');
    for (let time = 1; time <= 50; time += 1) {
      now += 1_000;
      expect(attempt('a')).not.toBeNull();
    }
    now += 10_000;
    expect(attempt('a')).toBeNull();
  });

  it('are each user’s, each server’s and each kind’s own', () => {
    for (let time = 1; time <= 3; time += 1) attempt('a');
    expect(attempt('b')).toBeNull();
    expect(attempt('a', 'other')).toBeNull();
    expect(attempt('a', 'g', 'export')).toBeNull();
    expect(attempt('a', null)).toBeNull();
  });

  it('hold for a whole server as well', () => {
    for (const user of ['a', 'b', 'c', 'd', 'e']) expect(attempt(user)).toBeNull();
    expect(attempt('f')).toEqual({ retryAfterSeconds: 60, of: 'guild' });
    expect(attempt('f', 'other')).toBeNull();
    now += 60_000;
    expect(attempt('f')).toBeNull();
  });

  it('hold for nobody else in direct messages', () => {
    for (const user of ['a', 'b', 'c', 'd', 'e', 'f']) expect(attempt(user, null)).toBeNull();
  });

  it('forget whoever has not tried for as long as the longest of them', () => {
    attempt('a', 'g', 'export');
    now += 3_599_999;
    attempt('b');
    expect(attempt('a', 'g', 'export')).toEqual({ retryAfterSeconds: 1, of: 'user' });
    now += 1;
    attempt('b');
    // They look once a minute.
    expect(limits.holders).toBe(4);
    now += 60_000;
    attempt('b');
    expect(limits.holders).toBe(2);
  });

  it('remember nothing of an attempt that the server’s limit refused', () => {
    for (const user of ['a', 'b', 'c', 'd', 'e', 'refused']) attempt(user);
    expect(limits.holders).toBe(7);
    now += 60_000;
    attempt('a');
    expect(limits.holders).toBe(6);
    now += 3_600_000;
    attempt('b');
    expect(limits.holders).toBe(2);
  });

  it('count on a clock of their own', () => {
    const real = new RateLimits(allowancesFor(1));
    real.take('search', 'a', 'g');
    expect(() => real.take('search', 'a', 'g')).toThrow('slow-down');
  });

  it('let a server ask ten times as often as a member', () => {
    expect(allowancesFor(20)).toEqual({
      search: { seconds: 60, user: 20, guild: 200 },
      enrol: { seconds: 600, user: 30, guild: 300 },
      export: { seconds: 3_600, user: 5, guild: 60 },
    });
  });
});
