import pg from 'pg';
import type { Snowflake } from './ids.ts';
import type { Step } from './pipeline.ts';
import { onlyRow } from './scope.ts';
import { BEGIN } from './transaction.ts';

/** Whom statements about a guild run as. It owns nothing and may do nothing but read and write rows. */
export const GUILD_ROLE = 'kith_guild';

/** How a transaction for a guild begins. */
export type Opening = (guildId: Snowflake) => readonly Step[];

const setRole: Step = { name: 'set-role', text: `set local role ${GUILD_ROLE}` };

// "SET LOCAL" and not set_config(): where tables are distributed, only the former reaches the other servers.
const opening =
  (...asRole: readonly Step[]): Opening =>
  (guildId) => {
    if (!/^\d{1,19}$/.test(guildId)) throw new RangeError('a guild is named by its snowflake');
    return [BEGIN, ...asRole, { name: 'set-guild', text: `set local app.guild_id = '${guildId}'` }];
  };

/**
 * Makes the role where it is missing and lets it use the tables. Where the database's user may not make roles, what
 * concerns a guild runs as that user: row-level security holds for it too, as long as it is not a superuser.
 * @returns how to begin a transaction for a guild.
 */
export async function raiseWall(client: pg.Client): Promise<Opening> {
  if (!(await canBecomeRole(client))) return opening();
  // Two processes that start at once would be in each other's way ("tuple concurrently updated").
  await client.query('begin');
  await client.query(`select pg_advisory_xact_lock(hashtext('${GUILD_ROLE}'))`);
  const { rows } = await client.query<{ schema: string }>('select quote_ident(current_schema()) as schema');
  const { schema } = onlyRow(rows);
  await client.query(`grant usage on schema ${schema} to ${GUILD_ROLE}`);
  await client.query(
    `grant select, insert, update, delete on all tables in schema ${schema} to ${GUILD_ROLE}`,
  );
  await client.query(`grant usage on all sequences in schema ${schema} to ${GUILD_ROLE}`);
  await client.query(`revoke all on migrations from ${GUILD_ROLE}`);
  await client.query('commit');
  return opening(setRole);
}

async function canBecomeRole(client: pg.Client): Promise<boolean> {
  if (await becomes(client)) return true;
  // Each may fail: the role is there already, or we may not make or grant roles. What counts is the outcome.
  for (const attempt of [`create role ${GUILD_ROLE} nologin`, `grant ${GUILD_ROLE} to current_user`]) {
    await refusedOrDone(client, attempt);
  }
  return becomes(client);
}

async function becomes(client: pg.Client): Promise<boolean> {
  const became = await refusedOrDone(client, `set role ${GUILD_ROLE}`);
  if (became) await client.query('reset role');
  return became;
}

async function refusedOrDone(client: pg.Client, text: string): Promise<boolean> {
  try {
    await client.query(text);
    return true;
  } catch (error) {
    if (error instanceof pg.DatabaseError) return false;
    throw error;
  }
}
