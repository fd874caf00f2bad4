import { once } from 'node:events';
import { readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { type AddressInfo, createServer } from 'node:net';
import { networkInterfaces } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { backUp } from '../../../src/db/backup/backup.ts';
import { prepareInstallation } from '../../../src/db/embedded/installation.ts';
import { startServer, stopServer } from '../../../src/db/embedded/server-process.ts';
import { startEmbedded } from '../../../src/db/embedded/start.ts';
import { openDatabase } from '../../../src/db/open-database.ts';
import { createDataDirectory, silent } from '../database.ts';
import { ended, isRunning, serverOf } from './holding.ts';

// Each test starts servers and processes; how long that takes is the machine's affair.
vi.setConfig({ testTimeout: 240_000 });

let directory: Awaited<ReturnType<typeof createDataDirectory>>;
beforeEach(async () => {
  directory = await createDataDirectory();
});
afterEach(() => directory.remove());

const open = () => openDatabase({ dataDirectory: directory.path, log: silent });

/** The SQLSTATE or system code with which a connection attempt fails. */
async function failureOf(url: URL): Promise<unknown> {
  const client = new pg.Client({ connectionString: url.href });
  return client.connect().then(
    () => client.end().then(() => undefined),
    (error: { code?: unknown }) => error.code,
  );
}

/** Something else that listens. */
async function listener() {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  return { port: (server.address() as AddressInfo).port, close: () => server.close() };
}

describe('the embedded server', () => {
  it('starts in a new folder, keeps what it was given, and stops without a trace', async () => {
    const path = join(directory.path, 'a', 'new', 'folder');
    const openNew = () => openDatabase({ dataDirectory: path, log: silent });
    const first = await openNew();
    const person = await first
      .forGuild('1')
      .people.create({ memberId: '5', displayName: 'Ann', createdBy: '5' });
    const { pid } = await serverOf(path);
    expect(await isRunning(pid)).toBe(true);
    await first.close();
    await first.close();
    await ended(pid);
    expect(await readdir(path)).not.toContainEqual(expect.stringContaining('unfinished'));

    const second = await openNew();
    expect(await second.forGuild('1').people.findByMember('5')).toEqual(person);
    await second.close();
  });

  it('is for this machine and who has the password, which is for us alone', async () => {
    const server = await startEmbedded(directory.path, silent);
    const url = new URL(server.url());
    expect(await failureOf(url)).toBeUndefined();

    const addresses = Object.values(networkInterfaces()).flatMap((list) => list ?? []);
    const outer = addresses.filter(({ internal, family }) => !internal && family === 'IPv4');
    for (const address of ['127.0.0.2', ...outer.map((each) => each.address)]) {
      const other = new URL(url);
      other.hostname = address;
      expect(await failureOf(other), address).toBe('ECONNREFUSED');
    }
    const guess = new URL(url);
    guess.password = 'guess';
    expect(await failureOf(guess)).toBe('28P01');

    const client = new pg.Client({ connectionString: url.href });
    await client.connect();
    const { rows } = await client.query(
      `select name, setting from pg_settings where name in
       ('listen_addresses', 'unix_socket_directories', 'fsync', 'jit', 'password_encryption') order by name`,
    );
    await client.end();
    expect(rows).toEqual([
      { name: 'fsync', setting: 'on' },
      { name: 'jit', setting: 'off' },
      { name: 'listen_addresses', setting: '127.0.0.1' },
      { name: 'password_encryption', setting: 'scram-sha-256' },
      { name: 'unix_socket_directories', setting: '' },
    ]);

    const password = join(directory.path, 'postgres-password');
    expect((await stat(password)).mode & 0o777).toBe(0o600);
    expect(decodeURIComponent(url.password)).toBe(await readFile(password, 'utf8'));
    expect(url.password).toMatch(/^[\w-]{43}$/);
    const { mode, uid } = await stat(join(directory.path, 'postgres'));
    expect(mode & 0o777).toBe(0o700);
    expect(uid).not.toBe(0);
    await server.stop();
  });

  it('keeps rows and statements out of its log', async () => {
    const database = await open();
    const { people } = database.forGuild('1');
    const tooLong = 'Secret Name '.repeat(10);
    await expect(people.create({ memberId: '5', displayName: tooLong, createdBy: '5' })).rejects.toThrow();
    await database.close();
    const log = await readFile(join(directory.path, 'postgres', 'server.log'), 'utf8');
    expect(log).toContain('person_display_name_length');
    expect(log).not.toContain('Secret');
    expect(log).not.toContain('insert');
  });
});

describe('starting the server', () => {
  it('on a port that is taken is told as that, with an overlong log emptied', async () => {
    const { port, close } = await listener();
    const installation = await prepareInstallation(directory.path);
    const log = installation.layout.serverLog;
    await writeFile(log, 'x'.repeat(1_100_000));
    expect(await startServer(installation, port)).toMatchObject({
      kind: 'port-taken',
      reason: expect.stringContaining('could not bind'),
    });
    expect((await stat(log)).size).toBeLessThan(10_000);
    // There is none to stop, which is what stopping is for.
    await stopServer(installation);
    close();
  });
});

describe('a data directory that cannot be used', () => {
  it('says so when its password is gone or is not the right one', async () => {
    const file = join(directory.path, 'postgres-password');
    const password = await readFile(file);
    const complaint = { name: 'DatabaseSetupError', code: 'password-missing' };
    await rm(file);
    await expect(open()).rejects.toMatchObject(complaint);
    await writeFile(file, 'another');
    await expect(open()).rejects.toMatchObject(complaint);
    // This time with the server that the last attempt has started.
    await expect(open()).rejects.toMatchObject(complaint);
    await writeFile(file, password);
    await (await open()).close();
  });

  it('says so when its data are of another PostgreSQL', async () => {
    await writeFile(join(directory.path, 'postgres', 'PG_VERSION'), '12\n');
    await expect(open()).rejects.toMatchObject({
      code: 'other-version',
      message: expect.stringContaining('PostgreSQL 12'),
    });
  });

  it('says so, in PostgreSQL’s words, when they are damaged', async () => {
    await rm(join(directory.path, 'postgres', 'global', 'pg_control'));
    const complaint = { code: 'start-failed', message: expect.stringContaining('pg_control') };
    await expect(open()).rejects.toMatchObject(complaint);
    const folder = join(directory.path, 'backups');
    await expect(backUp({ dataDirectory: directory.path, folder, log: silent })).rejects.toMatchObject(
      complaint,
    );
  });

  it('says so when it is no folder', async () => {
    const dataDirectory = join(directory.path, 'postgres-password', 'below-a-file');
    await expect(openDatabase({ dataDirectory, log: silent })).rejects.toMatchObject({
      code: 'directory-unreachable',
      message: expect.stringContaining('KITH_DATA_DIR'),
    });
  });
});
