import type pg from 'pg';
import { isConnectionFailure, toOwnError } from './errors.ts';
import { runTogether, type Step } from './pipeline.ts';

export const BEGIN: Step = { name: 'begin', text: 'begin' };
export const COMMIT: Step = { name: 'commit', text: 'commit' };

/** Runs one statement without a transaction; failures of the driver become ours. */
export async function runStatement<Row>(
  pool: pg.Pool,
  name: string,
  text: string,
  values: readonly unknown[],
): Promise<Row[]> {
  try {
    const result = await pool.query({ name, text, values: [...values] });
    return result.rows as Row[];
  } catch (error) {
    throw toOwnError(name, error);
  }
}

/** Runs one statement in a transaction of its own, which `opening` begins: one message, one answer. */
export async function runInTransaction<Row>(
  pool: pg.Pool,
  opening: readonly Step[],
  statement: Step,
): Promise<Row[]> {
  return await onConnection(pool, async (client) => {
    const results = await runTogether(client, [...opening, statement, COMMIT]);
    return rowsOf<Row>(results.slice(0, -1));
  });
}

/** Runs a statement of a transaction. */
export type Run = <Row>(statement: Step) => Promise<Row[]>;

/**
 * Runs `work` in a transaction, which `opening` begins together with the first statement; commits when it resolves,
 * rolls back when it rejects.
 */
export async function inTransaction<T>(
  pool: pg.Pool,
  opening: readonly Step[],
  work: (run: Run) => Promise<T>,
): Promise<T> {
  return await onConnection(pool, async (client) => {
    const transaction = new Transaction(client, opening);
    const result = await work((statement) => transaction.run(statement)).finally(() => transaction.close());
    await transaction.commit();
    return result;
  });
}

class Transaction {
  readonly #client: pg.PoolClient;
  readonly #opening: readonly Step[];
  #first: Promise<pg.QueryResult[]> | undefined;
  #isClosed = false;

  constructor(client: pg.PoolClient, opening: readonly Step[]) {
    this.#client = client;
    this.#opening = opening;
  }

  async run<Row>(statement: Step): Promise<Row[]> {
    this.#refuseLate(statement);
    if (this.#first === undefined) {
      this.#first = runTogether(this.#client, [...this.#opening, statement]);
      return rowsOf<Row>(await this.#first);
    }
    // Only then is it known that there is a transaction, without which this one would run as well.
    await this.#first;
    this.#refuseLate(statement);
    return rowsOf<Row>(await runTogether(this.#client, [statement]));
  }

  /** Afterwards the connection serves someone else: a late statement would slip into their transaction. */
  close(): void {
    this.#isClosed = true;
  }

  async commit(): Promise<void> {
    if (this.#first === undefined) return;
    await this.#first;
    const [result] = await runTogether(this.#client, [COMMIT]);
    // PostgreSQL answers the commit of a failed transaction with a rollback, and calls that a success.
    if (result?.command !== 'COMMIT')
      throw new Error('a statement of the transaction failed and its error was not passed on');
  }

  #refuseLate({ name }: Step): void {
    if (this.#isClosed) throw new Error(`${name}: the transaction is over`);
  }
}

function rowsOf<Row>(results: readonly pg.QueryResult[]): Row[] {
  return (results.at(-1)?.rows ?? []) as Row[];
}

/** Gives `work` a connection with no transaction open, and leaves none open whatever becomes of it. */
async function onConnection<T>(pool: pg.Pool, work: (client: pg.PoolClient) => Promise<T>): Promise<T> {
  const client = await connect(pool);
  // Without a listener, a connection that is lost between two statements would end the process.
  // The next statement fails in any case, so nothing is kept from the caller.
  const ignore = () => {};
  client.on('error', ignore);
  let failure: unknown;
  try {
    return await work(client);
  } catch (error) {
    failure = error;
    throw error;
  } finally {
    const broken = failure !== undefined && !(await rolledBack(client, failure));
    client.off('error', ignore);
    client.release(broken);
  }
}

async function connect(pool: pg.Pool): Promise<pg.PoolClient> {
  try {
    return await pool.connect();
  } catch (error) {
    throw toOwnError('connect', error);
  }
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
