import { setTimeout as sleep } from 'node:timers/promises';
import type pg from 'pg';
import { acrossGuilds } from './across-guilds.ts';
import { toOwnError } from './errors.ts';
import type { Snowflake } from './ids.ts';
import type { KeyCache } from './protection/guild-keys.ts';
import { storedKeys } from './protection/stored-keys.ts';
import { guildRepositories } from './repositories/for-guild.ts';
import type { Scope, Statement } from './scope.ts';
import { BEGIN, inTransaction, type Run, runInTransaction, runStatement } from './transaction.ts';
import type { Database } from './types.ts';
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

const queueTurn = {
  name: 'queue-turn',
  text: `select pg_advisory_xact_lock(hashtextextended('kith queue', 0))`,
} as const satisfies Statement;

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
      inTransaction(pool, opening(guildId), (run) =>
        work(guildRepositories(withKeys(scopeIn(run, guildId), keys))),
      ),
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
      setUp: (work) =>
        inTransaction(pool, [BEGIN], async (run) => {
          await run(queueTurn);
          await work();
        }),
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
  return scopeIn((statement) => runInTransaction(pool, opening(guildId), statement), guildId);
}

function scopeIn(run: Run, guildId: Snowflake): KeylessScope {
  return {
    guildId,
    run: ({ name, text }, values) => run({ name, text, values: [guildId, ...values] }),
  };
}
