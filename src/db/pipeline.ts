import pg from 'pg';
import { toOwnError } from './errors.ts';

/** One of several statements that are sent together. */
export interface Step {
  readonly name: string;
  readonly text: string;
  /** A statement with values is prepared, once a connection, under its name. */
  readonly values?: readonly unknown[];
}

/**
 * Sends all steps at once and waits for all answers. The first step that fails is the last that PostgreSQL looks at: what
 * follows is skipped, up to the one Sync at the end (docs/decisions/0034-one-message.md).
 * @returns a result for each step
 * @throws UserError `database-away`, or SqlError, of the step that failed
 */
export async function runTogether(client: pg.ClientBase, steps: readonly Step[]): Promise<pg.QueryResult[]> {
  const pipeline = new Pipeline(steps);
  try {
    return await new Promise((resolve, reject) => {
      pipeline.callback = (error, results = []) => (error ? reject(error) : resolve(results));
      client.query(pipeline);
    });
  } catch (error) {
    throw toOwnError(pipeline.step, error);
  }
}

/** What pg.Client asks of a query while it reads the answer (pg/lib/client.js), as far as our statements have it. */
interface Query {
  submit(connection: pg.Connection): Error | null;
  handleRowDescription(message: unknown): void;
  handleDataRow(message: unknown): void;
  handleCommandComplete(message: unknown, connection: pg.Connection): void;
  handleReadyForQuery(connection: pg.Connection): void;
}

/** To pg.Client it is one query. Inside, each answer is for the first step that is not complete. */
class Pipeline implements Query {
  callback: (error: Error | null, results?: pg.QueryResult[]) => void = () => {};
  readonly #steps: readonly Step[];
  readonly #queries: readonly Query[];
  readonly #results: pg.QueryResult[] = [];
  #current = 0;
  #failure: Error | undefined;

  constructor(steps: readonly Step[]) {
    this.#steps = steps;
    this.#queries = steps.map((step) => {
      const config = { name: preparedName(step), text: step.text, values: [...(step.values ?? [])] };
      const query = new pg.Query({ ...config, queryMode: 'extended' } as pg.QueryConfig, (error, result) => {
        if (error) this.#failure ??= error;
        else this.#results.push(result as pg.QueryResult);
      });
      return query as unknown as Query;
    });
  }

  /** The name of the step that is being answered. */
  get step(): string {
    return this.#steps[this.#current]?.name ?? 'sync';
  }

  /** With `text`, what pg.Client notes as prepared when PostgreSQL says that it has parsed. */
  get name(): string | undefined {
    const step = this.#steps[this.#current];
    return step && preparedName(step);
  }

  get text(): string | undefined {
    return this.#steps[this.#current]?.text;
  }

  submit(connection: pg.Connection): null {
    // A query ends with a Sync, and notes on the connection what it has sent to be parsed. The one must not be sent,
    // the other may be skipped.
    const within = Object.create(connection, {
      sync: { value: () => {} },
      submittedNamedStatements: { value: {} },
    }) as pg.Connection;
    connection.stream.cork();
    for (const query of this.#queries) {
      const refused = query.submit(within);
      if (refused) this.#failure = refused;
      // Nothing may follow what could not be sent, least of all a commit.
      if (this.#failure) break;
    }
    connection.sync();
    connection.stream.uncork();
    return null;
  }

  handleRowDescription(message: unknown): void {
    this.#queries[this.#current]?.handleRowDescription(message);
  }

  handleDataRow(message: unknown): void {
    this.#queries[this.#current]?.handleDataRow(message);
  }

  handleCommandComplete(message: unknown, connection: pg.Connection): void {
    this.#queries[this.#current]?.handleCommandComplete(message, connection);
    this.#current += 1;
  }

  handleReadyForQuery(connection: pg.Connection): void {
    if (!this.#failure) for (const query of this.#queries) query.handleReadyForQuery(connection);
    this.callback(this.#failure ?? null, this.#results);
  }

  handleError(error: Error): void {
    this.callback(error);
  }
}

function preparedName({ name, values }: Step): string | undefined {
  return values === undefined ? undefined : name;
}
