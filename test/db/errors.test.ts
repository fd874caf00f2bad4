import pg from 'pg';
import { describe, expect, it } from 'vitest';
import {
  isConnectionFailure,
  isDeadlock,
  isForeignKeyViolation,
  SqlError,
  toOwnError,
} from '../../src/db/errors.ts';

function refused(code?: string): pg.DatabaseError {
  const error = new pg.DatabaseError(`could not extend file, row (secret)`, 1, 'error');
  if (code !== undefined) error.code = code;
  return error;
}

describe('what PostgreSQL says', () => {
  it.each(['08006', '57P01', '57P03', '53300', '25P03', '53200', '57014'])(
    'as %s is that it is away',
    (code) => {
      expect(toOwnError('face.add', refused(code))).toMatchObject({ code: 'database-away' });
    },
  );

  it('of a full disk is told as such, and the log learns in which statement', () => {
    const told = toOwnError('face.add', refused('53100'));
    expect(told).toMatchObject({ code: 'storage-full' });
    expect((told as Error).cause).toMatchObject({ statement: 'face.add', sqlState: '53100' });
  });

  it.each(['23505', '42601', '40001'])('as %s is a fault of ours', (code) => {
    expect(toOwnError('face.add', refused(code))).toBeInstanceOf(SqlError);
  });
});

describe('a failure', () => {
  it('is a deadlock by its code alone: done again, it may go through', () => {
    expect(isDeadlock(toOwnError('face.add', refused('40P01')))).toBe(true);
    expect(isDeadlock(toOwnError('face.add', refused('40001')))).toBe(false);
    expect(isDeadlock(refused('40P01'))).toBe(false);
    expect(isForeignKeyViolation(toOwnError('face.add', refused('23503')))).toBe(true);
  });

  it('without a code is a refused statement', () => {
    expect(toOwnError('face.add', refused())).toMatchObject({ sqlState: 'unknown' });
    expect(isConnectionFailure(refused())).toBe(false);
  });

  it('by every address of a host is one of the connection, if one of them is', () => {
    const reset = Object.assign(new Error('reset'), { code: 'ECONNRESET' });
    expect(isConnectionFailure(new AggregateError([new Error('odd'), reset]))).toBe(true);
    expect(isConnectionFailure(new AggregateError([new Error('odd')]))).toBe(false);
    expect(isConnectionFailure('reset')).toBe(false);
  });
});
