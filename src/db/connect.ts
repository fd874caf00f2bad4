import pg from 'pg';
import { reasonOf } from '../errors/reason-of.ts';
import { DatabaseSetupError } from './errors.ts';
import { clientConfig } from './pool.ts';

/**
 * A session of one's own, beside the pool.
 * @throws DatabaseSetupError `unreachable`, `refused`
 */
export async function connect(url: string): Promise<pg.Client> {
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
      `${reasonOf(error)}. Check DATABASE_URL and that the server is running.`,
    { cause: error },
  );
}
