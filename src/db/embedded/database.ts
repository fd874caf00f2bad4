import type pg from 'pg';

/** Where Kith's tables are. The maintenance database beside it stays empty. */
export const DATABASE = 'kith';

/** Makes the database where it is missing. Only the owner of the server does, so there is no race. */
export async function ensureDatabase(session: pg.Client): Promise<void> {
  const { rowCount } = await session.query('select from pg_database where datname = $1', [DATABASE]);
  if (rowCount === 0) await session.query(`create database ${DATABASE}`);
}
