import pg from 'pg';
import type { Logger } from 'pino';
import { startEmbedded } from './embedded/start.ts';
import { DatabaseSetupError } from './errors.ts';
import { runMigrations } from './migrate.ts';
import { clientConfig, createPool } from './pool.ts';
import { poolDatabase } from './pool-database.ts';
import { checkRequirements } from './requirements.ts';
import type { Database } from './types.ts';

export interface OpenDatabaseOptions {
  /** A PostgreSQL of one's own. Without it, the embedded one is started. */
  readonly databaseUrl?: string | undefined;
  /** Where the embedded PostgreSQL keeps its data. */
  readonly dataDirectory: string;
  readonly log: Logger;
}

/**
 * Opens the database, ready for use: server running, schema up to date. `close` also stops the embedded server.
 * @throws DatabaseSetupError with a message for the administrator
 */
export async function openDatabase({
  databaseUrl,
  dataDirectory,
  log,
}: OpenDatabaseOptions): Promise<Database> {
  if (databaseUrl !== undefined) {
    await prepareSchema(databaseUrl, log);
    return poolDatabase(
      createPool(() => databaseUrl, log),
      async () => {},
    );
  }
  const server = await startEmbedded(dataDirectory, log);
  try {
    await prepareSchema(server.url(), log);
  } catch (error) {
    await server.stop();
    throw error;
  }
  return poolDatabase(
    createPool(() => server.url(), log),
    () => server.stop(),
  );
}

async function prepareSchema(url: string, log: Logger): Promise<void> {
  const client = await connect(url);
  try {
    await checkRequirements(client);
    await runMigrations(client, log);
  } finally {
    await client.end();
  }
}

async function connect(url: string): Promise<pg.Client> {
  const client = new pg.Client(clientConfig(url));
  // A connection lost between two statements shows at the next one.
  client.on('error', () => {});
  try {
    await client.connect();
    return client;
  } catch (error) {
    throw connectError(error);
  }
}

/** What PostgreSQL or the network say names role, database, host and port, but never the password. */
function connectError(error: unknown): DatabaseSetupError {
  const refused = error instanceof pg.DatabaseError;
  return new DatabaseSetupError(
    refused ? 'refused' : 'unreachable',
    `${refused ? 'The database server refused the connection' : 'The database server cannot be reached'}: ` +
      `${describe(error)}. Check DATABASE_URL and that the server is running.`,
    { cause: error },
  );
}

function describe(error: unknown): string {
  if (error instanceof AggregateError) return error.errors.map(describe).join(', ');
  return error instanceof Error ? error.message : String(error);
}
