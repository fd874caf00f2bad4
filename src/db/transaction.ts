import type pg from 'pg';
import { isConnectionFailure, toOwnError } from './errors.ts';

/** Runs one statement; failures of the driver become ours. */
export async function runStatement<Row>(
  connection: pg.Pool | pg.PoolClient,
  name: string,
  text: string,
  values: readonly unknown[],
): Promise<Row[]> {
  try {
    const result = await connection.query({ name, text, values: [...values] });
    return result.rows as Row[];
  } catch (error) {
    throw toOwnError(name, error);
  }
}

/** Gives `work` a connection with a transaction open, which `opening` begins (several statements); commits when it resolves, rolls back when it rejects. */
export async function inTransaction<T>(
  pool: pg.Pool,
  opening: string,
  work: (client: pg.PoolClient) => Promise<T>,
): Promise<T> {
  const client = await connect(pool);
  // Without a listener, a connection that is lost between two statements would end the process.
  // The next statement fails in any case, so nothing is kept from the caller.
  const ignore = () => {};
  client.on('error', ignore);
  let failure: unknown;
  try {
    await open(client, opening);
    const result = await work(client);
    await commit(client);
    return result;
  } catch (error) {
    failure = error;
    throw error;
  } finally {
    const broken = failure !== undefined && !(await rolledBack(client, failure));
    client.off('error', ignore);
    client.release(broken);
  }
}

async function open(client: pg.PoolClient, opening: string): Promise<void> {
  try {
    await client.query(opening);
  } catch (error) {
    throw toOwnError('begin', error);
  }
}

async function connect(pool: pg.Pool): Promise<pg.PoolClient> {
  try {
    return await pool.connect();
  } catch (error) {
    throw toOwnError('connect', error);
  }
}

async function commit(client: pg.PoolClient): Promise<void> {
  let command: string;
  try {
    ({ command } = await client.query('commit'));
  } catch (error) {
    throw toOwnError('commit', error);
  }
  // PostgreSQL answers the commit of a failed transaction with a rollback, and calls that a success.
  if (command !== 'COMMIT')
    throw new Error('a statement of the transaction failed and its error was not passed on');
}

/** False when the connection is of no more use. Closing it rolls back as well. */
async function rolledBack(client: pg.PoolClient, failure: unknown): Promise<boolean> {
  const lost = failure instanceof Error && isConnectionFailure(failure.cause);
  if (lost) return false;
  try {
    await client.query('rollback');
    return true;
  } catch {
    return false;
  }
}
