import { cp, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { connect } from '../../src/db/connect.ts';
import { MIGRATIONS_DIRECTORY, runMigrations } from '../../src/db/migrate.ts';
import { openDatabase } from '../../src/db/open-database.ts';
import { checkRequirements } from '../../src/db/requirements.ts';
import {
  createEmptyDatabase,
  createTestDatabase,
  type EmptyDatabase,
  silent,
  type TestDatabase,
  testMasterKeys,
} from './database.ts';

describe('the schema', () => {
  let db: TestDatabase;
  beforeAll(async () => {
    db = await createTestDatabase();
  });
  afterAll(() => db.drop());

  it('documents every table and column', async () => {
    const undocumented = await db.sql<{ what: string }>(`
      select relname || coalesce('.' || attname, '') as what
      from pg_class
      cross join lateral (
        select null::name as attname, 0 as attnum
        union all
        select attname, attnum from pg_attribute where attrelid = pg_class.oid and attnum > 0 and not attisdropped
      ) as column_or_table
      where relkind = 'r' and relnamespace = 'public'::regnamespace
        and (case attnum when 0 then obj_description(pg_class.oid, 'pg_class')
             else col_description(pg_class.oid, attnum) end) is null`);
    expect(undocumented).toEqual([]);
    const tables = await db.sql<{ name: string }>(
      `select relname as name from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace order by 1`,
    );
    expect(tables.map(({ name }) => name)).toEqual([
      'attachment',
      'audit',
      'backfill',
      'backfill_schedule',
      'channel_cursor',
      'chore',
      'consent',
      'face',
      'guild',
      'guild_key',
      'indexed_channel',
      'merge',
      'migrations',
      'opt_out',
      'person',
      'picture',
      'proposal',
      'rejection',
      'walk',
    ]);
  });

  it('has guild_id first in every index and in every foreign key, on both sides', async () => {
    const firstColumns = await db.sql<{ kind: string; name: string; first: string }>(`
      select 'index' as kind, pg_index.indexrelid::regclass::text as name, attname::text as first
      from pg_index
      join pg_class on pg_class.oid = pg_index.indrelid
      left join pg_attribute on attrelid = indrelid and attnum = indkey[0]
      where relnamespace = 'public'::regnamespace and relname <> 'migrations'
      union all
      select 'reference', conname::text, attname::text
      from pg_constraint
      cross join lateral (values (conrelid, conkey[1]), (confrelid, confkey[1])) as side (relation, number)
      join pg_attribute on attrelid = relation and attnum = number
      where contype = 'f' and connamespace = 'public'::regnamespace`);
    expect(firstColumns.filter(({ kind }) => kind === 'index').length).toBeGreaterThanOrEqual(12);
    expect(firstColumns.filter(({ kind }) => kind === 'reference').length).toBeGreaterThanOrEqual(12);
    expect(firstColumns.filter(({ first }) => first !== 'guild_id')).toEqual([]);
  });

  it('lets everything of a guild go with its row', async () => {
    const references = await db.sql<{ to: string; rule: string }>(
      `select distinct (case confrelid when 'guild_key'::regclass then 'a key' else 'the rest' end) as to,
         confdeltype::text as rule
       from pg_constraint where contype = 'f' and connamespace = 'public'::regnamespace order by 1`,
    );
    // No action, but cascade: a key that is in use goes with its guild alone (test/db/protection/guild-keys.test.ts).
    expect(references).toEqual([
      { to: 'a key', rule: 'a' },
      { to: 'the rest', rule: 'c' },
    ]);
  });
});

describe('migrations', () => {
  let empty: EmptyDatabase;
  let folder: string;
  const client = async <T>(work: (client: pg.Client) => Promise<T>): Promise<T> => {
    const connected = new pg.Client({ connectionString: empty.url });
    await connected.connect();
    return work(connected).finally(() => connected.end());
  };

  afterEach(() => empty.drop());
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'kith-migrations-'));
  });
  afterAll(() => rm(folder, { recursive: true }));

  it('run once, however often and by however many processes at once', async () => {
    empty = await createEmptyDatabase();
    await Promise.all([1, 2].map(() => client((c) => runMigrations(c, silent))));
    const before = await empty.sql('select * from migrations order by id');
    await client((c) => runMigrations(c, silent));
    expect(await empty.sql('select * from migrations order by id')).toEqual(before);
    const files = (await readdir(MIGRATIONS_DIRECTORY)).filter((file) => file.endsWith('.sql'));
    // One more is the runner's own, for its table.
    expect(before).toHaveLength(files.length + 1);
  });

  it('refuse a file that was edited after it ran', async () => {
    empty = await createEmptyDatabase();
    await cp(MIGRATIONS_DIRECTORY, folder, { recursive: true });
    await client((c) => runMigrations(c, silent, folder));
    await writeFile(join(folder, '0001_people-pictures-faces.sql'), 'select 1');
    await expect(client((c) => runMigrations(c, silent, folder))).rejects.toMatchObject({
      code: 'migration-failed',
      message: expect.stringContaining('0001_people-pictures-faces.sql'),
    });
  });

  it('leave nothing of a file that fails', async () => {
    empty = await createEmptyDatabase();
    const broken = await mkdtemp(join(folder, 'broken-'));
    await writeFile(join(broken, '0001_broken.sql'), 'create table half (); select 1 / 0;');
    await expect(client((c) => runMigrations(c, silent, broken))).rejects.toMatchObject({
      code: 'migration-failed',
    });
    expect(await empty.sql(`select to_regclass('half') as half`)).toEqual([{ half: null }]);
  });

  it('refuse a database that a newer version has migrated', async () => {
    empty = await createEmptyDatabase();
    await client((c) => runMigrations(c, silent));
    await empty.sql(`insert into migrations (id, name, hash) values (99, 'of-the-future', 'x')`);
    await expect(client((c) => runMigrations(c, silent))).rejects.toMatchObject({ code: 'newer-schema' });
  });
});

it('two processes that start at once on an empty database both find its extension', async () => {
  const empty = await createEmptyDatabase();
  const clients = await Promise.all([connect(empty.url), connect(empty.url)]);
  await Promise.all(clients.map(checkRequirements));
  await Promise.all(clients.map((client) => client.end()));
  expect(await empty.sql(`select from pg_extension where extname = 'cube'`)).toHaveLength(1);
  await empty.drop();
});

describe('a PostgreSQL of one’s own', () => {
  let empty: EmptyDatabase;
  beforeAll(async () => {
    empty = await createEmptyDatabase();
  });
  afterAll(async () => {
    await empty.sql('drop owned by plain_role cascade; drop role plain_role');
    await empty.drop();
  });

  it('works for a role with no more than its schema, once an administrator has created cube', async () => {
    await empty.sql(`create role plain_role login password 'secret-of-the-test'`);
    const url = new URL(empty.url);
    url.username = 'plain_role';
    url.password = 'secret-of-the-test';
    const open = () =>
      openDatabase({
        databaseUrl: url.href,
        dataDirectory: '/nonexistent',
        masterKeys: testMasterKeys,
        log: silent,
      });

    await expect(open()).rejects.toMatchObject({
      code: 'no-cube',
      message: expect.stringContaining('CREATE EXTENSION cube;'),
    });
    await empty.sql('create extension cube');
    await expect(open()).rejects.toMatchObject({
      code: 'migration-failed',
      message: expect.stringContaining('permission denied for schema public'),
    });
    await empty.sql('grant create on schema public to plain_role');
    const database = await open();
    await database.forGuild('1').people.create({ memberId: '2', displayName: 'Ann', createdBy: '2' });
    await database.close();
  });

  it('is told apart when it is away, unknown, closed to us or too old, without its password', async () => {
    const url = new URL(empty.url);
    url.password = 'wrong-and-secret';
    const away = new URL(url);
    away.port = '1';
    const failures = await Promise.all(
      [url, away].map(({ href }) =>
        openDatabase({
          databaseUrl: href,
          dataDirectory: '/nonexistent',
          masterKeys: testMasterKeys,
          log: silent,
        }).catch((error) => error),
      ),
    );
    expect(failures.map(({ code }) => code)).toEqual(['refused', 'unreachable']);
    expect(failures.join()).not.toContain('secret');

    const old = {
      query: async () => ({ rows: [{ number: 120_022, text: '12.22' }] }),
    } as unknown as pg.Client;
    await expect(checkRequirements(old)).rejects.toMatchObject({ code: 'too-old' });
    const row = { number: 180_000, text: '18.0', state: 'absent', database: 'kith' };
    const withoutCube = {
      query: async (text: string) =>
        text.startsWith('create') ? Promise.reject(new Error('refused')) : { rows: [row] },
    } as unknown as pg.Client;
    await expect(checkRequirements(withoutCube)).rejects.toMatchObject({
      code: 'no-cube',
      message: expect.stringContaining('postgresql-contrib'),
    });
  });
});
