import { randomBytes } from 'node:crypto';
import { lchown, link, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { DatabaseSetupError } from '../errors.ts';
import { type Layout, UNFINISHED } from './layout.ts';
import { exists, hasCode } from './paths.ts';

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
    await giveToOwner(unfinished, layout.directory);
    await link(unfinished, layout.password);
  } catch (error) {
    if (!hasCode(error, 'EEXIST')) throw error;
  } finally {
    await rm(unfinished, { force: true });
  }
}

/** As root in an ordinary user's directory, the file is for that user: Kith may later be started by them. */
async function giveToOwner(path: string, directory: string): Promise<void> {
  if (process.getuid?.() !== 0) return;
  const { uid, gid } = await stat(directory);
  await lchown(path, uid, gid);
}
