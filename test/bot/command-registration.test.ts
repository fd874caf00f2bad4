import type { Client } from 'discord.js';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { Sandbox } from '../../sandbox/index.ts';
import { createClient } from '../../src/bot/client.ts';
import { registerCommands } from '../../src/bot/command-registration.ts';
import { login } from '../../src/bot/login.ts';
import type { Command } from '../../src/commands/command.ts';
import { commands } from '../../src/commands/commands.ts';
import { silent } from '../db/database.ts';

let discord: Sandbox;
let client: Client<true>;
const written: string[] = [];

beforeAll(async () => {
  discord = await Sandbox.start();
  const { token } = discord.createApplication({ name: 'Kith' });
  client = await login(createClient({ api: discord.restUrl, seesContent: false, log: silent }), token);
  client.rest.on('response', ({ method, route }) => {
    if (method !== 'GET') written.push(`${method} ${route}`);
  });
});

afterAll(async () => {
  await client.destroy();
  await discord.stop();
});

/** @returns what was written to Discord for it. */
async function register(all: readonly Command[]): Promise<string[]> {
  written.length = 0;
  await registerCommands(client, all, silent);
  return [...written];
}

const put = ['PUT /applications/:id/commands'];

it('registers commands once, and again only when one of them is another', async () => {
  expect(await register(commands)).toEqual(put);
  expect(await register(commands)).toEqual([]);
  expect(await register(commands.toReversed())).toEqual([]);

  const [first, ...others] = commands;
  if (first?.kind !== 'chat') throw new Error('the first command is a slash command');
  const reworded: Command = { ...first, definition: { ...first.definition, description: 'In other words' } };
  expect(await register([reworded, ...others])).toEqual(put);
  const registered = await client.application.commands.fetch();
  expect(registered.find(({ name }) => name === first.definition.name)?.description).toBe('In other words');

  expect(await register(others)).toEqual(put);
  expect(await register(commands)).toEqual(put);
  expect(await register(commands)).toEqual([]);
});
