import { describe, expect, it } from 'vitest';
import { createPool } from '../../src/db/pool.ts';
import { poolDatabase } from '../../src/db/pool-database.ts';
import { KeyCache } from '../../src/db/protection/guild-keys.ts';
import { BEGIN } from '../../src/db/transaction.ts';
import type { Database, GuildRepositories } from '../../src/db/types.ts';
import type { Opening } from '../../src/db/wall.ts';
import { databaseOfFile, silent, testMasterKeys } from './database.ts';

const db = databaseOfFile();
const member = (memberId: string) => ({ memberId, displayName: 'Ann', createdBy: memberId });
const find = (memberId: string) => db.database.forGuild('1').people.findByMember(memberId);

describe('a transaction', () => {
  it('keeps all when its work resolves, and gives what the work gives', async () => {
    const person = await db.database.transaction('1', async ({ people, audit }) => {
      await audit.write({ actorId: '1', action: 'enrol', personId: null, details: {} });
      return people.create(member('1'));
    });
    expect(await find('1')).toEqual(person);
    expect(await db.sql(`select count(*)::integer from audit`)).toEqual([{ count: 1 }]);
  });

  it('is not seen by others before', async () => {
    await db.database.transaction('1', async ({ people }) => {
      await people.create(member('2'));
      expect(await find('2')).toBeNull();
    });
    expect(await find('2')).not.toBeNull();
  });

  it('keeps nothing when its work rejects, with the work’s own error', async () => {
    const error = new Error('of the work');
    await expect(
      db.database.transaction('1', async ({ people }) => {
        await people.create(member('3'));
        throw error;
      }),
    ).rejects.toBe(error);
    expect(await find('3')).toBeNull();
  });

  it('rejects when a statement failed, even if the work looked away', async () => {
    await expect(
      db.database.transaction('1', async ({ people }) => {
        await people.create(member('4'));
        await people.create({ ...member('5'), displayName: '' }).catch(() => {});
      }),
    ).rejects.toThrow('its error was not passed on');
    expect(await find('4')).toBeNull();
  });

  it('serves no statement that comes too late', async () => {
    let kept: GuildRepositories | undefined;
    await db.database.transaction('1', async (repositories) => {
      kept = repositories;
    });
    await expect(kept?.people.create(member('6'))).rejects.toThrow('the transaction is over');
    expect(await find('6')).toBeNull();
  });

  it('serves no statement that waits for the first when the work ends', async () => {
    let waiting: Promise<unknown> | undefined;
    const error = new Error('of the work');
    const ended = db.database.transaction('1', async ({ people }) => {
      const first = people.create(member('10'));
      waiting = people.create(member('11'));
      waiting.catch(() => {});
      first.catch(() => {});
      throw error;
    });
    await expect(ended).rejects.toBe(error);
    await expect(waiting).rejects.toThrow('the transaction is over');
    expect(await find('10')).toBeNull();
    expect(await find('11')).toBeNull();
  });

  it('that loses its connection rejects as database-away and keeps nothing; the next one works', async () => {
    const lose = db.database.transaction('1', async ({ people }) => {
      await people.create(member('7'));
      await db.sql(
        `select pg_terminate_backend(pid) from pg_stat_activity
         where datname = current_database() and pid <> pg_backend_pid()`,
      );
      // Let the loss arrive while no statement is running: it must not end the process.
      await new Promise((resolve) => setTimeout(resolve, 100));
      await people.create(member('8'));
    });
    await expect(lose).rejects.toMatchObject({ name: 'UserError', code: 'database-away' });
    expect(await find('7')).toBeNull();
    await db.database.transaction('1', ({ people }) => people.create(member('7')));
    expect(await find('7')).not.toBeNull();
  });
});

/** Kith's database with transactions that begin otherwise. */
async function withOpening(opening: Opening, work: (database: Database) => Promise<void>): Promise<void> {
  const pool = createPool(() => db.url, silent);
  const database = poolDatabase(pool, { keys: new KeyCache(testMasterKeys), opening }, async () => {});
  await work(database).finally(() => database.close());
}

/** What PostgreSQL answers a `begin` that is cancelled. */
const cancelled = {
  name: 'begin',
  text: `do $$ begin raise exception 'canceled' using errcode = 'query_canceled'; end $$`,
};
const noRole = { name: 'set-role', text: 'set local role nobody_at_all' };

// The database's own user stands before no wall: what ran as it would be kept.
describe('a transaction that cannot begin', () => {
  it.each([
    ['is cancelled', [cancelled], { code: 'database-away', cause: { statement: 'begin' } }],
    ['lost its role', [BEGIN, noRole], { name: 'SqlError', statement: 'set-role', sqlState: '22023' }],
  ])('runs nothing when it %s, and says why', async (_, opening, error) => {
    await withOpening(
      () => opening,
      async (database) => {
        const { people } = database.forGuild('1');
        await expect(people.create(member('20'))).rejects.toMatchObject(error);
        const failing = database.transaction('1', async (guild) => {
          await guild.people.create(member('21'));
        });
        await expect(failing).rejects.toMatchObject(error);
        const lookingAway = database.transaction('1', async (guild) => {
          await guild.people.create(member('22')).catch(() => {});
          await guild.people.create(member('23')).catch(() => {});
        });
        await expect(lookingAway).rejects.toMatchObject(error);
        const beside = database.transaction('1', async (guild) => {
          await Promise.allSettled(['24', '25'].map((id) => guild.people.create(member(id))));
        });
        await expect(beside).rejects.toMatchObject(error);
        // Its connection is as good as before.
        await database.ping();
        expect(database.usage()).toMatchObject({ connections: 1, idle: 1 });
      },
    );
    expect(await db.sql(`select from person where member_id between 20 and 29`)).toEqual([]);
  });

  it('asks for nothing when its work does not', async () => {
    await withOpening(
      () => [cancelled],
      async (database) => {
        await database.transaction('1', async () => {});
      },
    );
  });
});

it('a commit that fails is the failure of the statement, which is not kept', async () => {
  await db.sql(`
    create function refuse() returns trigger language plpgsql as $$ begin raise exception 'refused'; end $$;
    create constraint trigger refuse after insert on opt_out deferrable initially deferred
    for each row execute function refuse()`);
  const error = { name: 'SqlError', statement: 'commit', sqlState: 'P0001' };
  await expect(db.database.forGuild('1').optOuts.add('1')).rejects.toMatchObject(error);
  const failing = db.database.transaction('1', ({ optOuts }) => optOuts.add('1'));
  await expect(failing).rejects.toMatchObject(error);
  expect(await db.sql('select from opt_out')).toEqual([]);
});
