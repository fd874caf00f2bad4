import { stat } from 'node:fs/promises';
import { DatabaseSetupError } from '../errors.ts';
import { runCommand, type SystemUser } from './command.ts';
import type { Layout } from './layout.ts';
import { exists } from './paths.ts';

// PostgreSQL's own user where a package made one, else the user of nothing, which every Unix has.
const FALLBACK_NAMES = ['postgres', 'nobody'];

/**
 * The user to run the server as. PostgreSQL refuses root, so as root it is whoever owns the cluster or the data
 * directory, else a system user. Undefined means as ourselves.
 * @throws DatabaseSetupError `directory-unreachable`
 */
export async function serverUser(layout: Layout): Promise<SystemUser | undefined> {
  const clusterOwner = await ownerOf(layout.cluster);
  const ownUid = process.getuid?.();
  if (ownUid !== 0) {
    if (ownUid !== undefined && clusterOwner !== undefined && clusterOwner.uid !== ownUid) {
      throw new DatabaseSetupError(
        'directory-unreachable',
        `The database in ${layout.directory} belongs to a different user (uid ${clusterOwner.uid}): Kith was ` +
          `started as root or as that user before. Start it so again, or set KITH_DATA_DIR to a different folder.`,
      );
    }
    return undefined;
  }
  for (const owner of [clusterOwner, await ownerOf(layout.directory)]) {
    if (owner !== undefined && owner.uid !== 0) return owner;
  }
  return systemUser(layout);
}

async function systemUser(layout: Layout): Promise<SystemUser> {
  for (const name of FALLBACK_NAMES) {
    const user = await lookUp(name);
    if (user !== undefined) return user;
  }
  throw new DatabaseSetupError(
    'directory-unreachable',
    `PostgreSQL does not run as root, and there is no user "postgres" or "nobody" to run it as. ` +
      `Give the folder ${layout.directory} to an ordinary user (chown), or start Kith as one.`,
  );
}

/**
 * @throws DatabaseSetupError `directory-unreachable` when the server's user cannot enter the data directory,
 * as is usual below /root.
 */
export async function requireReachable(layout: Layout, user: SystemUser): Promise<void> {
  const { ok } = await runCommand('/bin/sh', ['-c', 'cd -- "$1"', 'sh', layout.directory], user);
  if (ok) return;
  throw new DatabaseSetupError(
    'directory-unreachable',
    `PostgreSQL does not run as root, and its user (uid ${user.uid}) cannot enter ${layout.directory}. ` +
      `Set KITH_DATA_DIR to a folder that other users can enter, such as /var/lib/kith.`,
  );
}

async function ownerOf(path: string): Promise<SystemUser | undefined> {
  if (!(await exists(path))) return undefined;
  const { uid, gid } = await stat(path);
  return { uid, gid };
}

async function lookUp(name: string): Promise<SystemUser | undefined> {
  const [uid, gid] = await Promise.all([
    runCommand('id', ['-u', name], undefined),
    runCommand('id', ['-g', name], undefined),
  ]);
  if (!uid.ok || !gid.ok) return undefined;
  // "nobody" is 4294967294 on macOS; the system call wants it as -2.
  return { uid: Number(uid.output) | 0, gid: Number(gid.output) | 0 };
}
