import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { UserError } from '../../src/errors/user-error.ts';
import { command, FaultyPool, failure, processOf, request } from './faulty-pool.ts';

let workers: FaultyPool;

beforeAll(async () => {
  workers = await FaultyPool.open({ queue: { total: 3, perGuild: 2, bytes: 1000 } });
});

beforeEach(() => {
  workers.forget();
});

afterAll(async () => {
  await workers.close();
});

describe('errors of a task', () => {
  test('are users’ errors again on this side, and leave the worker as it is', async () => {
    const first = await processOf(workers.send('ok'));
    const error = await failure(workers.send('user-error'));
    expect(error).toBeInstanceOf(UserError);
    expect(error).toMatchObject({
      code: 'image-too-many-pixels',
      context: { megapixels: 70, maximum: 64 },
      cause: new Error('why'),
    });
    expect(await processOf(workers.send('ok'))).toBe(first);
  });

  test('keep name, message and stack when they are others', async () => {
    const error = await failure(workers.send('error impossible'));
    expect(error).not.toBeInstanceOf(UserError);
    expect(error).toMatchObject({ name: 'RangeError', message: 'impossible' });
    expect(String((error as Error).stack)).toContain('faulty-worker');
  });
});

test('takes interactive work first, and guilds in turn', async () => {
  const gate = await workers.occupy();
  const line = [
    ['b1', 'background', '1'],
    ['b2', 'background', '2'],
    ['x1', 'interactive', '1'],
    ['x2', 'interactive', '1'],
    ['y1', 'interactive', '2'],
  ] as const;
  const answers = line.map(([name, priority, guildId]) => workers.send(`ok ${name}`, { priority, guildId }));
  gate.go();
  await Promise.all(answers);
  expect(workers.begun().slice(1)).toEqual(['ok x1', 'ok y1', 'ok x2', 'ok b1', 'ok b2']);
});

test('is bounded: the answer is "busy", with a time, for a guild that fills it and not for others', async () => {
  const gate = await workers.occupy();
  const kept = [workers.send('ok 1', { guildId: 'a' }), workers.send('ok 2', { guildId: 'a' })];
  const error = await failure(workers.send('ok 3', { guildId: 'a' }));
  expect(error).toBeInstanceOf(UserError);
  expect(error).toMatchObject({ code: 'busy', context: { retryAfterSeconds: expect.any(Number) } });
  const { retryAfterSeconds } = (error as UserError<'busy'>).context;
  expect(Number.isInteger(retryAfterSeconds) && retryAfterSeconds >= 1).toBe(true);

  kept.push(workers.send('ok 4', { guildId: 'b' }));
  expect(await failure(workers.send('ok 5', { guildId: 'c' }))).toMatchObject({ code: 'busy' });
  // The other priority has a queue of its own.
  kept.push(workers.send('ok 6', { guildId: 'a', priority: 'background' }));
  gate.go();
  expect((await Promise.all(kept)).map(({ picture }) => picture.format)).toEqual(['1', '2', '4', '6']);
  await expect(workers.send('ok', { guildId: 'a' })).resolves.toBeDefined();
});

test('neither refuses nor keeps waiting what an analysis is followed by, or it would have been for nothing', async () => {
  const gate = await workers.occupy();
  const analyses = ['1', '2', '3'].map((guildId) => workers.send(`ok ${guildId}`, { guildId }));
  expect(await failure(workers.send('ok 4', { guildId: '4' }))).toMatchObject({ code: 'busy' });
  const copy = workers.pool.makeStoredCopy(command('ok copy'), request({ guildId: '4' }));
  gate.go();
  await Promise.all([...analyses, copy]);
  expect(workers.begun().slice(1)).toEqual(['ok copy', 'ok 1', 'ok 2', 'ok 3']);
});

test('is bounded in bytes, but lets a single picture of any size in', async () => {
  const large = command('ok large'.padEnd(2000));
  await expect(workers.pool.analyse(large, request())).resolves.toBeDefined();
  const gate = await workers.occupy();
  expect(await failure(workers.pool.analyse(large, request()))).toMatchObject({ code: 'busy' });
  gate.go();
  await gate.answer;
});

describe('a task that is aborted', () => {
  test('while it waits is not run', async () => {
    const gate = await workers.occupy();
    const controller = new AbortController();
    const aborted = failure(workers.send('ok no', { signal: controller.signal }));
    const after = workers.send('ok yes');
    controller.abort(new Error('not wanted any more'));
    expect(await aborted).toEqual(new Error('not wanted any more'));
    gate.go();
    await after;
    expect(workers.begun().slice(1)).toEqual(['ok yes']);
  });

  test('while it runs answers at once; its worker goes on', async () => {
    const first = await processOf(workers.send('ok'));
    const controller = new AbortController();
    const gate = await workers.occupy({ signal: controller.signal });
    controller.abort(new Error('not wanted any more'));
    expect(await failure(gate.answer)).toEqual(new Error('not wanted any more'));
    gate.go();
    expect(await processOf(workers.send('ok'))).toBe(first);
  });

  test('before it is sent is not sent', async () => {
    const signal = AbortSignal.abort(new Error('too late'));
    expect(await failure(workers.send('ok', { signal }))).toEqual(new Error('too late'));
    expect(workers.begun()).toEqual([]);
  });
});

test('the caller’s bytes stay its own, whole', async () => {
  const bytes = command('ok mine');
  await workers.pool.analyse(bytes, request());
  expect(bytes).toEqual(command('ok mine'));
  // A small Buffer is a view into memory that it shares with others.
  const view = Buffer.from('ok view');
  expect((await workers.pool.analyse(view, request())).picture.format).toBe('view');
  expect(view.toString()).toBe('ok view');
});
