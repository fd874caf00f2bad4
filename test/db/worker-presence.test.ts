import { afterAll, beforeAll, expect, it } from 'vitest';
import { openDatabase } from '../../src/db/open-database.ts';
import { createTestDatabase, silent, type TestDatabase, testMasterKeys } from './database.ts';

let db: TestDatabase;

beforeAll(async () => {
  db = await createTestDatabase();
});
afterAll(() => db.drop());

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
