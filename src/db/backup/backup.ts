import { randomUUID } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type pg from 'pg';
import type { Logger } from '../../log/logger.ts';
import { copyFile, type NewArchiveHeader, writeArchive } from './archive.ts';
import { withExistingServer } from './running-server.ts';
import { withStaging } from './staging.ts';

/** The two files of a backup. Neither is of use without the other and the master key. */
export interface BackupFiles {
  /** Everything but the guilds' salts. */
  readonly archive: string;
  /** The salts: whoever deletes this file makes all faces and photos in the archive unreadable. */
  readonly salts: string;
}

const SALTS_TABLE = 'guild_key';

export function backupFiles(archive: string): BackupFiles {
  return { archive, salts: `${archive}.salts` };
}

/**
 * Writes a backup of the embedded database, also while Kith is running: all tables as they are at one moment.
 * The queue is left out, as the jobs follow from the tables; so is the master key.
 * @throws DatabaseSetupError with a message for the administrator
 */
export async function backUp(
  {
    dataDirectory,
    folder,
    log,
  }: { readonly dataDirectory: string; readonly folder: string; readonly log: Logger },
  now = new Date(),
): Promise<BackupFiles> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const name = `kith-${now.toISOString().replace(/[:.]/g, '-')}.backup`;
  const files = backupFiles(join(resolve(folder), name));
  await withExistingServer(dataDirectory, log, ({ client, installation }) =>
    withStaging(installation, async (staging) => {
      const header = await copyTables(client, staging, now);
      const part = (isPart: (table: string) => boolean): NewArchiveHeader => ({
        ...header,
        tables: header.tables.filter(({ name: table }) => isPart(table)),
        sequences: header.sequences.filter(({ table }) => isPart(table)),
      });
      await writeArchive(
        files.salts,
        part((table) => table === SALTS_TABLE),
        staging,
      );
      await writeArchive(
        files.archive,
        part((table) => table !== SALTS_TABLE),
        staging,
      );
    }),
  );
  return files;
}

/** The server itself writes the files: it has no other way to hand out whole tables that is as fast and as exact. */
async function copyTables(client: pg.Client, folder: string, now: Date): Promise<NewArchiveHeader> {
  await client.query('begin isolation level repeatable read');
  const { rows: tables } = await client.query<{ name: string; columns: string[] }>(
    `select relname::text as name, array_agg(attname::text order by attnum) as columns
from pg_class join pg_attribute on attrelid = pg_class.oid and attnum > 0 and not attisdropped
where relkind = 'r' and relnamespace = 'public'::regnamespace and relname <> 'migrations'
group by relname order by relname`,
  );
  for (const { name, columns } of tables) {
    const list = columns.map((column) => client.escapeIdentifier(column)).join(', ');
    const path = client.escapeLiteral(copyFile(folder, name));
    await client.query(`copy ${client.escapeIdentifier(name)} (${list}) to ${path} (format binary)`);
  }
  const { rows: migrations } = await client.query<{ id: number; name: string; hash: string }>(
    'select id, name, hash from migrations order by id',
  );
  const { rows: sequences } = await client.query<{ table: string; column: string; last: string }>(
    `select relname::text as "table", attname::text as "column", last_value::text as last
from pg_class join pg_attribute on attrelid = pg_class.oid and attidentity <> ''
join pg_sequences on format('%I.%I', schemaname, sequencename) = pg_get_serial_sequence(relname, attname)
where relnamespace = 'public'::regnamespace and last_value is not null`,
  );
  await client.query('commit');
  return { madeAt: now.toISOString(), backupId: randomUUID(), migrations, tables, sequences };
}
