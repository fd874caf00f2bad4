import { HTTPError, REST } from 'discord.js';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Application, type Channel, type Guild, Sandbox } from '../../sandbox/index.ts';
import { restOf } from './http.ts';

const route = 'POST /channels/:channelId/messages';

let discord: Sandbox;
let bot: Application;
let guild: Guild;
let general: Channel;
let rest: REST;

beforeEach(async () => {
  discord = await Sandbox.start();
  bot = discord.createApplication({ name: 'Kith' });
  guild = discord.createGuild({ name: 'Club', bots: [{ bot }] });
  general = guild.createChannel({ name: 'general' });
  rest = new REST({ api: discord.restUrl, retries: 2 }).setToken(bot.token);
});

afterEach(async () => {
  await discord.stop();
});

const post = (content: string, channel = general) =>
  rest.post(`/channels/${channel.id}/messages`, { body: { content } });
const texts = () =>
  guild
    .addMember({ name: 'Ann' })
    .in(general)
    .messages()
    .map(({ text }) => text);
const statuses = () =>
  discord.log.entries.flatMap((event) => (event.kind === 'request' ? [event.status] : []));

describe('what discord.js lives through', () => {
  it('errors of Discord, until it gives up', async () => {
    discord.faults.rest.inject(route, { kind: 'status', status: 502 }, 2);
    await post('third time');
    expect([texts(), statuses()]).toEqual([['third time'], [502, 502, 200]]);
    discord.faults.rest.inject(route, { kind: 'status', status: 503 }, 3);
    await expect(post('never')).rejects.toThrow(HTTPError);
  });

  it('being told to slow down', async () => {
    discord.faults.rest.inject(route, { kind: 'rate-limit', retryAfterMs: 60 });
    await post('later');
    expect([texts(), statuses()]).toEqual([['later'], [429, 200]]);
  });

  it('a stall', async () => {
    discord.faults.rest.inject(/POST .*messages/, { kind: 'stall', ms: 80 });
    await post('late');
    expect(discord.log.entries.find(({ kind }) => kind === 'request')).toMatchObject({ status: 200 });
    expect(texts()).toEqual(['late']);
  });

  it('a connection that breaks before', async () => {
    discord.faults.rest.inject(route, { kind: 'drop' });
    await post('once').catch(() => post('once'));
    expect(texts()).toEqual(['once']);
  });

  it('an answer that is lost, so that the message is there although the request failed', async () => {
    discord.faults.rest.inject(route, { kind: 'drop-answer' }, 3);
    await expect(post('twice')).rejects.toThrow();
    expect(texts()[0]).toBe('twice');
  });
});

describe('rate limits', () => {
  it('are told in headers, and kept by discord.js', async () => {
    discord.rateLimits.set(route, { limit: 2, windowMs: 150 });
    const { headers } = await restOf(discord, bot.token)('POST', `/channels/${general.id}/messages`, {
      content: '0',
    });
    expect(headers.get('x-ratelimit-limit')).toBe('2');
    expect(headers.get('x-ratelimit-remaining')).toBe('1');
    expect(Number(headers.get('x-ratelimit-reset-after'))).toBeLessThanOrEqual(0.15);
    expect(headers.get('x-ratelimit-bucket')).toMatch(/^[\da-f]{32}$/);
    await Promise.all(['1', '2', '3', '4', '5'].map((text) => post(text)));
    expect(texts()).toHaveLength(6);
    expect(statuses().filter((status) => status === 429).length).toBeLessThanOrEqual(1);
  });

  it('answer those who do not keep them', async () => {
    discord.rateLimits.set(route, { limit: 1, windowMs: 10_000 });
    const raw = restOf(discord, bot.token);
    const other = guild.createChannel({ name: 'other' });
    const send = (channel: Channel) => raw('POST', `/channels/${channel.id}/messages`, { content: 'x' });
    expect((await send(general)).status).toBe(200);
    expect((await send(other)).status).toBe(200);
    const { status, body, headers } = await send(general);
    expect([status, body.global, headers.get('x-ratelimit-scope')]).toEqual([429, false, 'user']);
    expect(body.retry_after).toBeGreaterThan(9);
    expect(headers.get('retry-after')).toBe('10');
    discord.clock.advance(10_000);
    expect((await send(general)).status).toBe(200);
    expect(discord.rateLimits.invalidRequests).toBe(1);
  });

  it('hold for a whole bot, but not for interactions', async () => {
    discord.rateLimits.set('global', { limit: 1, windowMs: 10_000 });
    const raw = restOf(discord, bot.token);
    expect((await raw('GET', '/users/@me')).status).toBe(200);
    const { status, body, headers } = await raw('GET', '/gateway/bot');
    expect([status, body.global, headers.get('x-ratelimit-global')]).toEqual([429, true, 'true']);
    expect((await raw('POST', '/interactions/1/token/callback', {})).body.code).toBe(10_062);
    expect((await raw('GET', '/webhooks/1/token/messages/@original')).body.code).toBe(10_015);
  });
});

describe('the sandbox', () => {
  it('does not stop quietly after a failure of its own', async () => {
    const broken = await Sandbox.start();
    const { token } = broken.createApplication({ name: 'Kith' });
    broken.faults.rest.take = () => {
      throw new TypeError('a slip');
    };
    const { status, body } = await restOf(broken, token)('GET', '/users/@me');
    expect([status, body.code]).toEqual([500, -1]);
    await expect(broken.stop()).rejects.toThrow(/the sandbox failed: TypeError: a slip/);
  });
});
