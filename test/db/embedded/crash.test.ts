import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cp, mkdir, readdir, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { pino } from 'pino';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { runningPostmaster } from '../../../src/db/embedded/postmaster.ts';
import { startEmbedded } from '../../../src/db/embedded/start.ts';
import { openDatabase } from '../../../src/db/open-database.ts';
import type { Database } from '../../../src/db/types.ts';
import { createDataDirectory, silent } from '../database.ts';
import { ended, isRunning, serverOf, startHolder } from './holding.ts';

// Each test starts servers and processes; how long that takes is the machine's affair.
vi.setConfig({ testTimeout: 240_000 });

let directory: Awaited<ReturnType<typeof createDataDirectory>>;
beforeEach(async () => {
  directory = await createDataDirectory();
});
afterEach(() => directory.remove());

const open = () => openDatabase({ dataDirectory: directory.path, log: silent });

async function membersFound(database: Database, upTo: number): Promise<number> {
  const { people } = database.forGuild('1');
  const found = await Promise.all(Array.from({ length: upTo }, (_, n) => people.findByMember(`${n + 1}`)));
  return found.filter((person) => person !== null).length;
}

/** `there`, or the code with which the database fails. */
function answerOf(database: Database): Promise<unknown> {
  return database.ping().then(
    () => 'there',
    (error: { code?: unknown }) => error.code,
  );
}

/** Has another process store members until at least `members` are acknowledged; resolves with how many are. */
async function writeUntil(holder: ReturnType<typeof startHolder>, members: number): Promise<() => number> {
  let acknowledged = 0;
  holder.process.on('message', (message: { members?: number }) => {
    acknowledged = message.members ?? acknowledged;
  });
  holder.process.send('write');
  await holder.waitFor((message) => message.kind === 'acknowledged' && message.members >= members);
  return () => acknowledged;
}

describe('after kill -9', () => {
  it('of the process alone, its server is adopted with everything acknowledged, and stopped in the end', async () => {
    const holder = startHolder(directory.path);
    expect(await holder.opened).toEqual({ kind: 'open' });
    const acknowledged = await writeUntil(holder, 20);
    const { pid } = await serverOf(directory.path);
    await holder.kill();

    const database = await open();
    expect((await serverOf(directory.path)).pid).toBe(pid);
    expect(await membersFound(database, acknowledged())).toBe(acknowledged());
    await database.close();
    await ended(pid);
  });

  it('of the process and the server, everything acknowledged is there', async () => {
    const holder = startHolder(directory.path);
    expect(await holder.opened).toEqual({ kind: 'open' });
    const acknowledged = await writeUntil(holder, 20);
    const { pid } = await serverOf(directory.path);
    process.kill(pid, 'SIGKILL');
    await holder.kill();

    const database = await open();
    expect((await serverOf(directory.path)).pid).not.toBe(pid);
    expect(await membersFound(database, acknowledged())).toBe(acknowledged());
    await database.close();
  });

  it('of the server alone, users are told, and it comes back by itself', async () => {
    const database = await open();
    await database.forGuild('1').people.create({ memberId: '1', displayName: 'Ann', createdBy: '1' });
    process.kill((await serverOf(directory.path)).pid, 'SIGKILL');

    // Its last connections may answer for a moment.
    while ((await answerOf(database)) !== 'database-away');
    while ((await answerOf(database)) !== 'there') await sleep(20);
    expect(await membersFound(database, 1)).toBe(1);
    const { pid } = await serverOf(directory.path);
    await database.close();
    await ended(pid);
  });
});

it('stopping while the server is being brought back leaves none', async () => {
  const lines: string[] = [];
  const log = pino({ level: 'error' }, { write: (line: string) => lines.push(line) });
  const server = await startEmbedded(directory.path, log);
  process.kill((await serverOf(directory.path)).pid, 'SIGKILL');
  while (!lines.some((line) => line.includes('bringing it back'))) await sleep(5);
  await server.stop();
  expect(await runningPostmaster(join(directory.path, 'postgres'))).toBeUndefined();
});

describe('what a kill leaves behind', () => {
  it('a pid file of a dead process', async () => {
    await leavePidFile(await deadPid(), 1);
    await (await open()).close();
  });

  it('a pid file whose number now belongs to another program of the server’s user', async () => {
    const other = await startAsServerUser('sleep', ['600']);
    await leavePidFile(other.pid ?? 0, 1);
    await (await open()).close();
    expect(await isRunning(other.pid ?? 0)).toBe(true);
    other.kill();
  });

  it('a pid file that was copied with the folder of a running server', async () => {
    const database = await open();
    const copy = await createDataDirectory();
    await cp(
      join(directory.path, 'postgres', 'postmaster.pid'),
      join(copy.path, 'postgres', 'postmaster.pid'),
    );
    const other = await openDatabase({ dataDirectory: copy.path, log: silent });
    expect((await serverOf(copy.path)).pid).not.toBe((await serverOf(directory.path)).pid);
    await other.close();
    await database.ping();
    await database.close();
    await copy.remove();
  });

  it('a cluster that initdb was at work on', async () => {
    const dataDirectory = join(directory.path, 'new');
    const holder = startHolder(dataDirectory);
    while (!(await entriesOf(dataDirectory)).some((name) => /^\.unfinished-.*PG_VERSION$/.test(name)))
      await sleep(5);
    await holder.kill();
    expect(await entriesOf(dataDirectory)).not.toContain('postgres');

    const database = await openDatabase({ dataDirectory, log: silent });
    await database.ping();
    await database.close();
    expect((await entriesOf(dataDirectory)).filter((name) => name.startsWith('.'))).toEqual([]);
  });

  it('half-made clusters and copies, which the next start removes', async () => {
    const before = await readdir(directory.path);
    await mkdir(join(directory.path, '.unfinished-cluster', 'cluster'), { recursive: true });
    await writeFile(join(directory.path, '.unfinished-password-1'), 'x');
    await mkdir(join(directory.path, 'postgres-binaries-0.0.1'));
    await (await open()).close();
    expect(await readdir(directory.path)).toEqual(before);
  });
});

/** Everything below a folder that may not be there yet, and may be changing. */
function entriesOf(path: string): Promise<string[]> {
  return readdir(path, { recursive: true }).catch(() => []);
}

/** Ids are those of the cluster's owner, as the server's will be. */
async function startAsServerUser(command: string, args: string[]) {
  const { uid, gid } = await stat(join(directory.path, 'postgres'));
  return spawn(command, args, process.getuid?.() === 0 ? { uid, gid, stdio: 'ignore' } : { stdio: 'ignore' });
}

async function deadPid(): Promise<number> {
  const child = await startAsServerUser('true', []);
  await once(child, 'exit');
  return child.pid ?? 0;
}

async function leavePidFile(pid: number, port: number): Promise<void> {
  const cluster = join(directory.path, 'postgres');
  const lines = [pid, cluster, 1_700_000_000, port, '', '127.0.0.1', ' 1 1', 'ready   '];
  await writeFile(join(cluster, 'postmaster.pid'), `${lines.join('\n')}\n`);
}
