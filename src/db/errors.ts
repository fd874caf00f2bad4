import pg from 'pg';
import { StartError } from '../errors/start-error.ts';
import { UserError } from '../errors/user-error.ts';

/**
 * A statement that PostgreSQL refused. It carries no more than can be logged: the driver's own error is not
 * kept as a cause, because its detail holds the values of the row.
 */
export class SqlError extends Error {
  override readonly name = 'SqlError';
  readonly statement: string;
  /** PostgreSQL's five-character code. */
  readonly sqlState: string;
  readonly constraint: string | undefined;

  constructor(statement: string, error: pg.DatabaseError) {
    const sqlState = error.code ?? 'unknown';
    // Messages of class 22 (data exception) quote the value.
    const reason = sqlState.startsWith('22') ? 'a value does not fit its type' : error.message;
    super(`${statement}: ${reason} (SQLSTATE ${sqlState})`);
    this.statement = statement;
    this.sqlState = sqlState;
    this.constraint = error.constraint;
  }
}

/** Two transactions waited for one another, and PostgreSQL ended this one: done again, it may go through. */
export const isDeadlock = (error: unknown): boolean => hasState(error, '40P01');

/** What a row refers to is not there, or what is to go is referred to. */
export const isForeignKeyViolation = (error: unknown): boolean => hasState(error, '23503');

const hasState = (error: unknown, sqlState: string): boolean =>
  error instanceof SqlError && error.sqlState === sqlState;

/** What the administrator has to put right before Kith can use the database. The message says what to do. */
export class DatabaseSetupError extends StartError {
  override readonly name = 'DatabaseSetupError';
  readonly code: DatabaseSetupCode;

  constructor(code: DatabaseSetupCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}

export type DatabaseSetupCode =
  | 'in-use'
  | 'unreachable'
  | 'refused'
  | 'too-old'
  | 'no-cube'
  | 'migration-failed'
  | 'newer-schema'
  | 'no-binaries'
  | 'directory-unreachable'
  | 'password-missing'
  | 'other-version'
  | 'start-failed'
  | 'master-key'
  | 'backup';

const SOCKET_ERRORS = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ECONNABORTED',
  'EPIPE',
  'ETIMEDOUT',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'EHOSTDOWN',
  'ENETUNREACH',
  'ENETDOWN',
  'ENOENT', // a unix socket that is not there
]);

// operator intervention and shutdown, cannot connect now, too many connections, an idle transaction that was ended
const AWAY_STATES = new Set(['57P01', '57P02', '57P03', '53300', '25P03']);

// What pg and pg-pool throw without a code (pg/lib/client.js, pg-pool/index.js).
const DRIVER_MESSAGES =
  /^(Connection terminated|timeout (exceeded|expired)|Query read timeout|Client (was closed|has encountered a connection error)|Cannot use a pool after|The server does not support SSL)/i;

/** Whether the database could not be reached or went away, as against a statement that it refused. */
export function isConnectionFailure(error: unknown): boolean {
  if (error instanceof AggregateError) return error.errors.some(isConnectionFailure);
  if (!(error instanceof Error)) return false;
  const code = 'code' in error ? error.code : undefined;
  if (error instanceof pg.DatabaseError) {
    return error.code !== undefined && (error.code.startsWith('08') || AWAY_STATES.has(error.code));
  }
  if (typeof code === 'string') return SOCKET_ERRORS.has(code);
  return DRIVER_MESSAGES.test(error.message);
}

/** States in which the server answers, but cannot do what it is asked for now. */
const DISK_FULL = '53100';
// out of memory, too many locks; a statement that took longer than it may
const OVERLOADED_STATES = new Set(['53200', '53400', '57014']);

/** The one place where failures of the driver become ours. Anything else is passed through. */
export function toOwnError(statement: string, error: unknown): unknown {
  if (isConnectionFailure(error)) return new UserError('database-away', {}, { cause: error });
  if (!(error instanceof pg.DatabaseError)) return error;
  const cause = new SqlError(statement, error);
  if (cause.sqlState === DISK_FULL) return new UserError('storage-full', {}, { cause });
  return OVERLOADED_STATES.has(cause.sqlState) ? new UserError('database-away', {}, { cause }) : cause;
}
