import { randomBytes } from 'node:crypto';
import { link, readFile, rm, writeFile } from 'node:fs/promises';
import { DatabaseSetupError } from '../errors.ts';
import { type Layout, UNFINISHED } from './layout.ts';
import { exists } from './paths.ts';

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
    await makePassword(layout);
  }
  return readFile(layout.password, 'utf8');
}

/** A link appears with its whole content and never replaces one: of two processes, both end with the first's. */
async function makePassword(layout: Layout): Promise<void> {
  const unfinished = `${layout.directory}/${UNFINISHED}password-${randomBytes(8).toString('hex')}`;
  try {
    await writeFile(unfinished, randomBytes(32).toString('base64url'), {
      mode: 0o600,
      flag: 'wx',
      flush: true,
    });
    await link(unfinished, layout.password);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
  } finally {
    await rm(unfinished, { force: true });
  }
}
