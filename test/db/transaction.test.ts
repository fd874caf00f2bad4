import { describe, expect, it } from 'vitest';
import type { GuildRepositories } from '../../src/db/types.ts';
import { databaseOfFile } from './database.ts';

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
