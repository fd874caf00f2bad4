import { afterAll, beforeAll, expect, it } from 'vitest';
import { Sandbox } from '../../sandbox/index.ts';
import { permissionBits } from '../../src/bot/permissions.ts';
import { createDataDirectory } from '../db/database.ts';
import { type Photo, photoNamed } from '../photos.ts';
import { BotProcess } from './bot-process.ts';
import { file } from './kith.ts';

let discord: Sandbox;
let data: Awaited<ReturnType<typeof createDataDirectory>>;
let running: BotProcess | undefined;

beforeAll(async () => {
  discord = await Sandbox.start();
  data = await createDataDirectory();
});

afterAll(async () => {
  await running?.stop();
  await discord.stop();
  await data.remove();
});

/** Six starts of a process: on a busy machine each takes a while. */
const patience = 300_000;

it(
  'finds every acknowledged enrolment after kill -9 of bot and database',
  async () => {
    const bot = discord.createApplication({ name: 'Kith' });
    const guild = discord.createGuild({ name: 'Club', bots: [{ bot, permissions: permissionBits }] });
    const general = guild.createChannel({ name: 'general' });
    const start = async () => {
      running = await BotProcess.start(discord, bot.token, data.path);
      return running;
    };
    const enrol = async (name: string, photo: Photo) => {
      const member = guild.addMember({ name }).in(general);
      const notice = await member.slash('enroll', { photo: await file(photo) });
      const done = await (await notice.press('Accept')).next();
      expect(done.text).toMatch(/Remembered/);
    };
    const first = photoNamed('franck_01829');
    const second = photoNamed('marc');

    const before = await start();
    await enrol('Franck', first);
    await before.killWithDatabase();

    const between = await start();
    await enrol('Marc', second);
    await between.killWithDatabase();

    const after = await start();
    const asker = guild.addMember({ name: 'Bo' }).in(general);
    for (const [photo, name] of [
      [photoNamed('franck_04000'), 'Franck'],
      [second, 'Marc'],
    ] as const) {
      const reply = await asker.slash('whois', { photo: await file(photo) });
      expect(reply.text).toContain(`**${name}**`);
    }
    expect(await after.stop()).toBe(0);
    expect(after.output).not.toContain(bot.token);
  },
  patience,
);

it(
  'says what is missing, and nothing else, when it cannot start',
  async () => {
    const failure = await BotProcess.start(discord, '', data.path, {
      DISCORD_TOKEN: '',
      KITH_ENGINE: 'fast',
    }).then(
      () => '',
      (error: Error) => error.message,
    );
    expect(failure).toMatch(/the bot ended with 1:/);
    expect(failure).toMatch(/DISCORD_TOKEN/);
    expect(failure).toMatch(/KITH_ENGINE must be one of/);
    expect(failure).not.toMatch(/at .*\.ts:\d+/);
  },
  patience,
);

it(
  'says that Discord refuses the token, without showing it',
  async () => {
    const failure = await BotProcess.start(discord, 'not.a.token', data.path).then(
      () => '',
      (error: Error) => error.message,
    );
    expect(failure).toMatch(/Discord refuses the token in DISCORD_TOKEN/);
    expect(failure).not.toContain('not.a.token');
  },
  patience,
);
