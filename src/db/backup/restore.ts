import { copyFile as copyOneFile, mkdir, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import type pg from 'pg';
import type { Logger } from '../../log/logger.ts';
import { prepareInstallation } from '../embedded/installation.ts';
import { openLayout } from '../embedded/layout.ts';
import { exists } from '../embedded/paths.ts';
import { startEmbedded } from '../embedded/start.ts';
import { DatabaseSetupError } from '../errors.ts';
import { MIGRATIONS_DIRECTORY, runMigrations } from '../migrate.ts';
import { checkRequirements } from '../requirements.ts';
import { type ArchiveHeader, copyFile, readArchive } from './archive.ts';
import type { BackupFiles } from './backup.ts';
import { withSession } from './running-server.ts';
import { withStaging } from './staging.ts';

/**
 * Makes a database of a backup in a data directory that has none. A backup of an earlier version of Kith is brought
 * up to date when Kith starts.
 * @throws DatabaseSetupError with a message for the administrator; nothing is left then.
 */
export async function restore({
  dataDirectory,
  files,
  log,
}: {
  readonly dataDirectory: string;
  readonly files: BackupFiles;
  readonly log: Logger;
}): Promise<void> {
  const layout = await openLayout(dataDirectory);
  if (await exists(layout.cluster)) {
    throw new DatabaseSetupError(
      'backup',
      `There is a database in ${layout.directory} already. Set KITH_DATA_DIR to an empty folder.`,
    );
  }
  await checkPair(files);
  try {
    const installation = await prepareInstallation(dataDirectory);
    const server = await startEmbedded(dataDirectory, log);
    try {
      await withSession(server.url(), installation, ({ client }) =>
        withStaging(installation, (staging) => load(client, files, staging, log)),
      );
    } finally {
      await server.stop();
    }
  } catch (error) {
    await rm(layout.cluster, { recursive: true, force: true });
    await rm(layout.password, { force: true });
    throw error;
  }
}

/** Before anything is made. */
async function checkPair(files: BackupFiles): Promise<void> {
  const archive = await readArchive(files.archive);
  const salts = await readArchive(files.salts);
  if (archive.backupId === salts.backupId) return;
  throw new DatabaseSetupError('backup', `${files.archive} and ${files.salts} are not of one backup.`);
}

async function load(client: pg.Client, files: BackupFiles, staging: string, log: Logger): Promise<void> {
  const archive = await readArchive(files.archive, staging);
  const salts = await readArchive(files.salts, staging);
  await checkRequirements(client);
  await migrateAsThen(client, archive, join(staging, 'migrations'), log);
  await client.query('begin');
  // Rows come table by table: what they refer to may come later. It was whole when the backup was made.
  await client.query(`set local session_replication_role = replica`);
  for (const { name, columns } of [...archive.tables, ...salts.tables]) {
    const list = columns.map((column) => client.escapeIdentifier(column)).join(', ');
    const path = client.escapeLiteral(copyFile(staging, name));
    await client.query(`copy ${client.escapeIdentifier(name)} (${list}) from ${path} (format binary)`);
  }
  for (const { table, column, last } of [...archive.sequences, ...salts.sequences]) {
    await client.query('select setval(pg_get_serial_sequence($1, $2), $3)', [table, column, last]);
  }
  await client.query('commit');
  await client.query('vacuum (analyze)');
}

/** Makes the tables as they were: by the migrations that had run then, which are the first of those there are now. */
async function migrateAsThen(
  client: pg.Client,
  { migrations }: ArchiveHeader,
  folder: string,
  log: Logger,
): Promise<void> {
  await mkdir(folder);
  const files = (await readdir(MIGRATIONS_DIRECTORY)).filter((file) => file.endsWith('.sql')).sort();
  // The first that a database has seen is the runner's own.
  for (const file of files.slice(0, migrations.length - 1)) {
    await copyOneFile(join(MIGRATIONS_DIRECTORY, file), join(folder, file));
  }
  await runMigrations(client, log, folder);
  const { rows } = await client.query('select id, name, hash from migrations order by id');
  if (isDeepStrictEqual(rows, migrations)) return;
  throw new DatabaseSetupError(
    'backup',
    'The backup was made by a newer or a different version of Kith: restore it with that version.',
  );
}
