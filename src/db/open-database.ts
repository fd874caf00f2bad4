import type { Logger } from '../log/logger.ts';
import { connect } from './connect.ts';
import { startEmbedded } from './embedded/start.ts';
import { runMigrations } from './migrate.ts';
import { createPool } from './pool.ts';
import { poolDatabase } from './pool-database.ts';
import { KeyCache } from './protection/guild-keys.ts';
import { masterKeyIds } from './protection/keys-in-use.ts';
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
