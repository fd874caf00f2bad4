import { access, chmod, constants, mkdir, realpath } from 'node:fs/promises';
import { join } from 'node:path';
import { reasonOf } from '../../errors/reason-of.ts';
import { DatabaseSetupError } from '../errors.ts';

/** Where things are in the data directory. */
export interface Layout {
  /** Absolute, without symbolic links. */
  readonly directory: string;
  /** PostgreSQL's own directory. Comes into being by a rename, so it is there whole or not at all. */
  readonly cluster: string;
  readonly password: string;
  readonly serverLog: string;
}

/** Name prefix, in the data directory, of what is still being made or was left so by a kill. */
export const UNFINISHED = '.unfinished-';
/** Name prefix, in the data directory, of a copy of the binaries; the package's version follows. */
export const BINARIES = 'postgres-binaries-';

export const clusterIn = (dataDirectory: string): string => join(dataDirectory, 'postgres');

/**
 * Makes the data directory where it is missing.
 * @throws DatabaseSetupError `directory-unreachable`
 */
export async function openLayout(dataDirectory: string): Promise<Layout> {
  try {
    const made = await mkdir(dataDirectory, { recursive: true });
    // As root, the server's user has to pass through it to its own folder; what is in it is closed to others.
    if (made !== undefined) await chmod(dataDirectory, process.getuid?.() === 0 ? 0o711 : 0o700);
    const directory = await realpath(dataDirectory);
    await access(directory, constants.R_OK | constants.W_OK | constants.X_OK);
    const cluster = clusterIn(directory);
    return {
      directory,
      cluster,
      password: join(directory, 'postgres-password'),
      serverLog: join(cluster, 'server.log'),
    };
  } catch (error) {
    throw new DatabaseSetupError(
      'directory-unreachable',
      `The data directory ${dataDirectory} can be neither opened nor made (${reasonOf(error)}). ` +
        `Set KITH_DATA_DIR to a folder that Kith may write to.`,
      { cause: error },
    );
  }
}
