import { randomBytes } from 'node:crypto';
import { lchown, link, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { UNFINISHED } from './layout.ts';
import { hasCode, syncFolder } from './paths.ts';

/**
 * Makes a file that only the owner of its folder can read, where there is none. A link appears with its whole content
 * and never replaces one: of two processes that do so at once, both end with the first's.
 * @returns whether it was made.
 */
export async function makeSecretFile(path: string, text: string): Promise<boolean> {
  const folder = dirname(path);
  const unfinished = join(folder, `${UNFINISHED}secret-${randomBytes(8).toString('hex')}`);
  try {
    await writeFile(unfinished, text, { mode: 0o600, flag: 'wx', flush: true });
    await giveToOwner(unfinished, folder);
    await link(unfinished, path);
    await syncFolder(folder);
    return true;
  } catch (error) {
    if (hasCode(error, 'EEXIST')) return false;
    throw error;
  } finally {
    await rm(unfinished, { force: true });
  }
}

/** As root in an ordinary user's folder, the file is for that user: Kith may later be started by them. */
async function giveToOwner(path: string, folder: string): Promise<void> {
  if (process.getuid?.() !== 0) return;
  const { uid, gid } = await stat(folder);
  await lchown(path, uid, gid);
}
