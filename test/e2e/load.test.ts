import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { leftovers } from '../../bench/load/leftovers.ts';
import { measure } from '../../bench/load/measure.ts';
import { Town } from '../../bench/load/town.ts';
import { randomFrom } from '../../eval/random.ts';
import { type Stage, startStage } from './kith.ts';
import { familyOf } from './processes.ts';

/** What `npm run soak` and `npm run bench:load` do for long, in short. */
let temporary: string;
let stage: Stage;

const outer = process.env.TMPDIR;

beforeAll(async () => {
  temporary = await mkdtemp(join(tmpdir(), 'kith-load-'));
  process.env.TMPDIR = temporary;
  stage = await startStage({ http: { host: '127.0.0.1', port: 0 }, searchesPerMinute: 1_000 });
});

afterAll(async () => {
  if (outer === undefined) delete process.env.TMPDIR;
  else process.env.TMPDIR = outer;
  await rm(temporary, { recursive: true, force: true });
});

/** Of the whole process, by event: what is added for one command and never taken away shows here. */
const listeners = () =>
  Object.fromEntries(process.eventNames().map((name) => [String(name), process.listenerCount(name)]));

it('answers as many as it can, tells the others that it is busy, and keeps nothing of any', async () => {
  const random = randomFrom(1);
  const { discord, bot } = stage;
  const town = await Town.settle(discord, bot, { guilds: 1, members: 2, random });
  const before = listeners();
  // Far more at once than may wait in one server.
  const { counts } = await measure({ discord, town, random }, 60, 0.5);
  expect(counts).toMatchObject({ failed: 0, refused: 0 });
  // Those who wait, and the one at work.
  expect(counts.answered).toBeGreaterThanOrEqual(17);
  expect(counts.busy).toBeGreaterThan(0);

  expect(await leftovers(stage.stateUrl('/metrics'), temporary)).toEqual([]);
  expect(listeners()).toEqual(before);
  const { counts: later } = await measure({ discord, town, random }, 4, 0.5);
  expect(later).toMatchObject({ failed: 0, refused: 0, busy: 0 });
});

it('leaves no process behind when it stops', async () => {
  await stage.stop();
  const family = await familyOf(process.pid);
  expect(family.filter(({ command }) => command.includes('vision/worker.'))).toEqual([]);
});
