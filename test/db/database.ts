import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { promisify } from 'node:util';
import pg from 'pg';
import { pino } from 'pino';
import { afterAll, beforeAll, inject } from 'vitest';
import { openDatabase } from '../../src/db/open-database.ts';
import { type MasterKeys, masterKey } from '../../src/db/protection/master-key.ts';
import type { Database, GuildRepositories } from '../../src/db/types.ts';
import type { RunServer } from './global-setup.ts';

export const silent = pino({ level: 'silent' });

export const testMasterKeys: MasterKeys = { current: masterKey(new Uint8Array(32).fill(1)), earlier: [] };

/** An empty database on the run's server. */
export interface EmptyDatabase {
  /** For `DATABASE_URL`. */
  readonly url: string;
  /** Runs SQL as the database's owner, past the repositories. */
  sql<Row extends pg.QueryResultRow>(text: string, values?: readonly unknown[]): Promise<Row[]>;
  /** Disconnects everyone and drops it. */
  drop(): Promise<void>;
}

export async function createEmptyDatabase(): Promise<EmptyDatabase> {
  const { url: server } = await runServer();
  const name = `test_${randomBytes(6).toString('hex')}`;
  await withClient(server, (client) => client.query(`create database ${name}`));
  const url = new URL(server);
  url.pathname = name;
  return {
    url: url.href,
    async sql<Row extends pg.QueryResultRow>(text: string, values: readonly unknown[] = []) {
      const { rows } = await withClient(url.href, (client) => client.query<Row>(text, [...values]));
      return rows;
    },
    async drop() {
      await withClient(server, (client) => client.query(`drop database ${name} with (force)`));
    },
  };
}

/** A database of one's own with Kith's schema, opened as the product does. */
export interface TestDatabase extends EmptyDatabase {
  readonly database: Database;
}

/** Call `drop` in `afterAll`: it closes `database` as well. */
export async function createTestDatabase(): Promise<TestDatabase> {
  const empty = await createEmptyDatabase();
  const database = await openDatabase({
    databaseUrl: empty.url,
    dataDirectory: '/nonexistent',
    masterKeys: testMasterKeys,
    log: silent,
  });
  return {
    ...empty,
    database,
    async drop() {
      await database.close();
      await empty.drop();
    },
  };
}

/** A database that all tests of a file share, each in guilds of its own. */
export interface FileDatabase extends Omit<TestDatabase, 'drop'> {
  /** A guild that no other test has, of which nothing is known yet. */
  newGuild(): GuildRepositories;
}

/** Called at the top of a file: the database is there from its first test to its last. */
export function databaseOfFile(): FileDatabase {
  let made: TestDatabase | undefined;
  let guilds = 0;
  beforeAll(async () => {
    made = await createTestDatabase();
  });
  afterAll(async () => {
    await made?.drop();
  });
  const now = () => {
    if (made === undefined) throw new Error('the database is there for tests and their hooks only');
    return made;
  };
  return {
    get url() {
      return now().url;
    },
    get database() {
      return now().database;
    },
    sql: (text, values) => now().sql(text, values),
    newGuild() {
      guilds += 1;
      return now().database.forGuild(String(guilds));
    },
  };
}

/** A data directory as Kith leaves it after its first run: opening it takes no initdb. The caller removes it. */
export async function createDataDirectory(): Promise<{ path: string; remove(): Promise<void> }> {
  const { template } = await runServer();
  const path = `${template}-${randomBytes(6).toString('hex')}`;
  await promisify(execFile)('cp', ['-a', template, path]);
  return { path, remove: () => rm(path, { recursive: true, force: true }) };
}

let asked: Promise<RunServer> | undefined;

/** The first to ask in a run waits for its start. */
function runServer(): Promise<RunServer> {
  asked ??= ask();
  return asked;
}

async function ask(): Promise<RunServer> {
  const answer = await text(connect(inject('runServerPort'), '127.0.0.1'));
  if (!answer.startsWith('{')) throw new Error(answer);
  return JSON.parse(answer) as RunServer;
}

async function withClient<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}
