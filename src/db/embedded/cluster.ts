import { lchown, mkdir, mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Logger } from '../../log/logger.ts';
import { DatabaseSetupError } from '../errors.ts';
import type { Binaries } from './binaries.ts';
import { runCommand, type SystemUser } from './command.ts';
import { BINARIES, type Layout, UNFINISHED } from './layout.ts';
import { exists, hasCode, syncFolder } from './paths.ts';

/** The server's only role. */
export const ROLE = 'kith';

/**
 * Makes the cluster where there is none. It is made beside its place and moved there when complete. Of two
 * processes that do so at once, the second finds the first's and drops its own.
 * @throws DatabaseSetupError `start-failed`, `other-version`
 */
export async function ensureCluster(
  binaries: Binaries,
  layout: Layout,
  user: SystemUser | undefined,
  password: string,
): Promise<void> {
  if (!(await exists(layout.cluster))) await makeCluster(binaries, layout, user, password);
  await checkVersion(binaries, layout);
}

async function makeCluster(
  binaries: Binaries,
  layout: Layout,
  user: SystemUser | undefined,
  password: string,
): Promise<void> {
  const workshop = await mkdtemp(join(layout.directory, UNFINISHED));
  try {
    const unfinished = join(workshop, 'cluster');
    const passwordFile = join(workshop, 'password');
    await mkdir(unfinished, { mode: 0o700 });
    await writeFile(passwordFile, password, { mode: 0o600, flag: 'wx' });
    if (user !== undefined) {
      for (const path of [unfinished, passwordFile, workshop]) await lchown(path, user.uid, user.gid);
    }
    const result = await runCommand(binaries.initdb, initdbArguments(unfinished, passwordFile), user);
    if (result.ok) {
      await moveIntoPlace(unfinished, layout);
    } else if (!(await exists(layout.cluster))) {
      // Where there is one by now, its maker has tidied up ours from under initdb.
      throw new DatabaseSetupError(
        'start-failed',
        `The database in ${layout.directory} could not be made: ${result.output}`,
      );
    }
  } finally {
    await rm(workshop, { recursive: true, force: true, maxRetries: 5 });
  }
}

function initdbArguments(cluster: string, passwordFile: string): string[] {
  return [
    `--pgdata=${cluster}`,
    `--username=${ROLE}`,
    `--pwfile=${passwordFile}`,
    '--auth=scram-sha-256',
    '--encoding=UTF8',
    // The same order and letter case on every machine, whatever its system library thinks of languages.
    '--locale-provider=builtin',
    '--builtin-locale=C.UTF-8',
    '--locale=C',
  ];
}

async function moveIntoPlace(unfinished: string, layout: Layout): Promise<void> {
  try {
    await rename(unfinished, layout.cluster);
  } catch (error) {
    if (hasCode(error, 'ENOTEMPTY', 'EEXIST', 'EPERM') && (await exists(layout.cluster))) return;
    throw error;
  }
  await syncFolder(layout.directory);
}

/** Data of one major version cannot be read by another. */
async function checkVersion(binaries: Binaries, layout: Layout): Promise<void> {
  const major = (await readFile(join(layout.cluster, 'PG_VERSION'), 'utf8')).trim();
  if (major === binaries.version.split('.')[0]) return;
  throw new DatabaseSetupError(
    'other-version',
    `The data in ${layout.cluster} are of PostgreSQL ${major}, this version of Kith brings ${binaries.version}. ` +
      `Start the version of Kith that made them.`,
  );
}

/** Removes what a killed process left half made. Only for the owner: others may be at work until it is known. */
export async function removeLeftovers(binaries: Binaries, layout: Layout, log: Logger): Promise<void> {
  const current = `${BINARIES}${binaries.version}`;
  for (const name of await readdir(layout.directory)) {
    const outdated = name.startsWith(BINARIES) && name !== current;
    if (!outdated && !name.startsWith(UNFINISHED)) continue;
    try {
      await rm(join(layout.directory, name), { recursive: true, force: true, maxRetries: 5 });
    } catch (error) {
      // It takes room and does no harm.
      log.warn({ err: error }, 'could not remove what an earlier start left in the data directory');
    }
  }
}
