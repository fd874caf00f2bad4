import type { Logger } from '../../log/logger.ts';
import { exists } from '../embedded/paths.ts';
import { DatabaseSetupError } from '../errors.ts';
import { keyFileIn, makeKeyFile, readKeyFile } from './key-file.ts';
import type { MasterKeys } from './master-key.ts';

/**
 * The configured master keys, else the one in the data directory's file, which is made for a new database.
 * @param idsInUse of the keys with which something in the database is protected.
 * @throws DatabaseSetupError `master-key` when one of those is not among them: without it Kith would find nobody and
 *   would store what comes next under a different key.
 */
export async function obtainMasterKeys(
  configured: MasterKeys | undefined,
  dataDirectory: string,
  idsInUse: readonly string[],
  log: Logger,
): Promise<MasterKeys> {
  const keys = configured ?? (await keysFromFile(dataDirectory, idsInUse.length === 0, log));
  const known = new Set([keys.current, ...keys.earlier].map(({ id }) => id));
  if (idsInUse.every((id) => known.has(id))) {
    if (keys.earlier.length > 0 && idsInUse.every((id) => id === keys.current.id)) {
      log.info('everything is under the current master key: KITH_EARLIER_MASTER_KEYS is no longer needed');
    }
    return keys;
  }
  throw new DatabaseSetupError(
    'master-key',
    'Faces and photos in the database are protected with a different master key. ' +
      (configured === undefined
        ? `Bring the file ${keyFileIn(dataDirectory)} back from your backup, or set KITH_MASTER_KEY.`
        : 'Set KITH_MASTER_KEY to that key. To change keys, give it in KITH_EARLIER_MASTER_KEYS as well.'),
  );
}

async function keysFromFile(dataDirectory: string, mayMake: boolean, log: Logger): Promise<MasterKeys> {
  const file = keyFileIn(dataDirectory);
  if (mayMake) {
    if (await makeKeyFile(dataDirectory)) {
      log.warn({ file }, 'made a master key: keep a copy of this file apart from backups of the database');
    }
  } else if (!(await exists(file))) {
    throw new DatabaseSetupError(
      'master-key',
      `The master key is missing, without which faces and photos in the database cannot be used. ` +
        `Bring the file ${file} back from your backup, or set KITH_MASTER_KEY.`,
    );
  }
  return { current: await readKeyFile(file), earlier: [] };
}
