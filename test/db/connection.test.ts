import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { inspect } from 'node:util';
import pg from 'pg';
import { describe, expect, it } from 'vitest';
import { isConnectionFailure } from '../../src/db/errors.ts';
import { createPool } from '../../src/db/pool.ts';
import { poolDatabase } from '../../src/db/pool-database.ts';
import { KeyCache } from '../../src/db/protection/guild-keys.ts';
import { BEGIN } from '../../src/db/transaction.ts';
import type { Database } from '../../src/db/types.ts';
import { databaseOfFile, silent, testMasterKeys } from './database.ts';
import { face, photo } from './fixtures.ts';

const db = databaseOfFile();
/** Kith's database on whatever answers, or does not, at a URL. */
async function withDatabaseAt(url: string, work: (database: Database) => Promise<void>): Promise<void> {
  const pool = createPool(() => url, silent);
  const database = poolDatabase(
    pool,
    { keys: new KeyCache(testMasterKeys), opening: () => [BEGIN] },
    async () => {},
  );
  await work(database).finally(() => database.close());
}

const away = { name: 'UserError', code: 'database-away' };

describe('a database that is away', () => {
  it.each([
    ['nothing listens', 'postgresql://kith@127.0.0.1:1/kith'],
    ['its socket is not there', 'postgresql://kith@/kith?host=/nonexistent'],
  ])('is told to the user when %s', async (_, url) => {
    await withDatabaseAt(url, async (database) => {
      await expect(database.ping()).rejects.toMatchObject(away);
      await expect(database.transaction('1', async () => {})).rejects.toMatchObject(away);
      await expect(database.forGuild('1').people.find('1')).rejects.toMatchObject(away);
    });
  });

  it.each([
    ['says nothing', () => {}],
    ['hangs up', (socket: { destroy(): void }) => socket.destroy()],
  ])('is told to the user when it %s', async (_, onConnection) => {
    const server = createServer(onConnection).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    await withDatabaseAt(`postgresql://kith@127.0.0.1:${port}/kith`, async (database) => {
      await expect(database.ping()).rejects.toMatchObject(away);
    });
    server.close();
  });

  it('is told to the user when it ends the connections, and used again when it is back', async () => {
    await withDatabaseAt(db.url, async (database) => {
      await database.ping();
      const terminate = `select pg_terminate_backend(pid) from pg_stat_activity
        where datname = current_database() and pid <> pg_backend_pid()`;
      const interrupted = database.transaction('1', async ({ people }) => {
        await db.sql(terminate);
        await people.find('1');
      });
      await expect(interrupted).rejects.toMatchObject(away);
      await database.ping();
    });
  });

  it('is not what a refused statement is taken for', async () => {
    const refused = await db.sql('select 1 / 0').catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(pg.DatabaseError);
    expect(isConnectionFailure(refused)).toBe(false);
    expect(isConnectionFailure(new Error('connection'))).toBe(false);
  });
});

describe('a statement that PostgreSQL refuses', () => {
  it('says which, and why, and nothing of the values', async () => {
    const guild = db.database.forGuild('1');
    const displayName = 'Secret Name '.repeat(10);
    const failures = await Promise.all([
      guild.people.create({ memberId: '5', displayName, createdBy: '5' }).catch((error) => error),
      guild.people
        .create({ memberId: 'Secret Name', displayName: 'Ann', createdBy: '5' })
        .catch((error) => error),
      guild.pictures
        .add(photo())
        .then((id) => guild.faces.add(face(id, null, { modelVersion: 'Secret Name' })))
        .catch((error) => error),
    ]);
    expect(failures).toMatchObject([
      {
        name: 'SqlError',
        statement: 'person.create-member',
        sqlState: '23514',
        constraint: 'person_display_name_length',
      },
      { name: 'SqlError', statement: 'person.create-member', sqlState: '22P02' },
      { name: 'SqlError', statement: 'face.add', sqlState: '23514', constraint: 'face_enrolment_has_person' },
    ]);
    expect(inspect(failures, { depth: null, showHidden: true })).not.toContain('Secret');
  });
});
