import { setTimeout as sleep } from 'node:timers/promises';
import type pg from 'pg';
import { acrossGuilds } from './across-guilds.ts';
import { toOwnError } from './errors.ts';
import type { Snowflake } from './ids.ts';
import type { KeyCache } from './protection/guild-keys.ts';
import { storedKeys } from './protection/stored-keys.ts';
import { guildRepositories } from './repositories/for-guild.ts';
import type { Scope, Statement } from './scope.ts';
import { inTransaction, runStatement } from './transaction.ts';
import type { Database, GuildRepositories } from './types.ts';
import type { Opening } from './wall.ts';
import { WorkerPresence } from './worker-presence.ts';

/** A connection whose server is silent would hold up the end for as long as its statement may take. */
const endMs = 1_000;

/** What a user may ask to see, export or erase, wherever it is. */
const guildsOf = {
  name: 'guilds-of-user',
  text: `select guild_id as "guildId" from person where member_id = $1
union select guild_id from opt_out where member_id = $1
union select guild_id from proposal where member_id = $1
union select guild_id from picture where author_id = $1
order by 1`,
} as const satisfies Statement;

const openQueueSetUp = `begin; select pg_advisory_xact_lock(hashtextextended('kith queue', 0))`;

/** The database over a pool of connections. `close` ends the pool and then runs `afterClose`, once. */
export function poolDatabase(
  pool: pg.Pool,
  { keys, opening }: { readonly keys: KeyCache; readonly opening: Opening },
  afterClose: () => Promise<void>,
): Database {
  let closing: Promise<void> | undefined;
  const presence = new WorkerPresence(pool);
  return {
    forGuild: (guildId) => guildRepositories(withKeys(scopeOn(pool, opening, guildId), keys)),
    transaction: async (guildId, work) =>
      inTransaction(pool, opening(guildId), (client) => runScoped(client, keys, guildId, work)),
    async guildsOf(userId) {
      const { name, text } = guildsOf;
      const rows = await runStatement<{ guildId: Snowflake }>(pool, name, text, [userId]);
      return rows.map(({ guildId }) => guildId);
    },
    async allGuilds() {
      const { name, text } = acrossGuilds.all;
      return (await runStatement<{ guildId: Snowflake }>(pool, name, text, [])).map(({ guildId }) => guildId);
    },
    async guildsWithWork(chores, idleSeconds) {
      const { name, text } = acrossGuilds.withWork;
      const rows = await runStatement<{ guildId: Snowflake }>(pool, name, text, [chores, idleSeconds]);
      return rows.map(({ guildId }) => guildId);
    },
    queue: {
      async executeSql(text, values) {
        try {
          return await pool.query(text, values);
        } catch (error) {
          throw toOwnError('queue', error);
        }
      },
      setUp: (work) => inTransaction(pool, openQueueSetUp, work),
    },
    joinWorkers: (ifFirst) => presence.join(ifFirst),
    usage: () => ({ connections: pool.totalCount, idle: pool.idleCount, waiting: pool.waitingCount }),
    async ping() {
      await runStatement(pool, 'ping', 'select 1', []);
    },
    close() {
      closing ??= Promise.race([
        presence.leave().then(() => pool.end()),
        sleep(endMs, undefined, { ref: false }),
      ]).finally(afterClose);
      return closing;
    },
  };
}

type KeylessScope = Omit<Scope, 'keys'>;

function withKeys(scope: KeylessScope, keys: KeyCache): Scope {
  return { ...scope, keys: storedKeys(keys, scope) };
}

/** Each statement in a transaction of its own, behind the wall like all that concerns a guild. */
function scopeOn(pool: pg.Pool, opening: Opening, guildId: Snowflake): KeylessScope {
  return {
    guildId,
    run: <Row>(statement: Statement, values: readonly unknown[]) =>
      inTransaction(pool, opening(guildId), (client) => scopeIn(client, guildId).run<Row>(statement, values)),
  };
}

function scopeIn(client: pg.PoolClient, guildId: Snowflake): KeylessScope {
  return {
    guildId,
    run: <Row>({ name, text }: Statement, values: readonly unknown[]) =>
      runStatement<Row>(client, name, text, [guildId, ...values]),
  };
}

/** Runs `work` with repositories that refuse to be used once it is over. */
async function runScoped<T>(
  client: pg.PoolClient,
  keys: KeyCache,
  guildId: Snowflake,
  work: (repositories: GuildRepositories) => Promise<T>,
): Promise<T> {
  const scope = scopeIn(client, guildId);
  let open = true;
  const guarded: KeylessScope = {
    guildId,
    run: async (statement, values) => {
      // Afterwards the connection serves someone else: a late statement would slip into their transaction.
      if (!open) throw new Error(`${statement.name}: the transaction is over`);
      return scope.run(statement, values);
    },
  };
  try {
    return await work(guildRepositories(withKeys(guarded, keys)));
  } finally {
    open = false;
  }
}
