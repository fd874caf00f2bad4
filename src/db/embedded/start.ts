import type { Logger } from '../../log/logger.ts';
import { removeLeftovers } from './cluster.ts';
import { ensureDatabase } from './database.ts';
import { prepareInstallation } from './installation.ts';
import { becomeOwner } from './owner.ts';
import { EmbeddedServer } from './server.ts';

/**
 * Starts the embedded PostgreSQL of a data directory, or adopts the one that a killed process left running, and
 * makes this process its only owner.
 * @throws DatabaseSetupError `in-use` when another process owns it; otherwise what stands in the way
 */
export async function startEmbedded(dataDirectory: string, log: Logger): Promise<EmbeddedServer> {
  const installation = await prepareInstallation(dataDirectory);
  const owner = await becomeOwner(installation, new AbortController().signal);
  const server = new EmbeddedServer(installation, owner, log);
  try {
    await removeLeftovers(installation.binaries, installation.layout, log);
    await ensureDatabase(owner.session);
    return server;
  } catch (error) {
    await server.stop();
    throw error;
  }
}
