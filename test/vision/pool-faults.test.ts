import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { UserError } from '../../src/errors/user-error.ts';
import { WorkerLostError } from '../../src/vision/worker-process.ts';
import { FaultyPool, failure, processOf } from './faulty-pool.ts';

let workers: FaultyPool;

/** For tests that need a pool of their own. */
async function withPool(
  options: Parameters<typeof FaultyPool.open>[0],
  use: (own: FaultyPool) => Promise<void>,
): Promise<void> {
  const own = await FaultyPool.open(options);
  try {
    await use(own);
  } finally {
    await own.close();
  }
}

beforeAll(async () => {
  workers = await FaultyPool.open();
});

beforeEach(async () => {
  // Whatever the last test did to it, there is a worker.
  await workers.send('ok');
  workers.forget();
});

afterAll(async () => {
  await workers.close();
});

describe('a worker that is lost', () => {
  test.each([
    ['exits', 'exit 3', 'ended with code 3'],
    ['crashes in native code', 'native-crash', 'ended with SIGSEGV'],
    ['throws outside of a task', 'uncaught', 'thrown outside of any task'],
    ['leaves a rejection unhandled', 'rejection', 'a rejection that nobody handles'],
  ])('because it %s is replaced; its task fails after a second try', async (_, text, why) => {
    const first = await processOf(workers.send('ok'));
    const error = await failure(workers.send(text));
    expect(error).toMatchObject({ code: 'analysis-failed', cause: expect.any(WorkerLostError) });
    const { reason, message, cause } = (error as UserError).cause as WorkerLostError;
    expect(reason).toBe('crashed');
    expect(cause instanceof Error ? cause.message : message).toContain(why);
    expect(await processOf(workers.send('ok'))).not.toBe(first);
    expect(workers.begun()).toEqual(['ok', text, text, 'ok']);
  });

  test('between two tasks is replaced without anybody’s noticing', async () => {
    const first = await processOf(workers.send('crash-later'));
    await sleep(100);
    expect(await processOf(workers.send('ok'))).not.toBe(first);
  });

  test('has its task tried again, which may work', async () => {
    const analysis = await workers.send(`exit-once ${workers.file('tried')}`);
    expect(analysis.picture.format).toBe('second try');
  });

  test('does not take along what waits', async () => {
    const lost = failure(workers.send('exit 1'));
    const waiting = ['a', 'b', 'c'].map((word) => workers.send(`ok ${word}`));
    const formats = (await Promise.all(waiting)).map(({ picture }) => picture.format);
    expect(formats).toEqual(['a', 'b', 'c']);
    expect(await lost).toMatchObject({ code: 'analysis-failed' });
  });

  test('because it runs out of memory is replaced, and the process lives', async () => {
    await withPool({ heapMb: 32 }, async (own) => {
      expect(await failure(own.send('memory'))).toMatchObject({
        code: 'analysis-failed',
        cause: {
          reason: 'crashed',
          cause: { message: expect.stringContaining('heap out of memory') },
        },
      });
      await expect(own.send('ok')).resolves.toBeDefined();
    });
  });

  test('because its task takes too long is replaced, without a second try, while others work', async () => {
    await withPool({ workers: 2, taskMs: 1000 }, async (own) => {
      const hanging = failure(own.send('hang'));
      await expect(Promise.all(['a', 'b', 'c'].map((word) => own.send(`ok ${word}`)))).resolves.toHaveLength(
        3,
      );
      expect(await hanging).toMatchObject({ code: 'analysis-failed', cause: { reason: 'timed-out' } });
      await own.send('ok d');
      expect(own.begun().toSorted()).toEqual(['hang', 'ok a', 'ok b', 'ok c', 'ok d']);
    });
  });
});

test('workers end with the process that has the pool, even when it is killed, but not by its Ctrl-C', async () => {
  const owner = fileURLToPath(new URL('./pool-owner.ts', import.meta.url));
  const child = spawn(process.execPath, ['--import', 'tsx', owner], { stdio: ['ignore', 'pipe', 'inherit'] });
  const [line] = (await once(child.stdout, 'data')) as [Buffer];
  const worker = Number(line.toString());
  process.kill(worker, 'SIGINT');
  process.kill(worker, 'SIGTERM');
  while (workers.begun().at(-1) !== 'wait /nonexistent') await sleep(5);
  child.kill('SIGKILL');
  await once(child, 'exit');
  while (workers.begun().length < 3) await sleep(5);
  expect(workers.begun()).toEqual(['ok', 'wait /nonexistent', 'ended with its pool']);
});

describe('closing', () => {
  test('fails what runs and what waits, and ends', async () => {
    await withPool({}, async (own) => {
      const gate = await own.occupy();
      const running = failure(gate.answer);
      const waiting = failure(own.send('ok'));
      await own.pool.close();
      expect(await running).toMatchObject({ code: 'restarting', cause: { reason: 'closed' } });
      expect(await waiting).toMatchObject({ code: 'restarting', cause: { reason: 'closed' } });
      expect(await failure(own.send('ok'))).toMatchObject({ code: 'restarting' });
    });
  });

  test('can be told to finish first', async () => {
    await withPool({}, async (own) => {
      const gate = await own.occupy();
      const waiting = own.send('ok last');
      const drained = own.pool.close({ drain: true });
      expect(await failure(own.send('ok'))).toMatchObject({ code: 'restarting' });
      gate.go();
      expect((await waiting).picture.format).toBe('last');
      await drained;
    });
  });

  test('can be told to hurry after all', async () => {
    await withPool({}, async (own) => {
      const stuck = failure(own.send('hang'));
      const slow = own.pool.close({ drain: true });
      await own.pool.close();
      expect(await stuck).toMatchObject({ code: 'restarting' });
      await slow;
    });
  });
});

describe('a pool that cannot start', () => {
  test('any more answers why, and works again when it can', async () => {
    const spoiled = workers.file('log.spoiled');
    writeFileSync(spoiled, '');
    const asked = ['exit 1', 'ok', 'ok'].map((text) => failure(workers.send(text)));
    for (const error of await Promise.all(asked)) {
      expect(error).toMatchObject({
        name: 'WorkerLostError',
        reason: 'not-started',
        message: expect.stringContaining('the models are spoiled'),
      });
    }
    await rm(spoiled);
    await expect(workers.send('ok')).resolves.toBeDefined();
  });

  test('says why', async () => {
    const workerEntry = new URL('./absent-worker.ts', import.meta.url);
    await expect(FaultyPool.open({ workerEntry })).rejects.toMatchObject({
      name: 'WorkerLostError',
      cause: { message: expect.stringContaining('absent-worker') },
    });
  });

  test('gives up a worker that never gets ready', async () => {
    const workerEntry = new URL('./silent-worker.mjs', import.meta.url);
    await expect(FaultyPool.open({ workerEntry, startMs: 300 })).rejects.toMatchObject({
      reason: 'not-started',
    });
  });
});
