import type pg from 'pg';

/** Of the master keys with which something is protected; none before the table is there. */
export async function masterKeyIds(client: pg.Client): Promise<string[]> {
  const { rowCount } = await client.query(`select where to_regclass('guild_key') is not null`);
  if (rowCount === 0) return [];
  const { rows } = await client.query<{ id: string }>('select distinct master_key_id as id from guild_key');
  return rows.map(({ id }) => id);
}
