import { afterAll, afterEach, beforeAll, expect, it, vi } from 'vitest';
import { openDatabase } from '../../src/db/open-database.ts';
import { createPool } from '../../src/db/pool.ts';
import { WorkerPresence } from '../../src/db/worker-presence.ts';
import { createTestDatabase, silent, type TestDatabase, testMasterKeys } from './database.ts';

let db: TestDatabase;

beforeAll(async () => {
  db = await createTestDatabase();
});
afterAll(() => db.drop());
afterEach(() => vi.useRealTimers());

const another = () =>
  openDatabase({
    databaseUrl: db.url,
    dataDirectory: '/nonexistent',
    masterKeys: testMasterKeys,
    log: silent,
  });

it('lets the first process that does jobs take up what was left, while others wait', async () => {
  const [first, second] = [await another(), await another()];
  const happened: string[] = [];
  let finish = () => {};
  const joined = first.joinWorkers(async () => {
    happened.push('first begins');
    await new Promise<void>((resolve) => {
      finish = resolve;
    });
    happened.push('first ends');
  });
  await expect.poll(() => happened, { interval: 10 }).toEqual(['first begins']);
  const waiting = second
    .joinWorkers(async () => void happened.push('second'))
    .then(() => {
      happened.push('second joined');
    });
  finish();
  await Promise.all([joined, waiting]);
  expect(happened).toEqual(['first begins', 'first ends', 'second joined']);

  await first.close();
  const third = await another();
  await third.joinWorkers(async () => void happened.push('third'));
  await second.close();
  await third.close();
  await db.database.joinWorkers(async () => void happened.push('alone again'));
  expect(happened).toEqual(['first begins', 'first ends', 'second joined', 'alone again']);
});

it('leaves nothing behind when what the first one does fails', async () => {
  await db.database.close();
  const failing = await another();
  await expect(failing.joinWorkers(() => Promise.reject(new Error('no')))).rejects.toThrow('no');
  const next = await another();
  let isFirst = false;
  await next.joinWorkers(async () => {
    isFirst = true;
  });
  expect(isFirst).toBe(true);
  await failing.close();
  await next.close();
});

/** Whether a process that joins now is the first, and leaves again. */
async function joinsFirst(): Promise<boolean> {
  const pool = createPool(() => db.url, silent);
  const presence = new WorkerPresence(pool);
  let isFirst = false;
  await presence.join(async () => {
    isFirst = true;
  });
  await presence.leave();
  await pool.end();
  return isFirst;
}

it('does not count who left before they had joined', async () => {
  const pool = createPool(() => db.url, silent);
  const presence = new WorkerPresence(pool);
  await presence.join(() => presence.leave());
  expect(await joinsFirst()).toBe(true);
  await pool.end();
});

it('counts again when the server was away, and asks no more once it has left', async () => {
  let url = db.url;
  const pool = createPool(() => url, silent);
  const presence = new WorkerPresence(pool);
  await presence.join(async () => {});
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  /** Its connection is lost, and the time has come to join again. */
  const lose = async () => {
    await db.sql(`select pg_terminate_backend(pid) from pg_locks where locktype = 'advisory'
      and database = (select oid from pg_database where datname = current_database())`);
    while (pool.totalCount > 0) await new Promise(setImmediate);
    vi.advanceTimersByTime(5_000);
  };
  await lose();
  while (await joinsFirst());

  url = 'postgresql://127.0.0.1:1/away';
  await lose();
  await presence.leave();
  await pool.end();
  expect(await joinsFirst()).toBe(true);
  expect(vi.getTimerCount()).toBe(0);
});
