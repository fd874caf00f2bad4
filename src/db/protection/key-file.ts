import { randomBytes } from 'node:crypto';
import { lchown, link, mkdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { exists, hasCode, syncFolder } from '../embedded/paths.ts';
import { DatabaseSetupError } from '../errors.ts';
import { MASTER_KEY_BYTES, type MasterKey, parseMasterKey } from './master-key.ts';

/** Where the master key is when none is configured. */
export function keyFileIn(dataDirectory: string): string {
  return join(dataDirectory, 'master-key');
}

/** @throws DatabaseSetupError `master-key` when the file cannot be read or is no key. */
export async function readKeyFile(path: string): Promise<MasterKey> {
  try {
    return parseMasterKey(await readFile(path, 'utf8'));
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new DatabaseSetupError('master-key', `The master key in ${path} cannot be used: ${reason}.`, {
      cause: error,
    });
  }
}

/**
 * Makes the file, for the data directory's owner alone, where there is none: as root too, since whoever owns the
 * directory may go on without root. A link appears with its whole content and never replaces
 * one: of two processes, both end with the first's. @returns whether it was made.
 */
export async function makeKeyFile(dataDirectory: string): Promise<boolean> {
  const path = keyFileIn(dataDirectory);
  if (await exists(path)) return false;
  await mkdir(dataDirectory, { recursive: true });
  const unfinished = `${path}.unfinished-${randomBytes(8).toString('hex')}`;
  try {
    const text = `${randomBytes(MASTER_KEY_BYTES).toString('base64')}\n`;
    await writeFile(unfinished, text, { mode: 0o600, flag: 'wx', flush: true });
    if (process.getuid?.() === 0) {
      const { uid, gid } = await stat(dataDirectory);
      await lchown(unfinished, uid, gid);
    }
    await link(unfinished, path);
    await syncFolder(dataDirectory);
    return true;
  } catch (error) {
    if (hasCode(error, 'EEXIST')) return false;
    throw error;
  } finally {
    await rm(unfinished, { force: true });
  }
}
