import { ChannelType, Events, Partials, Status } from 'discord.js';
import { GatewayIntentBits as Intent, PermissionFlagsBits as Permission } from 'discord-api-types/v10';
import { afterAll, beforeAll, describe, expect, it, onTestFinished, type TestContext } from 'vitest';
import WebSocket from 'ws';
import { type Application, picture, Sandbox } from '../../sandbox/index.ts';
import { connect } from './bot.ts';
import { jpeg, patient, restOf } from './http.ts';

let discord: Sandbox;
/** Asks for a heartbeat every second. The other never misses those of connections spoken by hand. */
let impatient: Sandbox;

beforeAll(async () => {
  discord = await Sandbox.start();
  impatient = await Sandbox.start({ heartbeatIntervalMs: 1_000 });
});

afterAll(async () => {
  await discord.stop();
  await impatient.stop();
});

interface Payload {
  readonly op: number;
  // biome-ignore lint/suspicious/noExplicitAny: payloads of every kind are looked into
  readonly d: any;
  readonly s?: number;
  readonly t?: string;
}

/** A connection spoken by hand. */
async function open(query = '?v=10&encoding=json', sandbox = discord) {
  const socket = new WebSocket(`${sandbox.cdnOrigin.replace('http', 'ws')}/gateway/${query}`);
  const received: Payload[] = [];
  let closed: number | null = null;
  socket.on('message', (data) => received.push(JSON.parse(data.toString()) as Payload));
  socket.on('close', (code) => {
    closed = code;
  });
  await new Promise((resolve, reject) => socket.once('open', resolve).once('error', reject));
  onTestFinished(() => socket.terminate());
  const until = async (test: (payload: Payload) => boolean): Promise<Payload> => {
    await expect.poll(() => received.some(test), patient).toBe(true);
    return received.find(test) as Payload;
  };
  return {
    received,
    until,
    event: (name: string) => until(({ t }) => t === name),
    send: (op: number, d: unknown) => socket.send(JSON.stringify({ op, d })),
    terminate: () => socket.terminate(),
    close: (code: number) => socket.close(code),
    closing: () => expect.poll(() => closed, patient),
  };
}

const identify = (application: Application, intents: number, shard?: unknown) => ({
  token: application.token,
  intents,
  properties: {},
  ...(shard === undefined ? {} : { shard }),
});

describe('identifying', () => {
  it('says hello, answers heartbeats, and sends the guilds after READY', async () => {
    const bot = discord.createApplication({ name: 'Kith' });
    const guild = discord.createGuild({ name: 'Club', bots: [{ bot }] });
    const hidden = guild.createChannel({
      name: 'hidden',
      overwrites: [{ of: guild, deny: Permission.ViewChannel }],
    });
    guild.addMember({ name: 'Ann' });
    const gateway = await open();
    expect(gateway.received[0] ?? (await gateway.until(({ op }) => op === 10))).toMatchObject({
      d: { heartbeat_interval: 41_250 },
    });
    gateway.send(2, identify(bot, Intent.Guilds));
    const ready = await gateway.event('READY');
    expect(ready).toMatchObject({
      s: 1,
      d: { user: { id: bot.id }, guilds: [{ id: guild.id, unavailable: true }], shard: [0, 1] },
    });
    const { d, s } = await gateway.event('GUILD_CREATE');
    expect(s).toBe(2);
    expect(d).toMatchObject({ id: guild.id, name: 'Club', member_count: 3, unavailable: false });
    expect(d.channels.map(({ id }: { id: string }) => id)).toEqual([hidden.id]);
    expect(d.members.map(({ user }: { user: { id: string } }) => user.id)).toEqual([bot.id]);
    gateway.send(1, s);
    await gateway.until(({ op }) => op === 11);
  });

  it.each([
    ['a wrong token', 4004, () => ({ token: 'nonsense', intents: 0 })],
    ['nonsense for intents', 4013, (bot: Application) => identify(bot, 2 ** 30)],
    ['an intent that is not ticked', 4014, (bot: Application) => identify(bot, Intent.MessageContent)],
    ['a shard beyond the count', 4010, (bot: Application) => identify(bot, 0, [2, 2])],
  ])('closes on %s with %i', async (_what, code, payload) => {
    const bot = discord.createApplication({ name: 'Kith' });
    const gateway = await open();
    gateway.send(2, payload(bot));
    await gateway.closing().toBe(code);
  });

  it('closes on what makes no sense', async () => {
    const bot = discord.createApplication({ name: 'Kith' });
    const unknown = await open();
    unknown.send(77, {});
    await unknown.closing().toBe(4001);
    const early = await open();
    early.send(8, {});
    await early.closing().toBe(4003);
    const twice = await open();
    twice.send(2, identify(bot, 0));
    twice.send(2, identify(bot, 0));
    await twice.closing().toBe(4005);
    const large = await open();
    large.send(2, { ...identify(bot, 0), padding: 'x'.repeat(5_000) });
    await large.closing().toBe(4002);
  });

  it('closes when heartbeats stay away', async () => {
    const gateway = await open('', impatient);
    await gateway.closing().toBe(4009);
  });

  it('refuses compression, which it does not speak, and connections during an outage', async () => {
    await expect(open('?v=10&encoding=json&compress=zlib-stream')).rejects.toThrow('400');
    discord.gatewayAway = true;
    await expect(open()).rejects.toThrow('503');
    discord.gatewayAway = false;
  });

  it('spreads guilds over shards', async () => {
    const bot = discord.createApplication({ name: 'Kith' });
    for (let index = 0; index < 4; index++) {
      discord.createGuild({ name: `g${index}`, bots: [{ bot }] });
      discord.clock.advance(1);
    }
    const seen: number[] = [];
    for (const shard of [0, 1]) {
      const gateway = await open();
      gateway.send(2, identify(bot, Intent.Guilds, [shard, 2]));
      const { d } = await gateway.event('READY');
      for (const { id } of d.guilds) {
        expect(Number((BigInt(id) >> 22n) % 2n)).toBe(shard);
      }
      seen.push(d.guilds.length);
    }
    expect(seen.reduce((sum, count) => sum + count)).toBe(4);
  });
});

describe('events', () => {
  it('reach a bot by its intents and what it may see', async () => {
    const bot = discord.createApplication({ name: 'Kith', privileged: ['MessageContent'] });
    const guild = discord.createGuild({ name: 'Club', bots: [{ bot }] });
    const [general, secret] = [
      guild.createChannel({ name: 'general' }),
      guild.createChannel({ name: 'secret' }),
    ];
    secret.permit(guild, { deny: Permission.ViewChannel });
    const ann = guild.addMember({ name: 'Ann', permissions: Permission.Administrator });
    const [blind, reading, bare] = [await open(), await open(), await open()];
    blind.send(2, identify(bot, Intent.Guilds | Intent.GuildMessages));
    reading.send(2, identify(bot, Intent.Guilds | Intent.GuildMessages | Intent.MessageContent));
    bare.send(2, identify(bot, 0));
    await Promise.all([blind.event('READY'), reading.event('READY'), bare.event('READY')]);

    await ann.in(secret).post('nobody hears this');
    const post = await ann.in(general).post('hello', [picture('a.jpg', await jpeg())]);
    expect((await blind.event('MESSAGE_CREATE')).d).toMatchObject({
      id: post.id,
      guild_id: guild.id,
      content: '',
      attachments: [],
      member: { roles: [expect.any(String)] },
      author: { id: ann.id },
    });
    expect((await reading.event('MESSAGE_CREATE')).d).toMatchObject({
      content: 'hello',
      attachments: [{ filename: 'a.jpg', width: 24 }],
    });
    general.delete(post);
    expect((await blind.event('MESSAGE_DELETE')).d).toEqual({
      id: post.id,
      channel_id: general.id,
      guild_id: guild.id,
    });
    const more = [await ann.in(general).post(`for <@${bot.id}>`), await ann.in(general).post('b')];
    const mention = await blind.until(({ d }) => d?.id === more[0]?.id);
    expect(mention.d.content).toBe(`for <@${bot.id}>`);
    general.deleteAll(more);
    expect((await blind.event('MESSAGE_DELETE_BULK')).d.ids).toEqual(more.map(({ id }) => id));
    guild.ban(ann);
    general.remove();
    expect((await blind.event('CHANNEL_DELETE')).d.id).toBe(general.id);
    const names = blind.received.map(({ t }) => t);
    expect(names.filter((name) => name === 'MESSAGE_CREATE')).toHaveLength(3);
    expect(names).not.toContain('GUILD_BAN_ADD');
    expect(names).not.toContain('GUILD_MEMBER_REMOVE');
    expect(bare.received.map(({ t }) => t).filter(Boolean)).toEqual(['READY']);
  });

  it('tell of members, roles, bans, threads and channels', async () => {
    const bot = discord.createApplication({ name: 'Kith', privileged: ['GuildMembers'] });
    const guild = discord.createGuild({ name: 'Club', bots: [{ bot }] });
    const general = guild.createChannel({ name: 'general' });
    const gateway = await open();
    gateway.send(2, identify(bot, Intent.Guilds | Intent.GuildMembers | Intent.GuildModeration));
    await gateway.event('GUILD_CREATE');
    const ann = guild.addMember({ name: 'Ann' });
    const role = guild.createRole('climbers');
    guild.changeMember(ann, { nick: 'Annie', roles: [role] });
    guild.setPermissions(role, Permission.ManageMessages);
    guild.deleteRole(role);
    general.change({ name: 'lobby' });
    const talk = general.startThread('talk', ann);
    const whispers = general.startThread('whispers', ann, { private: true });
    talk.archive();
    whispers.invite(bot);
    talk.remove();
    guild.ban(ann);
    await gateway.event('GUILD_MEMBER_REMOVE');
    const names = gateway.received.map(({ t }) => t).filter((name) => name !== undefined);
    expect(names.slice(2)).toEqual([
      'GUILD_MEMBER_ADD',
      'GUILD_ROLE_CREATE',
      'GUILD_MEMBER_UPDATE',
      'GUILD_ROLE_UPDATE',
      'GUILD_ROLE_DELETE',
      'CHANNEL_UPDATE',
      'THREAD_CREATE',
      'THREAD_UPDATE',
      'THREAD_CREATE',
      'THREAD_MEMBERS_UPDATE',
      'THREAD_DELETE',
      'GUILD_BAN_ADD',
      'GUILD_MEMBER_REMOVE',
    ]);
    const invited = gateway.received.filter(({ t }) => t === 'THREAD_CREATE').at(-1)?.d;
    expect(invited).toMatchObject({
      id: whispers.id,
      type: ChannelType.PrivateThread,
      member: { user_id: bot.id },
    });
  });

  it('bring the threads of a channel that a bot comes to see', async () => {
    const bot = discord.createApplication({ name: 'Kith' });
    const guild = discord.createGuild({ name: 'Club', bots: [{ bot }] });
    const secret = guild.createChannel({ name: 'secret' });
    secret.permit(guild, { deny: Permission.ViewChannel });
    const thread = secret.startThread('plans', guild.addMember({ name: 'Ann' }));
    const gateway = await open();
    gateway.send(2, identify(bot, Intent.Guilds));
    expect((await gateway.event('GUILD_CREATE')).d.threads).toEqual([]);
    secret.permit(bot, { allow: Permission.ViewChannel });
    const { d } = await gateway.event('THREAD_LIST_SYNC');
    expect(d).toMatchObject({ channel_ids: [secret.id], threads: [{ id: thread.id }], members: [] });
  });

  it('tell an outage from a removal', async () => {
    const bot = discord.createApplication({ name: 'Kith' });
    const guild = discord.createGuild({ name: 'Club', bots: [{ bot }] });
    const gateway = await open();
    gateway.send(2, identify(bot, Intent.Guilds));
    await gateway.event('GUILD_CREATE');
    guild.goDown();
    expect((await gateway.event('GUILD_DELETE')).d).toEqual({ id: guild.id, unavailable: true });
    guild.createChannel({ name: 'made during the outage' });
    guild.comeBack();
    guild.remove(bot);
    const last = await gateway.until(({ t, d }) => t === 'GUILD_DELETE' && d.unavailable === undefined);
    expect(last.d).toEqual({ id: guild.id });
    expect(gateway.received.map(({ t }) => t)).not.toContain('CHANNEL_CREATE');
    guild.add(bot);
    await expect.poll(() => gateway.received.filter(({ t }) => t === 'GUILD_CREATE').length, patient).toBe(3);
  });

  it('give members in chunks', async () => {
    const bot = discord.createApplication({ name: 'Kith', privileged: ['GuildMembers'] });
    const guild = discord.createGuild({ name: 'Club', bots: [{ bot }] });
    for (let index = 0; index < 1_001; index++) {
      guild.addMember({ name: `member ${index}` });
    }
    const gateway = await open();
    gateway.send(2, identify(bot, Intent.Guilds | Intent.GuildMembers));
    await gateway.event('GUILD_CREATE');
    gateway.send(8, { guild_id: guild.id, query: '', limit: 0, nonce: 'all' });
    await gateway.until(({ d }) => d?.chunk_index === 1);
    const sizes = gateway.received
      .filter(({ t }) => t === 'GUILD_MEMBERS_CHUNK')
      .map(({ d }) => [d.members.length, d.chunk_count, d.nonce]);
    expect(sizes).toEqual([
      [1_000, 2, 'all'],
      [3, 2, 'all'],
    ]);
    gateway.send(8, { guild_id: guild.id, user_ids: ['1', bot.id], nonce: 'some' });
    const { d } = await gateway.until((payload) => payload.d?.nonce === 'some');
    expect([d.members.length, d.not_found]).toEqual([1, ['1']]);
  });
});

describe('coming back', () => {
  async function session() {
    const bot = discord.createApplication({ name: 'Kith', privileged: ['MessageContent'] });
    const guild = discord.createGuild({ name: 'Club', bots: [{ bot }] });
    const general = guild.createChannel({ name: 'general' });
    const ann = guild.addMember({ name: 'Ann' }).in(general);
    const gateway = await open();
    gateway.send(2, identify(bot, Intent.Guilds | Intent.GuildMessages | Intent.MessageContent));
    const { session_id } = (await gateway.event('READY')).d;
    await gateway.event('GUILD_CREATE');
    return { bot, ann, gateway, resume: { token: bot.token, session_id, seq: 2 } };
  }

  it('resumes with what was missed', async () => {
    const { ann, gateway, resume } = await session();
    gateway.terminate();
    await gateway.closing().toBe(1006);
    await ann.post('missed');
    const next = await open();
    next.send(6, resume);
    await next.event('RESUMED');
    expect(next.received.slice(1).map(({ t, s }) => [t, s])).toEqual([
      ['MESSAGE_CREATE', 3],
      ['RESUMED', 4],
    ]);
  });

  it.each([
    ['after a goodbye', async ({ gateway }: Awaited<ReturnType<typeof session>>) => gateway.close(1000)],
    [
      'when Discord forgot it',
      async ({ bot }: Awaited<ReturnType<typeof session>>) => bot.drop({ resumable: false }),
    ],
  ])('has no session to resume %s', async (_when, leave) => {
    const before = await session();
    await leave(before);
    await before.gateway.closing().not.toBeNull();
    const next = await open();
    next.send(6, before.resume);
    expect(await next.until(({ op }) => op === 9)).toMatchObject({ d: false });
  });

  it('does not resume from a sequence that never was', async () => {
    const { gateway, resume } = await session();
    gateway.terminate();
    const next = await open();
    next.send(6, { ...resume, seq: 99 });
    expect(await next.until(({ op }) => op === 9)).toMatchObject({ d: false });
  });
});

describe('discord.js', () => {
  async function login({ onTestFinished }: TestContext, sandbox = discord) {
    const bot = sandbox.createApplication({ name: 'Kith', privileged: ['MessageContent'] });
    const guild = sandbox.createGuild({ name: 'Club', bots: [{ bot }] });
    const general = guild.createChannel({ name: 'general' });
    const { client } = await connect(sandbox, bot, undefined, {
      intents: [Intent.Guilds, Intent.GuildMessages, Intent.MessageContent, Intent.DirectMessages],
      partials: [Partials.Channel, Partials.Message],
    });
    onTestFinished(() => client.destroy());
    const events: string[] = [];
    client.on(Events.ShardResume, () => events.push('resumed'));
    client.on(Events.ShardReady, () => events.push('ready'));
    client.on(Events.MessageCreate, ({ content }) => events.push(content));
    const ann = guild.addMember({ name: 'Ann' });
    return { bot, guild, general, client, events, ann };
  }

  it.concurrent.for<readonly [string, (bot: Application) => void, string]>([
    ['a broken connection', (bot: Application) => bot.drop(), 'resumed'],
    ['a request to reconnect', (bot: Application) => bot.askToReconnect(), 'resumed'],
    ['silence', (bot: Application) => bot.silence(), 'resumed'],
    [
      'an invalid session that can be resumed',
      (bot: Application) => bot.invalidateSession({ resumable: true }),
      'resumed',
    ],
    ['an invalid session', (bot: Application) => bot.invalidateSession({ resumable: false }), 'ready'],
    ['a lost session', (bot: Application) => bot.drop({ resumable: false }), 'ready'],
    ['a close', (bot: Application) => bot.closeConnection(4000, 'Unknown error.'), 'resumed'],
  ])('survives %s', async ([what, happen, how], context) => {
    const { bot, general, events, ann, client } = await login(
      context,
      what === 'silence' ? impatient : discord,
    );
    happen(bot);
    if (how === 'resumed') {
      await ann.in(general).post('meanwhile');
    }
    await context.expect.poll(() => events.includes(how), patient).toBe(true);
    await ann.in(general).post('afterwards');
    await context.expect.poll(() => events.includes('afterwards'), patient).toBe(true);
    expect(events.filter((name) => name === 'meanwhile')).toHaveLength(how === 'resumed' ? 1 : 0);
    expect(client.ws.status).toBe(Status.Ready);
  });

  it('computes the same permissions as the sandbox', async (context) => {
    const { guild, general, client, ann, bot } = await login(context);
    const role = guild.createRole('climbers', Permission.ManageMessages);
    guild.changeMember(ann, { roles: [role] });
    general.permit(guild, { deny: Permission.SendMessages });
    general.permit(role, { allow: Permission.SendMessages, deny: Permission.AttachFiles });
    general.permit(ann, { allow: Permission.AttachFiles });
    const thread = general.startThread('talk', ann);
    await expect.poll(() => client.channels.cache.has(thread.id), patient).toBe(true);
    const rest = restOf(discord, bot.token);
    expect((await rest('GET', `/guilds/${guild.id}/members/${ann.id}`)).body.roles).toEqual([role.id]);
    const there = await client.guilds.fetch(guild.id);
    const member = await there.members.fetch(ann.id);
    const channel = await there.channels.fetch(general.id);
    const computed = channel?.permissionsFor(member);
    expect(computed?.has(['SendMessages', 'AttachFiles', 'ManageMessages'])).toBe(true);
    expect(channel?.permissionsFor(client.user)?.has('SendMessages')).toBe(false);
  });

  it('hears direct messages', async (context) => {
    const { bot, ann, events } = await login(context);
    await ann.in(bot.directMessages(ann)).post('between us');
    await expect.poll(() => events, patient).toContain('between us');
  });
});
