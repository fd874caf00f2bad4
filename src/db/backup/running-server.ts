import pg from 'pg';
import type { Logger } from '../../log/logger.ts';
import { ROLE } from '../embedded/cluster.ts';
import { DATABASE } from '../embedded/database.ts';
import { type Installation, prepareInstallation } from '../embedded/installation.ts';
import { openLayout } from '../embedded/layout.ts';
import { exists } from '../embedded/paths.ts';
import { runningPostmaster } from '../embedded/postmaster.ts';
import { startEmbedded } from '../embedded/start.ts';
import { DatabaseSetupError } from '../errors.ts';

export interface ServerSession {
  readonly client: pg.Client;
  readonly installation: Installation;
}

/**
 * Gives `work` a session on the embedded server of a data directory: of the Kith that is running, or of a server that
 * is started for it and stopped again.
 * @throws DatabaseSetupError `backup` when there is no database
 */
export async function withExistingServer<T>(
  dataDirectory: string,
  log: Logger,
  work: (session: ServerSession) => Promise<T>,
): Promise<T> {
  const layout = await openLayout(dataDirectory);
  if (!(await exists(layout.cluster))) {
    throw new DatabaseSetupError('backup', `There is no database in ${layout.directory}.`);
  }
  const installation = await prepareInstallation(dataDirectory);
  const own = await startEmbedded(dataDirectory, log).catch((error: unknown) => {
    if (error instanceof DatabaseSetupError && error.code === 'in-use') return undefined;
    throw error;
  });
  try {
    return await withSession(own?.url() ?? (await urlOfRunning(installation)), installation, work);
  } finally {
    await own?.stop();
  }
}

export async function withSession<T>(
  url: string,
  installation: Installation,
  work: (session: ServerSession) => Promise<T>,
): Promise<T> {
  const client = new pg.Client({ connectionString: url, application_name: 'kith-backup' });
  // A connection lost between two statements shows at the next one.
  client.on('error', () => {});
  await client.connect();
  try {
    return await work({ client, installation });
  } finally {
    await client.end();
  }
}

async function urlOfRunning({ layout, password }: Installation): Promise<string> {
  const running = await runningPostmaster(layout.cluster);
  if (running === undefined) {
    throw new DatabaseSetupError(
      'backup',
      `The database in ${layout.directory} is just being stopped. Try again.`,
    );
  }
  return `postgresql://${ROLE}:${password}@127.0.0.1:${running.port}/${DATABASE}`;
}
