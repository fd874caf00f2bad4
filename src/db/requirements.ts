import type pg from 'pg';
import { DatabaseSetupError } from './errors.ts';
import { onlyRow } from './scope.ts';

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
  const { number, text } = onlyRow(rows);
  return { text, isEnough: number >= MIN_VERSION * 10_000 };
}

/** `creatable`: Kith's role may create the extension; `refused`: it may not; `absent`: the server has no such. */
export type CubeState = 'installed' | 'creatable' | 'refused' | 'absent';

export async function cubeState(
  client: pg.Client,
): Promise<{ readonly state: CubeState; readonly database: string }> {
  const { rows } = await client.query<{ state: CubeState; database: string }>(
    `select current_database() as database, case
  when exists (select from pg_extension where extname = 'cube') then 'installed'
  when not exists (select from pg_available_extensions where name = 'cube') then 'absent'
  when has_database_privilege(current_database(), 'create') then 'creatable'
  else 'refused' end as state`,
  );
  return onlyRow(rows);
}

async function ensureCube(client: pg.Client): Promise<void> {
  if ((await cubeState(client)).state === 'installed') return;
  try {
    await client.query('create extension if not exists cube');
  } catch (error) {
    const { state, database } = await cubeState(client);
    // Another process may have been faster.
    if (state === 'installed') return;
    const advice = state === 'absent' ? cubeAbsent : cubeRefused(database);
    throw new DatabaseSetupError('no-cube', advice, { cause: error });
  }
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
