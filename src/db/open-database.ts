import pg from 'pg';
import type { Logger } from '../log/logger.ts';
import { startEmbedded } from './embedded/start.ts';
import { DatabaseSetupError } from './errors.ts';
import { runMigrations } from './migrate.ts';
import { clientConfig, createPool } from './pool.ts';
import { poolDatabase } from './pool-database.ts';
import { KeyCache } from './protection/guild-keys.ts';
import type { MasterKeys } from './protection/master-key.ts';
import { obtainMasterKeys } from './protection/obtain-master-keys.ts';
import { checkRequirements } from './requirements.ts';
import type { Database } from './types.ts';
import { type Opening, raiseWall } from './wall.ts';

export interface OpenDatabaseOptions {
  /** A PostgreSQL of one's own. Without it, the embedded one is started. */
  readonly databaseUrl?: string | undefined;
  /** Where the embedded PostgreSQL keeps its data, and Kith its master key unless one is given. */
  readonly dataDirectory: string;
  readonly masterKeys?: MasterKeys | undefined;
  readonly log: Logger;
}

/**
 * Opens the database, ready for use: server running, schema up to date. `close` also stops the embedded server.
 * @throws DatabaseSetupError with a message for the administrator
 */
export async function openDatabase(options: OpenDatabaseOptions): Promise<Database> {
  const { databaseUrl, dataDirectory, log } = options;
  if (databaseUrl !== undefined) {
    return poolDatabase(
      createPool(() => databaseUrl, log),
      await prepare(databaseUrl, options),
      async () => {},
    );
  }
  const server = await startEmbedded(dataDirectory, log);
  try {
    return poolDatabase(
      createPool(() => server.url(), log),
      await prepare(server.url(), options),
      () => server.stop(),
    );
  } catch (error) {
    await server.stop();
    throw error;
  }
}

/** Brings the schema up to date, raises the wall between guilds and finds the keys to what is stored. */
async function prepare(
  url: string,
  { masterKeys, dataDirectory, log }: OpenDatabaseOptions,
): Promise<{ keys: KeyCache; opening: Opening }> {
  const client = await connect(url);
  try {
    await checkRequirements(client);
    await runMigrations(client, log);
    const opening = await raiseWall(client);
    const masters = await obtainMasterKeys(masterKeys, dataDirectory, await masterKeyIds(client), log);
    return { keys: new KeyCache(masters), opening };
  } finally {
    await client.end();
  }
}

/** Of the keys with which something is protected. */
async function masterKeyIds(client: pg.Client): Promise<string[]> {
  const { rows } = await client.query<{ id: string }>('select distinct master_key_id as id from guild_key');
  return rows.map(({ id }) => id);
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
