import { afterAll, beforeAll, expect, it } from 'vitest';
import { Sandbox } from '../../sandbox/index.ts';
import type { Kith } from '../../src/app.ts';
import { permissionBits } from '../../src/bot/permissions.ts';
import { createEmptyDatabase, type EmptyDatabase } from '../db/database.ts';
import { photoNamed } from '../photos.ts';
import { file, observedLog, startBot } from './kith.ts';
import { type Line, openLine } from './proxy.ts';

let discord: Sandbox;
let database: EmptyDatabase;
let line: Line;
let kith: Kith;
let ask: () => Promise<string>;
let readiness: () => Promise<{ readonly ready: boolean; readonly checks: Readonly<Record<string, string>> }>;

beforeAll(async () => {
  discord = await Sandbox.start();
  database = await createEmptyDatabase();
  const url = new URL(database.url);
  const target = { host: url.hostname, port: Number(url.port) };
  line = await openLine(() => target);
  url.port = String(line.port);
  const bot = discord.createApplication({ name: 'Kith' });
  const { log, stateUrl } = observedLog();
  const overrides = { http: { host: '127.0.0.1', port: 0 } };
  kith = await startBot({ discord, bot, databaseUrl: url.href, overrides, log });
  readiness = async () => JSON.parse(await (await fetch(stateUrl('/readyz'))).text());
  const guild = discord.createGuild({ name: 'Club', bots: [{ bot, permissions: permissionBits }] });
  const asker = guild.addMember({ name: 'Bo' }).in(guild.createChannel({ name: 'general' }));
  const photo = await file(photoNamed('franck_01829'));
  ask = async () => (await asker.slash('whois', { photo })).text;
});

afterAll(async () => {
  await kith.stop();
  await line.close();
  await discord.stop();
  await database.drop();
});

it('says that its memory is away, and answers again when it is back', async () => {
  expect(await ask()).toMatch(/do not recognise this person/);
  expect(await readiness()).toEqual({
    ready: true,
    checks: { gateway: 'ok', database: 'ok', vision: 'ok' },
  });
  line.cut();
  expect(await ask()).toMatch(/My memory is not reachable/);
  expect(await readiness()).toMatchObject({
    ready: false,
    checks: { gateway: 'ok', database: 'does not answer' },
  });
  line.mend();
  expect(await ask()).toMatch(/do not recognise this person/);
});
