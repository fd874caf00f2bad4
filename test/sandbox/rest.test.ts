import { PermissionFlagsBits as Permission } from 'discord-api-types/v10';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  type Application,
  type Channel,
  type Guild,
  type Person,
  picture,
  Sandbox,
} from '../../sandbox/index.ts';
import { type Answer, form, jpeg, restOf } from './http.ts';

let discord: Sandbox;

beforeAll(async () => {
  discord = await Sandbox.start();
});

afterAll(async () => {
  await discord.stop();
});

interface Scene {
  readonly bot: Application;
  readonly guild: Guild;
  readonly general: Channel;
  readonly ann: Person;
  readonly rest: (method: string, path: string, body?: unknown) => Promise<Answer>;
}

function scene(privileged: readonly ('MessageContent' | 'GuildMembers')[] = ['MessageContent']): Scene {
  const bot = discord.createApplication({ name: 'Kith', privileged });
  const guild = discord.createGuild({ name: 'Club', bots: [{ bot }] });
  const general = guild.createChannel({ name: 'general' });
  return { bot, guild, general, ann: guild.addMember({ name: 'Ann' }), rest: restOf(discord, bot.token) };
}

const outcome = ({ status, body }: Answer) => [status, body.code];

describe('every request', () => {
  it('needs the token of a bot', async () => {
    const unauthorized = { message: '401: Unauthorized', code: 0 };
    for (const token of [null, 'nonsense']) {
      const { status, body } = await restOf(discord, token)('GET', '/users/@me');
      expect([status, body]).toEqual([401, unauthorized]);
    }
  });

  it('to nowhere is answered with code 0', async () => {
    const { rest } = scene();
    expect(outcome(await rest('GET', '/nowhere'))).toEqual([404, 0]);
    expect((await fetch(`${discord.restUrl}/v3/users/@me`)).status).toBe(404);
  });

  it('with broken JSON is refused', async () => {
    const { bot, general } = scene();
    const response = await fetch(`${discord.restUrl}/v10/channels/${general.id}/messages`, {
      method: 'POST',
      headers: { authorization: `Bot ${bot.token}`, 'content-type': 'application/json' },
      body: '{"content":',
    });
    expect([response.status, ((await response.json()) as { code: number }).code]).toEqual([400, 50_109]);
  });

  it('is logged without tokens', async () => {
    const { rest } = scene();
    await rest('POST', '/webhooks/123456789012345678/secret-token', { content: 'x' });
    const last = discord.log.entries.findLast(({ kind }) => kind === 'request');
    expect(last).toMatchObject({ path: '/webhooks/123456789012345678/:token', status: 404, code: 10_015 });
    expect(JSON.stringify(discord.log.entries)).not.toContain('secret-token');
  });
});

describe('who is who', () => {
  it('tells the bot of itself, its application, its guilds and the gateway', async () => {
    const { rest, bot, guild } = scene(['MessageContent', 'GuildMembers']);
    expect((await rest('GET', '/users/@me')).body).toMatchObject({ id: bot.id, bot: true });
    expect((await rest('GET', '/applications/@me')).body).toMatchObject({
      id: bot.id,
      flags: (1 << 15) | (1 << 19),
    });
    expect((await rest('GET', '/users/@me/guilds')).body).toMatchObject([{ id: guild.id, owner: false }]);
    expect((await rest('GET', '/gateway/bot')).body).toMatchObject({
      url: `${discord.cdnOrigin.replace('http', 'ws')}/gateway`,
      shards: 1,
      session_start_limit: { max_concurrency: 1 },
    });
  });

  it('tells of guilds, members, roles and channels', async () => {
    const { rest, guild, general, ann } = scene(['GuildMembers']);
    const role = guild.createRole('climbers');
    const hidden = guild.createChannel({
      name: 'hidden',
      overwrites: [{ of: guild, deny: Permission.ViewChannel }],
    });
    general.startThread('talk', ann);
    expect((await rest('GET', `/guilds/${guild.id}`)).body).toMatchObject({ id: guild.id, name: 'Club' });
    expect((await rest('GET', `/guilds/${guild.id}/roles`)).body.map(({ id }: { id: string }) => id)).toEqual(
      expect.arrayContaining([guild.id, role.id]),
    );
    expect((await rest('GET', `/guilds/${guild.id}/roles/${role.id}`)).body.name).toBe('climbers');
    // Bots get all channels, but no threads.
    const channels = (await rest('GET', `/guilds/${guild.id}/channels`)).body;
    expect(channels.map(({ id }: { id: string }) => id)).toEqual([general.id, hidden.id]);
    expect((await rest('GET', `/guilds/${guild.id}/members/${ann.id}`)).body.user.global_name).toBe('Ann');
    expect((await rest('GET', `/guilds/${guild.id}/members?limit=10`)).body).toHaveLength(3);
    const found = (await rest('GET', `/guilds/${guild.id}/members/search?query=an&limit=5`)).body;
    expect(found.map(({ user }: { user: { id: string } }) => user.id)).toEqual([ann.id]);
  });

  it('answers for what is not there', async () => {
    const { rest, guild } = scene([]);
    const stranger = discord.createPerson({ name: 'Stranger' });
    const foreign = discord.createGuild({ name: 'Elsewhere' });
    const nothing = '123456789012345678';
    for (const [path, status, code] of [
      [`/guilds/${nothing}`, 404, 10_004],
      [`/guilds/${foreign.id}`, 403, 50_001],
      [`/guilds/${guild.id}/members/${stranger.id}`, 404, 10_007],
      [`/guilds/${guild.id}/members/${nothing}`, 404, 10_013],
      [`/guilds/${guild.id}/members`, 403, 50_001],
      [`/guilds/${guild.id}/roles/${nothing}`, 404, 10_011],
      [`/users/${nothing}`, 404, 10_013],
      [`/channels/${nothing}`, 404, 10_003],
      [`/channels/${foreign.createChannel({ name: 'x' }).id}`, 403, 50_001],
    ] as const) {
      expect([path, ...outcome(await rest('GET', path))]).toEqual([path, status, code]);
    }
  });
});

describe('commands', () => {
  const command = (name: string, more: object = {}) => ({ name, description: 'what it does', ...more });

  it('are overwritten, listed, made, changed and deleted, and keep their ids', async () => {
    const { rest, bot, guild } = scene();
    const base = `/applications/${bot.id}/commands`;
    const [first, second] = (
      await rest('PUT', base, [
        command('enroll', { name_localizations: { de: 'einschreiben' }, contexts: [0] }),
        command('whois'),
      ])
    ).body;
    expect(first).toMatchObject({ name: 'enroll', application_id: bot.id, type: 1, contexts: [0] });
    const again = (await rest('PUT', base, [command('whois', { description: 'else' })])).body;
    expect(again).toMatchObject([{ id: second.id, description: 'else' }]);
    expect(again[0].version).not.toBe(second.version);
    expect((await rest('POST', base, command('whois'))).status).toBe(200);
    const made = await rest('POST', base, command('enroll', { name_localizations: { de: 'einschreiben' } }));
    expect(made.status).toBe(201);
    expect(made.body.id).not.toBe(first.id);
    const listed = (await rest('GET', base)).body;
    expect(listed.map(({ name }: { name: string }) => name)).toEqual(['whois', 'enroll']);
    expect(listed[1]).not.toHaveProperty('name_localizations');
    const localized = (await rest('GET', `${base}?with_localizations=true`)).body;
    expect(localized.map((one: { name_localizations: unknown }) => one.name_localizations)).toEqual([
      null,
      { de: 'einschreiben' },
    ]);
    const one = `${base}/${made.body.id}`;
    expect((await rest('PATCH', one, { description: 'changed' })).body.description).toBe('changed');
    expect((await rest('GET', one)).body.description).toBe('changed');
    expect((await rest('DELETE', one)).status).toBe(204);
    expect(outcome(await rest('GET', one))).toEqual([404, 10_063]);
    const local = `/applications/${bot.id}/guilds/${guild.id}/commands`;
    expect((await rest('PUT', local, [command('here')])).body).toMatchObject([{ guild_id: guild.id }]);
    expect((await rest('GET', base)).body).toHaveLength(1);
  });

  it('are checked, and only for the application itself', async () => {
    const { rest, bot } = scene();
    const base = `/applications/${bot.id}/commands`;
    const bad = await rest('PUT', base, [command('fine'), command('NOT FINE')]);
    expect(outcome(bad)).toEqual([400, 50_035]);
    expect(bad.body.errors).toHaveProperty(['1', 'name', '_errors']);
    expect((await rest('POST', base, command('')))?.body.errors).toHaveProperty(['name', '_errors']);
    expect(outcome(await rest('PUT', base, { not: 'a list' }))).toEqual([400, 50_035]);
    expect((await rest('GET', base)).body).toEqual([]);
    const { bot: other } = scene();
    expect(outcome(await rest('GET', `/applications/${other.id}/commands`))).toEqual([403, 50_001]);
  });
});

describe('messages', () => {
  it('are listed newest first, before, after and around', async () => {
    const { rest, general, ann } = scene();
    const posted: string[] = [];
    for (let index = 0; index < 12; index++) {
      posted.push((await ann.in(general).post(`m${index}`)).id);
    }
    const list = async (query: string): Promise<string[]> => {
      const { body } = await rest('GET', `/channels/${general.id}/messages?${query}`);
      return body.map(({ content }: { content: string }) => content);
    };
    expect(await list('limit=3')).toEqual(['m11', 'm10', 'm9']);
    expect(await list(`limit=2&before=${posted[5]}`)).toEqual(['m4', 'm3']);
    expect(await list(`limit=2&after=${posted[5]}`)).toEqual(['m7', 'm6']);
    expect(await list(`limit=3&around=${posted[5]}`)).toEqual(['m6', 'm5', 'm4']);
    expect(await list(`before=${posted[0]}`)).toEqual([]);
    for (const query of ['limit=0', 'limit=101', 'before=abc']) {
      expect(outcome(await rest('GET', `/channels/${general.id}/messages?${query}`))).toEqual([400, 50_035]);
    }
  });

  it('of the past are where they belong', async () => {
    const { rest, general, ann } = scene();
    await ann.in(general).post('today');
    const at = new Date('2020-02-02T10:00:00Z');
    await ann.in(general).post('long ago', [], { at });
    const { body } = await rest('GET', `/channels/${general.id}/messages`);
    expect(body.map(({ content }: { content: string }) => content)).toEqual(['today', 'long ago']);
    expect(Date.parse(body[1].timestamp)).toBe(at.getTime());
  });

  it('need the permissions that Discord asks for', async () => {
    const { rest, general, bot, ann } = scene();
    const { id } = await ann.in(general).post('hello');
    const path = `/channels/${general.id}/messages`;
    const with_ = async (deny: bigint, ...request: [string, string, unknown?]) => {
      general.permit(bot, { deny });
      const answer = await rest(...request);
      general.permit(bot);
      return answer;
    };
    const photo = form({ content: 'x' }, ['a.jpg', await jpeg()]);
    const reply = { content: 'x', message_reference: { message_id: id } };
    expect((await with_(Permission.ReadMessageHistory, 'GET', path)).body).toEqual([]);
    const cases = [
      [Permission.ReadMessageHistory, 'GET', `${path}/${id}`, undefined, 403, 50_013],
      [Permission.ViewChannel, 'GET', path, undefined, 403, 50_001],
      [Permission.ViewChannel, 'POST', path, { content: 'x' }, 403, 50_001],
      [Permission.SendMessages, 'POST', path, { content: 'x' }, 403, 50_013],
      [Permission.AttachFiles, 'POST', path, photo, 403, 50_013],
      [Permission.EmbedLinks, 'POST', path, { embeds: [{ title: 'x' }] }, 403, 50_013],
      [Permission.ReadMessageHistory, 'POST', path, reply, 400, 160_002],
      [0n, 'DELETE', `${path}/${id}`, undefined, 403, 50_013],
      [0n, 'PATCH', `${path}/${id}`, { content: 'x' }, 403, 50_005],
      [0n, 'GET', `${path}/123456789012345678`, undefined, 404, 10_008],
      [0n, 'POST', path, {}, 400, 50_006],
      [0n, 'POST', path, { content: 'x'.repeat(2_001) }, 400, 50_035],
      [0n, 'POST', path, { ...reply, message_reference: { message_id: '123456789012345678' } }, 400, 50_035],
    ] as const;
    for (const [deny, method, where, body, status, code] of cases) {
      const answer = await with_(deny, method, where, body);
      expect([method, where, deny, ...outcome(answer)]).toEqual([method, where, deny, status, code]);
    }
    expect((await rest('GET', path)).body).toHaveLength(1);
  });

  it('carry files, which edits keep, add to and drop', async () => {
    const { rest, general } = scene();
    const path = `/channels/${general.id}/messages`;
    const bytes = await jpeg(20, 10);
    const made = await rest(
      'POST',
      path,
      form(
        {
          content: 'two',
          attachments: [
            { id: 0, description: 'alt' },
            { id: 1, filename: 'SPOILER_b.png' },
          ],
        },
        ['my a.jpg', bytes],
        ['b.png', bytes],
      ),
    );
    const [a, b] = made.body.attachments;
    expect(a).toMatchObject({
      filename: 'my_a.jpg',
      title: 'my a.jpg',
      description: 'alt',
      content_type: 'image/jpeg',
      width: 20,
      height: 10,
      size: bytes.byteLength,
    });
    expect(b).toMatchObject({ filename: 'SPOILER_b.png', content_type: 'image/png' });
    const one = `${path}/${made.body.id}`;
    const names = ({ body }: Answer) =>
      body.attachments.map(({ filename }: { filename: string }) => filename);
    expect(names(await rest('PATCH', one, { content: 'same files' }))).toEqual(['my_a.jpg', 'SPOILER_b.png']);
    const added = await rest(
      'PATCH',
      one,
      form({ attachments: [{ id: b.id }, { id: 0 }] }, ['c.jpg', bytes]),
    );
    expect(names(added)).toEqual(['SPOILER_b.png', 'c.jpg']);
    expect(added.body.edited_timestamp).not.toBeNull();
    expect((await fetch(a.url)).status).toBe(404);
    expect(names(await rest('PATCH', one, { attachments: [] }))).toEqual([]);
    const big = form({ content: 'big' }, ['big.bin', new Uint8Array(10 * 2 ** 20 + 1)]);
    expect(outcome(await rest('POST', path, big))).toEqual([413, 40_005]);
  });

  it('come without what they say when the bot may not read them', async () => {
    const { rest, general, ann, bot } = scene([]);
    const file = picture('a.jpg', await jpeg());
    await ann.in(general).post('secret', [file]);
    await ann.in(general).post(`for <@${bot.id}>`, [file]);
    await rest('POST', `/channels/${general.id}/messages`, { content: 'mine' });
    await ann.in(bot.directMessages(ann)).post('direct', [file]);
    const listed = (await rest('GET', `/channels/${general.id}/messages`)).body;
    const seen = (message: { content: string; attachments: unknown[] }) => [
      message.content,
      message.attachments.length,
    ];
    expect(listed.map(seen)).toEqual([
      ['mine', 0],
      [`for <@${bot.id}>`, 1],
      ['', 0],
    ]);
    const direct = await rest('GET', `/channels/${bot.directMessages(ann).id}/messages`);
    expect(direct.body.map(seen)).toEqual([['direct', 1]]);
  });

  it('are deleted one by one and in bulk', async () => {
    const { rest, general, bot, ann } = scene();
    general.permit(bot, { allow: Permission.ManageMessages });
    const path = `/channels/${general.id}/messages`;
    const ids = [];
    for (const text of ['a', 'b', 'c']) {
      ids.push((await ann.in(general).post(text)).id);
    }
    const { id: old } = await ann.in(general).post('old', [], { at: new Date(Date.now() - 15 * 86_400_000) });
    expect((await rest('DELETE', `${path}/${ids[0]}`)).status).toBe(204);
    const bulk = (messages: unknown) => rest('POST', `${path}/bulk-delete`, { messages });
    expect(outcome(await bulk([ids[1]]))).toEqual([400, 50_016]);
    expect(outcome(await bulk([ids[1], old]))).toEqual([400, 50_034]);
    expect((await bulk([ids[1], ids[2]])).status).toBe(204);
    expect((await rest('GET', path)).body.map(({ id }: { id: string }) => id)).toEqual([old]);
  });

  it('reach people directly unless they refuse', async () => {
    const { rest, ann, bot } = scene();
    const { body: channel } = await rest('POST', '/users/@me/channels', { recipient_id: ann.id });
    expect(channel).toMatchObject({ type: 1, recipients: [{ id: ann.id }] });
    await rest('POST', `/channels/${channel.id}/messages`, { content: 'hello Ann' });
    expect(
      ann
        .in(bot.directMessages(ann))
        .messages()
        .map(({ text }) => text),
    ).toEqual(['hello Ann']);
    ann.acceptDirectMessages(false);
    expect(outcome(await rest('POST', `/channels/${channel.id}/messages`, { content: 'x' }))).toEqual([
      403, 50_007,
    ]);
    expect(outcome(await rest('POST', '/users/@me/channels', {}))).toEqual([400, 50_035]);
  });
});

describe('threads', () => {
  it('are listed active and archived, public and private', async () => {
    const { rest, guild, general, ann, bot } = scene();
    const [talk, old, whispers, oldWhispers] = [
      general.startThread('talk', ann),
      general.startThread('old', ann),
      general.startThread('whispers', ann, { private: true }),
      general.startThread('old whispers', ann, { private: true }),
    ];
    old.archive();
    oldWhispers.archive();
    const ids = ({ body }: Answer) => body.threads.map(({ id }: { id: string }) => id);
    const active = `/guilds/${guild.id}/threads/active`;
    const archived = `/channels/${general.id}/threads/archived`;
    expect(ids(await rest('GET', active))).toEqual([talk.id]);
    expect(ids(await rest('GET', `${archived}/public`))).toEqual([old.id]);
    expect(outcome(await rest('GET', `${archived}/private`))).toEqual([403, 50_013]);
    expect(outcome(await rest('GET', `/channels/${whispers.id}/messages`))).toEqual([403, 50_001]);
    oldWhispers.invite(bot);
    whispers.invite(bot);
    expect(ids(await rest('GET', active))).toEqual([talk.id, whispers.id]);
    expect(ids(await rest('GET', `/channels/${general.id}/users/@me/threads/archived/private`))).toEqual([
      oldWhispers.id,
    ]);
    general.permit(bot, { allow: Permission.ManageThreads });
    expect(ids(await rest('GET', `${archived}/private`))).toEqual([oldWhispers.id]);
  });

  it('are listed page by page, latest archived first', async () => {
    const { rest, general, ann } = scene();
    for (const name of ['a', 'b', 'c']) {
      general.startThread(name, ann).archive();
      discord.clock.advance(1_000);
    }
    const path = `/channels/${general.id}/threads/archived/public?limit=2`;
    const first = (await rest('GET', path)).body;
    expect([first.threads.map(({ name }: { name: string }) => name), first.has_more]).toEqual([
      ['c', 'b'],
      true,
    ]);
    const before = encodeURIComponent(first.threads[1].thread_metadata.archive_timestamp);
    const second = (await rest('GET', `${path}&before=${before}`)).body;
    expect([second.threads.map(({ name }: { name: string }) => name), second.has_more]).toEqual([
      ['a'],
      false,
    ]);
  });

  it('are made, written to, woken and locked', async () => {
    const { rest, general, ann, guild } = scene();
    const post = await ann.in(general).post('start here');
    const from = `/channels/${general.id}/messages/${post.id}/threads`;
    expect((await rest('POST', from, { name: 'talk' })).body).toMatchObject({
      id: post.id,
      type: 11,
      parent_id: general.id,
    });
    expect(outcome(await rest('POST', from, { name: 'again' }))).toEqual([400, 160_004]);
    expect(outcome(await rest('POST', from, { name: '' }))).toEqual([400, 50_035]);
    const { body: made } = await rest('POST', `/channels/${general.id}/threads`, { name: 'hidden' });
    expect(made.type).toBe(12);
    await rest('PATCH', `/channels/${made.id}`, { archived: true });
    await rest('POST', `/channels/${made.id}/messages`, { content: 'awake' });
    expect((await rest('GET', `/channels/${made.id}`)).body.thread_metadata.archived).toBe(false);
    const locked = general.startThread('locked', ann);
    locked.lock();
    expect(outcome(await rest('POST', `/channels/${locked.id}/messages`, { content: 'x' }))).toEqual([
      400, 160_005,
    ]);
    const forum = guild.createChannel({ name: 'ideas', type: 'forum' });
    expect(outcome(await rest('GET', `/channels/${forum.id}/messages`))).toEqual([400, 50_008]);
    const { body: idea } = await rest('POST', `/channels/${forum.id}/threads`, {
      name: 'an idea',
      message: { content: 'first' },
    });
    const inside = (await rest('GET', `/channels/${idea.id}/messages`)).body;
    expect(inside.map(({ content }: { content: string }) => content)).toEqual(['first']);
  });
});
