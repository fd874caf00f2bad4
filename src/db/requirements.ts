import pg from 'pg';
import { DatabaseSetupError } from './errors.ts';

// Oldest that PostgreSQL's community has seen with `cube` as a trusted extension: a database's owner may create it.
const MIN_VERSION = 13;

/**
 * Checks that the server can hold Kith's data, and creates the extension cube where it is missing.
 * @throws DatabaseSetupError `too-old`, `no-cube`
 */
export async function checkRequirements(client: pg.Client): Promise<void> {
  await checkVersion(client);
  await ensureCube(client);
}

async function checkVersion(client: pg.Client): Promise<void> {
  const { text, isEnough } = await serverVersion(client);
  if (!isEnough) throw new DatabaseSetupError('too-old', tooOld(text));
}

export function tooOld(version: string): string {
  return `The database is PostgreSQL ${version}; Kith needs ${MIN_VERSION} or later.`;
}

export async function serverVersion(
  client: pg.Client,
): Promise<{ readonly text: string; readonly isEnough: boolean }> {
  const { rows } = await client.query<{ number: number; text: string }>(
    `select current_setting('server_version_num')::integer as number, current_setting('server_version') as text`,
  );
  const { number = 0, text = 'unknown' } = rows[0] ?? {};
  return { text, isEnough: number >= MIN_VERSION * 10_000 };
}

async function ensureCube(client: pg.Client): Promise<void> {
  if (await hasCube(client)) return;
  try {
    await client.query('create extension if not exists cube');
  } catch (error) {
    if (!(error instanceof pg.DatabaseError)) throw error;
    // Another process may have been faster.
    if (await hasCube(client)) return;
    throw new DatabaseSetupError('no-cube', cubeAdvice(error.code, client.database), { cause: error });
  }
}

async function hasCube(client: pg.Client): Promise<boolean> {
  const { rowCount } = await client.query(`select from pg_extension where extname = 'cube'`);
  return rowCount === 1;
}

function cubeAdvice(sqlState: string | undefined, database: string | undefined): string {
  const PERMISSION_DENIED = '42501';
  return sqlState === PERMISSION_DENIED ? cubeRefused(database ?? '') : cubeAbsent;
}

export function cubeRefused(database: string): string {
  return (
    `Kith's database role may not create the extension cube. ` +
    `Let an administrator run in the database "${database}": CREATE EXTENSION cube;`
  );
}

export const cubeAbsent =
  'The extension cube is not installed on the database server. It is part of PostgreSQL: install its contrib ' +
  'package (postgresql-contrib on most systems), then start Kith again.';
