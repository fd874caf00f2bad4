import type { Statement } from '../scope.ts';

/**
 * Locks, until the transaction ends, between what stores something of somebody (any number at once) and what somebody
 * says about themself: withdrawing, opting out; or what is set for the guild of what may be kept. So what is read after the lock holds while something is stored. The first
 * lock of a transaction, and not one on a row: nobody who waits for it holds what another one waits for.
 */
export const statements = {
  storing: {
    name: 'turns.storing',
    text: `select pg_advisory_xact_lock_shared(hashtextextended('turns', $1::bigint))`,
  },
  saying: {
    name: 'turns.saying',
    text: `select pg_advisory_xact_lock(hashtextextended('turns', $1::bigint))`,
  },
} as const satisfies Record<string, Statement>;
