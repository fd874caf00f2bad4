import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { DatabaseSetupError } from '../errors.ts';
import type { Layout } from './layout.ts';
import { exists } from './paths.ts';
import { makeSecretFile } from './secret-file.ts';

/**
 * The password of the server's only role, made on first use, in a file that only we can read.
 * @throws DatabaseSetupError `password-missing` when there is a cluster but no password
 */
export async function serverPassword(layout: Layout): Promise<string> {
  if (!(await exists(layout.password))) {
    if (await exists(layout.cluster)) {
      throw new DatabaseSetupError(
        'password-missing',
        `The file ${layout.password} is missing, without which the database beside it cannot be opened. ` +
          `Bring it back from a backup of the data directory.`,
      );
    }
    await makeSecretFile(layout.password, randomBytes(32).toString('base64url'));
  }
  return readFile(layout.password, 'utf8');
}
