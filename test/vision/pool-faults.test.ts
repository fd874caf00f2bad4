import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { UserError } from '../../src/errors/user-error.ts';
import { createLogger } from '../../src/log/logger.ts';
import { createVisionPool, type VisionPool, type VisionPoolOptions } from '../../src/vision/pool.ts';
import type { AnalyseRequest } from '../../src/vision/types.ts';
import { WorkerLostError } from '../../src/vision/worker-process.ts';
import { only } from './descriptors.ts';

const workerEntry = new URL('./faulty-worker.ts', import.meta.url);

let pool: VisionPool | undefined;
let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'kith-pool-'));
  vi.stubEnv('TASK_LOG', join(folder, 'log'));
});

afterEach(async () => {
  await pool?.close();
  pool = undefined;
  await rm(folder, { recursive: true });
  vi.unstubAllEnvs();
});

async function open(options: Partial<VisionPoolOptions> = {}): Promise<VisionPool> {
  pool = await createVisionPool({ log: createLogger('silent'), workers: 1, workerEntry, ...options });
  return pool;
}

const command = (text: string) => new TextEncoder().encode(text);

const request = (options: Partial<AnalyseRequest> = {}): AnalyseRequest => ({
  effort: 'fast',
  priority: 'interactive',
  guildId: '1',
  ...options,
});

const send = (text: string, options: Partial<AnalyseRequest> = {}) => {
  if (pool === undefined) throw new Error('no pool');
  return pool.analyse(command(text), request(options));
};

const failure = async (answer: Promise<unknown>): Promise<unknown> =>
  answer.then(
    () => {
      throw new Error('it did not fail');
    },
    (error: unknown) => error,
  );

const processOf = async (answer: ReturnType<typeof send>) => only((await answer).faces).score;

/** The tasks that workers have begun, in order. */
function begun(): string[] {
  const log = join(folder, 'log');
  return existsSync(log) ? readFileSync(log, 'utf8').trim().split('\n') : [];
}

/** Makes a worker busy until `go` is called. */
async function occupy(options: Partial<AnalyseRequest> = {}) {
  const path = join(folder, 'go');
  const answer = send(`wait ${path}`, options);
  while (begun().at(-1) !== `wait ${path}`) await sleep(5);
  return { answer, go: () => writeFileSync(path, '') };
}

describe('errors of a task', () => {
  test('are users’ errors again on this side, and leave the worker as it is', async () => {
    await open();
    const first = await processOf(send('ok'));
    const error = await failure(send('user-error'));
    expect(error).toBeInstanceOf(UserError);
    expect(error).toMatchObject({
      code: 'image-too-many-pixels',
      context: { megapixels: 70, maximum: 64 },
      cause: new Error('why'),
    });
    expect(await processOf(send('ok'))).toBe(first);
  });

  test('keep name, message and stack when they are others', async () => {
    await open();
    const error = await failure(send('error impossible'));
    expect(error).not.toBeInstanceOf(UserError);
    expect(error).toMatchObject({ name: 'RangeError', message: 'impossible' });
    expect(String((error as Error).stack)).toContain('faulty-worker.ts');
  });
});

describe('a worker that is lost', () => {
  test.each([
    ['exits', 'exit 3', 'ended with code 3'],
    ['crashes in native code', 'native-crash', 'ended with SIGSEGV'],
    ['throws outside of a task', 'uncaught', 'thrown outside of any task'],
    ['leaves a rejection unhandled', 'rejection', 'a rejection that nobody handles'],
  ])('because it %s is replaced; its task fails after a second try', async (_, text, why) => {
    await open();
    const first = await processOf(send('ok'));
    const error = await failure(send(text));
    expect(error).toBeInstanceOf(WorkerLostError);
    const { reason, message, cause } = error as WorkerLostError;
    expect(reason).toBe('crashed');
    expect(cause instanceof Error ? cause.message : message).toContain(why);
    expect(await processOf(send('ok'))).not.toBe(first);
    expect(begun()).toEqual(['ok', text, text, 'ok']);
  });

  test('because it runs out of memory is replaced, and the process lives', async () => {
    await open({ heapMb: 96 });
    const error = await failure(send('memory'));
    expect(error).toMatchObject({
      reason: 'crashed',
      cause: { message: expect.stringContaining('heap out of memory') },
    });
    await expect(send('ok')).resolves.toBeDefined();
  });

  test('between two tasks is replaced without anybody’s noticing', async () => {
    await open();
    const first = await processOf(send('crash-later'));
    await sleep(100);
    expect(await processOf(send('ok'))).not.toBe(first);
  });

  test('has its task tried again, which may work', async () => {
    await open();
    const analysis = await send(`exit-once ${join(folder, 'tried')}`);
    expect(analysis.picture.format).toBe('second try');
  });

  test('does not take along what waits', async () => {
    await open();
    await send('ok');
    const lost = failure(send('exit 1'));
    const waiting = ['a', 'b', 'c'].map((word) => send(`ok ${word}`));
    const formats = (await Promise.all(waiting)).map(({ picture }) => picture.format);
    expect(formats).toEqual(['a', 'b', 'c']);
    expect(await lost).toMatchObject({ reason: 'crashed' });
  });

  test('because its task takes too long is replaced, without a second try', async () => {
    await open({ taskMs: 1000 });
    const first = await processOf(send('ok'));
    expect(await failure(send('hang'))).toMatchObject({ name: 'WorkerLostError', reason: 'timed-out' });
    expect(await processOf(send('ok'))).not.toBe(first);
    expect(begun()).toEqual(['ok', 'hang', 'ok']);
  });

  test('leaves the other workers at work', async () => {
    await open({ workers: 2, taskMs: 2000 });
    const hanging = failure(send('hang'));
    await expect(Promise.all(['a', 'b', 'c'].map((word) => send(`ok ${word}`)))).resolves.toHaveLength(3);
    expect(await hanging).toMatchObject({ reason: 'timed-out' });
  });
});

describe('the queue', () => {
  test('takes interactive work first, and guilds in turn', async () => {
    await open();
    const gate = await occupy();
    const line = [
      ['b1', 'background', '1'],
      ['b2', 'background', '2'],
      ['x1', 'interactive', '1'],
      ['x2', 'interactive', '1'],
      ['y1', 'interactive', '2'],
    ] as const;
    const answers = line.map(([name, priority, guildId]) => send(`ok ${name}`, { priority, guildId }));
    gate.go();
    await Promise.all(answers);
    expect(begun().slice(1)).toEqual(['ok x1', 'ok y1', 'ok x2', 'ok b1', 'ok b2']);
  });

  test('is bounded: the answer is "busy", with a time, for a guild that fills it and not for others', async () => {
    await open({ queue: { total: 3, perGuild: 2, bytes: 1e6 } });
    const gate = await occupy();
    const kept = [send('ok 1', { guildId: 'a' }), send('ok 2', { guildId: 'a' })];
    const error = await failure(send('ok 3', { guildId: 'a' }));
    expect(error).toBeInstanceOf(UserError);
    expect(error).toMatchObject({ code: 'busy', context: { retryAfterSeconds: expect.any(Number) } });
    const { retryAfterSeconds } = (error as UserError<'busy'>).context;
    expect(Number.isInteger(retryAfterSeconds) && retryAfterSeconds >= 1).toBe(true);

    kept.push(send('ok 4', { guildId: 'b' }));
    expect(await failure(send('ok 5', { guildId: 'c' }))).toMatchObject({ code: 'busy' });
    // The other priority has a queue of its own.
    kept.push(send('ok 6', { guildId: 'a', priority: 'background' }));
    gate.go();
    expect((await Promise.all(kept)).map(({ picture }) => picture.format)).toEqual(['1', '2', '4', '6']);
    await expect(send('ok', { guildId: 'a' })).resolves.toBeDefined();
  });

  test('is bounded in bytes, but lets a single picture of any size in', async () => {
    await open({ queue: { total: 9, perGuild: 9, bytes: 100 } });
    const padded = command('ok large'.padEnd(200));
    await expect(pool?.analyse(padded, request())).resolves.toBeDefined();
    const gate = await occupy();
    expect(await failure(pool?.analyse(padded, request()) ?? Promise.resolve())).toMatchObject({
      code: 'busy',
    });
    gate.go();
    await gate.answer;
  });

  test('a task that is aborted while it waits is not run', async () => {
    await open();
    const gate = await occupy();
    const controller = new AbortController();
    const aborted = failure(send('ok no', { signal: controller.signal }));
    const after = send('ok yes');
    controller.abort(new Error('not wanted any more'));
    expect(await aborted).toEqual(new Error('not wanted any more'));
    gate.go();
    await after;
    expect(begun().slice(1)).toEqual(['ok yes']);
  });

  test('a task that is aborted while it runs answers at once; its worker goes on', async () => {
    await open();
    const first = await processOf(send('ok'));
    const controller = new AbortController();
    const gate = await occupy({ signal: controller.signal });
    controller.abort(new Error('not wanted any more'));
    expect(await failure(gate.answer)).toEqual(new Error('not wanted any more'));
    gate.go();
    expect(await processOf(send('ok'))).toBe(first);
  });

  test('refuses what was aborted before', async () => {
    await open();
    const signal = AbortSignal.abort(new Error('too late'));
    expect(await failure(send('ok', { signal }))).toEqual(new Error('too late'));
  });
});

test('the caller’s bytes stay its own, whole', async () => {
  await open();
  const bytes = command('ok mine');
  await pool?.analyse(bytes, request());
  expect(bytes).toEqual(command('ok mine'));
  // A small Buffer is a view into memory that it shares with others.
  const view = Buffer.from('ok view');
  expect((await pool?.analyse(view, request()))?.picture.format).toBe('view');
  expect(view.toString()).toBe('ok view');
});

test('workers end with the process that has the pool, even when it is killed, but not by its Ctrl-C', async () => {
  const owner = fileURLToPath(new URL('./pool-owner.ts', import.meta.url));
  const child = spawn(process.execPath, ['--import', 'tsx', owner], { stdio: ['ignore', 'pipe', 'inherit'] });
  const [line] = (await once(child.stdout, 'data')) as [Buffer];
  const worker = Number(line.toString());
  process.kill(worker, 'SIGINT');
  process.kill(worker, 'SIGTERM');
  while (begun().at(-1) !== 'wait /nonexistent') await sleep(5);
  child.kill('SIGKILL');
  await once(child, 'exit');
  while (begun().length < 3) await sleep(5);
  expect(begun()).toEqual(['ok', 'wait /nonexistent', 'ended with its pool']);
});

describe('closing', () => {
  test('fails what runs and what waits, and ends', async () => {
    await open();
    const gate = await occupy();
    const running = failure(gate.answer);
    const waiting = failure(send('ok'));
    await pool?.close();
    expect(await running).toMatchObject({ name: 'WorkerLostError', reason: 'closed' });
    expect(await waiting).toMatchObject({ name: 'WorkerLostError', reason: 'closed' });
    expect(await failure(send('ok'))).toMatchObject({ reason: 'closed' });
  });

  test('can be told to finish first, and to hurry after all', async () => {
    await open();
    const gate = await occupy();
    const waiting = send('ok last');
    const drained = pool?.close({ drain: true });
    expect(await failure(send('ok'))).toMatchObject({ reason: 'closed' });
    gate.go();
    expect((await waiting).picture.format).toBe('last');
    await drained;

    await open();
    const stuck = failure(send('hang'));
    const slow = pool?.close({ drain: true });
    await pool?.close();
    expect(await stuck).toMatchObject({ reason: 'closed' });
    await slow;
  });
});

describe('a pool that cannot start', () => {
  test('any more answers why, and works again when it can', async () => {
    await open();
    await send('ok');
    const spoiled = join(folder, 'log.spoiled');
    writeFileSync(spoiled, '');
    const asked = ['exit 1', 'ok', 'ok'].map((text) => failure(send(text)));
    for (const error of await Promise.all(asked)) {
      expect(error).toMatchObject({
        name: 'WorkerLostError',
        reason: 'not-started',
        message: expect.stringContaining('the models are spoiled'),
      });
    }
    await rm(spoiled);
    await expect(send('ok')).resolves.toBeDefined();
  });

  test('says why', async () => {
    const entry = new URL('./absent-worker.ts', import.meta.url);
    await expect(open({ workerEntry: entry })).rejects.toMatchObject({
      name: 'WorkerLostError',
      cause: { message: expect.stringContaining('absent-worker') },
    });
  });

  test('gives up a worker that never gets ready', async () => {
    const entry = new URL('./silent-worker.ts', import.meta.url);
    await expect(open({ workerEntry: entry, startMs: 500 })).rejects.toMatchObject({ reason: 'not-started' });
  });
});
