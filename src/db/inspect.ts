import type pg from 'pg';
import type { Logger } from '../log/logger.ts';
import { withExistingServer } from './backup/running-server.ts';
import { connect } from './connect.ts';
import { clusterIn } from './embedded/layout.ts';
import { exists } from './embedded/paths.ts';
import { schemaState } from './migrate.ts';
import { masterKeyIds } from './protection/keys-in-use.ts';
import { type CubeState, cubeState, serverVersion } from './requirements.ts';

/** What a database is like, as it is: looking changes nothing. */
export interface DatabaseState {
  readonly version: { readonly text: string; readonly isEnough: boolean };
  readonly cube: CubeState;
  readonly migrations: { readonly applied: number; readonly known: number };
  /** Of the keys with which something is protected. */
  readonly masterKeyIds: readonly string[];
}

/** @throws DatabaseSetupError `unreachable`, `refused` */
export async function inspectDatabase(url: string): Promise<DatabaseState> {
  const client = await connect(url);
  try {
    return await stateOf(client);
  } finally {
    await client.end();
  }
}

/**
 * The embedded one, of the Kith that runs or started for a moment.
 * @returns null before the first start. @throws DatabaseSetupError
 */
export async function inspectEmbedded(dataDirectory: string, log: Logger): Promise<DatabaseState | null> {
  if (!(await exists(clusterIn(dataDirectory)))) return null;
  return await withExistingServer(dataDirectory, log, ({ client }) => stateOf(client));
}

async function stateOf(client: pg.Client): Promise<DatabaseState> {
  return {
    version: await serverVersion(client),
    cube: (await cubeState(client)).state,
    migrations: await schemaState(client),
    masterKeyIds: await masterKeyIds(client),
  };
}
