import { randomBytes } from 'node:crypto';
import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { reasonOf } from '../../errors/reason-of.ts';
import { exists } from '../embedded/paths.ts';
import { makeSecretFile } from '../embedded/secret-file.ts';
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
    throw new DatabaseSetupError(
      'master-key',
      `The master key in ${path} cannot be used: ${reasonOf(error)}.`,
      {
        cause: error,
      },
    );
  }
}

/**
 * Makes the file, for the data directory's owner alone, where there is none: as root too, since whoever owns the
 * directory may go on without root. @returns whether it was made.
 */
export async function makeKeyFile(dataDirectory: string): Promise<boolean> {
  const path = keyFileIn(dataDirectory);
  if (await exists(path)) return false;
  await mkdir(dataDirectory, { recursive: true });
  return await makeSecretFile(path, `${randomBytes(MASTER_KEY_BYTES).toString('base64')}\n`);
}
