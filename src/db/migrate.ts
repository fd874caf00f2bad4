import { readdir } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type pg from 'pg';
import { migrate } from 'postgres-migrations';
import { reasonOf } from '../errors/reason-of.ts';
import type { Logger } from '../log/logger.ts';
import { DatabaseSetupError } from './errors.ts';
import { onlyRow } from './scope.ts';

/** Two levels up from both src/db and dist/db. */
export const MIGRATIONS_DIRECTORY = fileURLToPath(new URL('../../migrations', import.meta.url));

/**
 * Brings the schema up to date. Several processes may do so at once: an advisory lock makes them take turns.
 * @throws DatabaseSetupError `migration-failed` (also when a file was edited after it ran), `newer-schema`
 */
export async function runMigrations(
  client: pg.Client,
  log: Logger,
  directory: string = MIGRATIONS_DIRECTORY,
): Promise<void> {
  await refuseNewerSchema(client, directory);
  try {
    const applied = await migrate({ client }, directory, { logger: (line) => log.trace(line) });
    if (applied.length > 0)
      log.info({ migrations: applied.map(({ name }) => name) }, 'database schema updated');
  } catch (error) {
    throw new DatabaseSetupError(
      'migration-failed',
      `The database schema was not updated. ${reasonOf(error)}`,
      {
        cause: error,
      },
    );
  }
}

/** How many migrations the database has, and how many this version of Kith knows. */
export async function schemaState(
  client: pg.Client,
  directory: string = MIGRATIONS_DIRECTORY,
): Promise<{ readonly applied: number; readonly known: number }> {
  const known = (await readdir(directory)).filter((file) => file.endsWith('.sql')).length;
  const { rows } = await client.query<{ present: boolean }>(
    `select to_regclass('migrations') is not null as present`,
  );
  if (!onlyRow(rows).present) return { applied: 0, known };
  const { rows: seen } = await client.query<{ latest: number }>(
    `select coalesce(max(id), 0) as latest from migrations`,
  );
  return { applied: onlyRow(seen).latest, known };
}

/** An older Kith would write rows that the newer one's schema does not expect. */
async function refuseNewerSchema(client: pg.Client, directory: string): Promise<void> {
  const { applied, known } = await schemaState(client, directory);
  if (applied > known) throw newerSchema(applied, known);
}

export function newerSchema(applied: number, known: number): DatabaseSetupError {
  return new DatabaseSetupError(
    'newer-schema',
    `The database has migration ${applied}, this version of Kith knows ${known}: start the newer version.`,
  );
}
