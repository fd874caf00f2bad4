import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { Sandbox } from '../../sandbox/index.ts';
import { permissionBits } from '../../src/bot/permissions.ts';
import { createEmptyDatabase, type EmptyDatabase } from '../db/database.ts';
import { franckFrames } from '../photos.ts';
import { BotProcess } from './bot-process.ts';
import { copyOf, eventually, keptMessages, lookedAt } from './indexing.ts';
import type { Stage } from './kith.ts';
import { ask, at, type Club, club, enrol } from './stories.ts';

let discord: Sandbox;
let database: EmptyDatabase;
let folder: string;
let running: BotProcess[] = [];

beforeAll(async () => {
  discord = await Sandbox.start();
  database = await createEmptyDatabase();
  folder = await mkdtemp(join(tmpdir(), 'kith-cluster-'));
});

afterAll(async () => {
  await Promise.all(running.map((one) => one.stop()));
  await discord.stop();
  await database.drop();
  await rm(folder, { recursive: true, force: true });
});

/** A server that Discord puts on that one of two shards. */
function clubOn(stage: Stage, shard: number): Club {
  for (;;) {
    const one = club(stage, `Shard ${shard}`);
    if ((BigInt(one.guild.id) >> 22n) % 2n === BigInt(shard)) return one;
  }
}

const requests = (method: string, path: RegExp) =>
  discord.log.entries.filter(
    (entry) => entry.kind === 'request' && entry.method === method && path.test(entry.path),
  ).length;

it('answers in two processes by shards and works in a third, and nothing is done twice', async () => {
  const bot = discord.createApplication({ name: 'Kith', privileged: ['MessageContent'] });
  const stage: Stage = {
    ...{ discord, bot, database },
    createGuild: (name) => discord.createGuild({ name, bots: [{ bot, permissions: permissionBits }] }),
    logged: () => running.map(({ output }) => output).join('\n'),
    stateUrl: (path) => path,
    stop: async () => {},
  };
  const clubs = [clubOn(stage, 0), clubOn(stage, 1)];
  const start = (name: string, settings: Readonly<Record<string, string>>) =>
    BotProcess.start(discord, bot.token, join(folder, name), {
      DATABASE_URL: database.url,
      KITH_MASTER_KEY: Buffer.alloc(32, 7).toString('base64'),
      KITH_LOG_LEVEL: 'debug',
      ...settings,
    });
  running = await Promise.all([
    start('first', { KITH_ROLE: 'bot', KITH_SHARDS: '0/2' }),
    start('second', { KITH_ROLE: 'bot', KITH_SHARDS: '1/2' }),
    start('worker', { KITH_ROLE: 'worker' }),
  ]);

  for (const { guild, general, ann, bo, mo } of clubs) {
    const photos = guild.createChannel({ name: 'photos' });
    const here = bo.person.in(photos);
    for (const frame of [2, 4]) await here.post('old', [await copyOf(at(franckFrames, frame))]);
    await enrol(ann, at(franckFrames, 0));
    expect((await mo.here.slash('backfill start', { channel: photos })).text).toMatch(/Started/);
    await here.post('new', [await copyOf(at(franckFrames, 6))]);
    expect((await ask(bo, at(franckFrames, 8))).text).toContain('Ann');
    expect(general.id).not.toBe(photos.id);
  }
  for (const story of clubs) {
    expect((await story.mo.here.sees(/Indexed/)).text).toMatch(/pictures in \d messages/);
    await eventually(async () => (await keptMessages(stage, story)).length === 3, 'three pictures are kept');
    expect(await lookedAt(stage, story)).toHaveLength(3);
    expect((await story.rows('face')).filter(({ origin }) => origin === 'indexed')).toHaveLength(3);
    expect(await story.audited()).toEqual(['enrol', 'backfill', 'search']);
  }

  // Direct messages come to the first shard, whatever server they are about.
  const { person } = at(clubs, 1).ann;
  const direct = person.in(bot.directMessages(person));
  expect((await direct.slash('privacy status')).text).toContain('in Shard 1');

  const did = running.map(({ output }) => ({
    searches: output.split('"interaction":"whois"').length - 1,
    jobs: /"job":"walk".*"job done"/.test(output) && /"job":"message".*"job done"/.test(output),
  }));
  expect(did).toEqual([
    { searches: 1, jobs: false },
    { searches: 1, jobs: false },
    { searches: 0, jobs: true },
  ]);
  expect(requests('PUT', /\/applications\/\d+\/commands$/)).toBe(1);
  expect(await Promise.all(running.map((one) => one.stop()))).toEqual([0, 0, 0]);
}, 120_000);
