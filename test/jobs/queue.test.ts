import { afterEach, describe, expect, it } from 'vitest';
import type { QueueStorage } from '../../src/db/types.ts';
import { UserError } from '../../src/errors/user-error.ts';
import type { JobHandlers, JobPayloads } from '../../src/jobs/jobs.ts';
import { JobQueue } from '../../src/jobs/queue.ts';
import { databaseOfFile, silent } from '../db/database.ts';

const db = databaseOfFile();
let queue: JobQueue | undefined;

afterEach(async () => {
  await queue?.stop();
  queue = undefined;
  await db.sql(`delete from kith_jobs.job`);
});

const nothing = async () => {};

function handlers(some: Partial<JobHandlers>): JobHandlers {
  return {
    prepare: nothing,
    walk: nothing,
    message: nothing,
    chore: nothing,
    'forget-guild': nothing,
    tick: nothing,
    ...some,
  };
}

const jobs = async (name: string) =>
  await db.sql<{ state: string; data: unknown; output: unknown; retry_count: number }>(
    `select state, data, output, retry_count from kith_jobs.job where name = $1 order by created_on`,
    [name],
  );

const message: JobPayloads['message'] = { guildId: '1', channelId: '2', messageId: '3' };

describe('the queue', () => {
  it('begins at once what this process sends', async () => {
    queue = await JobQueue.start(db.database.queue, silent);
    const done: unknown[] = [];
    queue.work(handlers({ message: async (payload) => void done.push(payload) }));
    await queue.send('message', message);
    await expect.poll(() => done, { interval: 20 }).toEqual([message]);
    await expect.poll(async () => (await jobs('message')).map(({ state }) => state)).toEqual(['completed']);
  });

  it('keeps what was sent while nobody works', async () => {
    queue = await JobQueue.start(db.database.queue, silent);
    await queue.send('message', message);
    await queue.stop();
    queue = await JobQueue.start(db.database.queue, silent);
    const done: unknown[] = [];
    queue.work(handlers({ message: async (payload) => void done.push(payload) }));
    await expect.poll(() => done, { interval: 20 }).toEqual([message]);
  });

  it('takes the listing of a backfill once, however often it is asked for', async () => {
    queue = await JobQueue.start(db.database.queue, silent);
    for (const backfillId of ['1', '1', '2']) await queue.send('prepare', { guildId: '1', backfillId });
    expect((await jobs('prepare')).map(({ data }) => data)).toEqual([
      { guildId: '1', backfillId: '1' },
      { guildId: '1', backfillId: '2' },
    ]);
  });

  it('does a job again that failed, and keeps nothing of the failure', async () => {
    queue = await JobQueue.start(db.database.queue, silent);
    let attempts = 0;
    queue.work(
      handlers({
        message: async () => {
          attempts += 1;
          throw new Error('a secret of Ann');
        },
      }),
    );
    await queue.send('message', message);
    await expect.poll(async () => (await jobs('message')).map(({ state }) => state)).toEqual(['retry']);
    const [row] = await jobs('message');
    expect(attempts).toBe(1);
    expect(JSON.stringify(row)).not.toContain('secret');
  });

  it('interrupts a job when it stops, to be done again', async () => {
    queue = await JobQueue.start(db.database.queue, silent);
    let interrupted = false;
    let begun = false;
    queue.work(
      handlers({
        walk: (_, signal) =>
          new Promise((_resolve, reject) => {
            begun = true;
            signal.addEventListener('abort', () => {
              interrupted = true;
              reject(signal.reason);
            });
          }),
      }),
    );
    await queue.send('walk', { guildId: '1', walkId: '2', claim: 1 });
    await expect.poll(() => begun, { interval: 20 }).toBe(true);
    await queue.stop();
    queue = undefined;
    expect(interrupted).toBe(true);
    expect((await jobs('walk')).map(({ state }) => state)).toEqual(['retry']);
  });

  it('outlives a database that is away when a job ends', async () => {
    let away = false;
    const storage: QueueStorage = {
      setUp: (work) => work(),
      async executeSql(text, values) {
        if (away) throw new UserError('database-away', {});
        return await db.database.queue.executeSql(text, values);
      },
    };
    queue = await JobQueue.start(storage, silent);
    const done: string[] = [];
    queue.work(
      handlers({
        message: async ({ messageId }) => {
          done.push(messageId);
          away = messageId === '3';
        },
      }),
    );
    await queue.send('message', message);
    await expect.poll(() => away, { interval: 20 }).toBe(true);
    away = false;
    await queue.send('message', { ...message, messageId: '4' });
    await expect.poll(() => done, { interval: 20 }).toEqual(['3', '4']);
  });

  it('begins at once with what a killed process left behind', async () => {
    queue = await JobQueue.start(db.database.queue, silent);
    await queue.send('message', message);
    await db.sql(`update kith_jobs.job set state = 'active', started_on = now() where name = 'message'`);
    const done: unknown[] = [];
    await queue.releaseActive();
    queue.work(handlers({ message: async (payload) => void done.push(payload) }));
    await expect.poll(() => done, { interval: 20 }).toEqual([message]);
  });

  it('ticks once a minute, however many processes there are', async () => {
    const ticks: number[] = [];
    const work = handlers({ tick: async () => void ticks.push(1) });
    const others = await Promise.all([1, 2].map(() => JobQueue.start(db.database.queue, silent)));
    for (const one of others) one.work(work);
    await expect.poll(() => ticks.length, { interval: 20 }).toBeGreaterThan(0);
    await Promise.all(others.map((one) => one.stop()));
    expect((await jobs('tick')).length).toBeLessThanOrEqual(2);
  });

  it('says what to do when the role may not make its schema', async () => {
    const storage: QueueStorage = {
      setUp: (work) => work(),
      executeSql: async (text) => {
        if (!text.includes('CREATE SCHEMA')) return { rows: [{ name: null }] };
        throw Object.assign(new Error('permission denied for database'), { sqlState: '42501' });
      },
    };
    await expect(JobQueue.start(storage, silent)).rejects.toThrow(/GRANT CREATE ON DATABASE/);
  });
});
