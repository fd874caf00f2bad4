import { setImmediate as turn } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { Courtesy } from '../../../src/services/indexing/courtesy.ts';
import { deferred } from '../../../src/vision/deferred.ts';

/** Commands that begin and end when the test says so. */
function commands() {
  let over = deferred<void>();
  let isIdle = true;
  return {
    get isIdle() {
      return isIdle;
    },
    idle: () => (isIdle ? Promise.resolve() : over.promise),
    begin() {
      isIdle = false;
      over = deferred<void>();
    },
    end() {
      isIdle = true;
      over.resolve();
    },
  };
}

it('uses every worker, waits for commands, and then leaves one worker to them', async () => {
  const asked = commands();
  const courtesy = new Courtesy(2, asked);
  const running = new Set<ReturnType<typeof deferred<void>>>();
  const begin = () =>
    courtesy.run(async () => {
      const work = deferred<void>();
      running.add(work);
      await work.promise;
      running.delete(work);
    });
  const finishOne = async () => {
    const [work] = running;
    work?.resolve();
    await turn();
  };
  const all = Array.from({ length: 5 }, begin);
  await turn();
  expect(running.size).toBe(2);

  asked.begin();
  await finishOne();
  await finishOne();
  expect(running.size).toBe(0);

  asked.end();
  await turn();
  expect(running.size).toBe(1);
  await finishOne();
  expect(running.size).toBe(1);
  await finishOne();
  await finishOne();
  await Promise.all(all);
});
