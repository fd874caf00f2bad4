import { PermissionFlagsBits } from 'discord-api-types/v10';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Channel, Reply } from '../../sandbox/index.ts';
import { franckFrames } from '../photos.ts';
import { startIndexingStage } from './indexing.ts';
import { file, type Stage } from './kith.ts';
import { rememberAnalyses } from './remembered-analyses.ts';
import { ask, at, type Club, club, enrol, seenIn, setUp } from './stories.ts';

const { ViewChannel, ReadMessageHistory, ManageThreads, Connect } = PermissionFlagsBits;

rememberAnalyses();

let stage: Stage;

beforeAll(async () => {
  stage = await startIndexingStage();
});

afterAll(() => stage.stop());

type Server = Club & {
  /** Ann is seen in a picture that the moderator posts there. @returns the link that a reply then shows. */
  picture(channel: Channel, posted?: Date): Promise<string>;
};

async function serverWithAnn(name: string): Promise<Server> {
  const server = club(stage, name);
  await enrol(server.ann, at(franckFrames, 0));
  return {
    ...server,
    async picture(channel, posted) {
      const { person } = server.admin;
      const message = await person
        .in(channel)
        .post('look', [await file(at(franckFrames, 4))], posted === undefined ? {} : { at: posted });
      await seenIn(stage, server, 'Ann', channel, message);
      return `https://discord.com/channels/${server.guild.id}/${channel.id}/${message.id}`;
    },
  };
}

/** The links in an answer about Ann. */
const linksIn = ({ text }: Reply): string[] => text.match(/https:\/\/discord\.com\/channels\/[\d/]+/g) ?? [];

/** What a member is shown who looks for Ann, and how many there are for them. */
async function finds({ here }: Club['bo'], options: { share?: boolean } = {}) {
  const reply = await here.slash('person find', { person: 'Ann', ...options });
  const [, count] = /(\d+) pictures that you may see/.exec(reply.text) ?? [];
  // Her enrolment photo is one of them.
  return { reply, links: linksIn(reply), count: count === undefined ? 1 : Number(count) };
}

describe('a posted picture', () => {
  it('is shown with its link to whoever may view the channel', async () => {
    const server = await serverWithAnn('Open');
    const link = await server.picture(server.general);
    const answer = await ask(server.bo, at(franckFrames, 5));
    expect(answer.text).toMatch(/Posted by <@\d+> on <t:\d+:D>: \[go to the message\]/);
    expect(linksIn(answer)).toEqual([link]);
    // The photo with boxes, her enrolment photo, and the posted one by its own fresh address.
    const urls = answer.galleries.flat().map(({ url }) => url);
    expect(urls).toHaveLength(3);
    const response = await fetch(at(urls, 2));
    expect([response.status, response.headers.get('content-type')]).toEqual([200, 'image/jpeg']);
  });

  it('is hidden by overwrites of everyone, of roles and of members, each at that moment', async () => {
    const server = await serverWithAnn('Overwrites');
    const secret = server.guild.createChannel({ name: 'secret' });
    const role = server.guild.createRole('Insiders');
    const link = await server.picture(secret);
    expect(await finds(server.bo)).toMatchObject({ links: [link], count: 2 });
    secret.permit(stage.bot, { allow: ViewChannel });
    secret.permit(server.guild, { deny: ViewChannel });
    expect(await finds(server.bo)).toMatchObject({ links: [], count: 1 });
    expect((await ask(server.bo, at(franckFrames, 5))).text).not.toMatch(/more|secret/);
    expect((await finds(server.admin)).links).toEqual([]);

    secret.permit(role, { allow: ViewChannel });
    expect((await finds(server.bo)).links).toEqual([]);
    server.guild.changeMember(server.bo.person, { roles: [role] });
    expect(await finds(server.bo)).toMatchObject({ links: [link], count: 2 });
    secret.permit(server.bo.person, { deny: ViewChannel });
    expect(await finds(server.bo)).toMatchObject({ links: [], count: 1 });
    secret.permit(server.bo.person, { allow: ViewChannel, deny: ReadMessageHistory });
    expect(await finds(server.bo)).toMatchObject({ links: [], count: 1 });
    secret.permit(server.bo.person, { allow: ViewChannel | ReadMessageHistory });
    expect(await finds(server.bo)).toMatchObject({ links: [link], count: 2 });
  });

  it('is hidden in a channel that Kith itself cannot see', async () => {
    const server = await serverWithAnn('Blind');
    const link = await server.picture(server.general);
    server.general.permit(stage.bot, { deny: ViewChannel });
    const other = server.guild.createChannel({ name: 'other' });
    const answer = await server.bo.person.in(other).slash('person find', { person: 'Ann' });
    expect(linksIn(answer)).toEqual([]);
    expect(await server.rows('picture')).toHaveLength(2);
    server.general.permit(stage.bot);
    expect((await finds(server.bo)).links).toEqual([link]);
  });

  it('in the chat of a voice channel is for who may join it', async () => {
    const server = await serverWithAnn('Voice');
    const lounge = server.guild.createChannel({ name: 'lounge', type: 'voice' });
    const link = await server.picture(lounge);
    lounge.permit(server.bo.person, { deny: Connect });
    expect(await finds(server.bo)).toMatchObject({ links: [], count: 1 });
    lounge.permit(server.bo.person);
    expect((await finds(server.bo)).links).toEqual([link]);
  });

  it('in a thread is as visible as its channel, archived or not', async () => {
    const server = await serverWithAnn('Threads');
    const parent = server.guild.createChannel({ name: 'parent' });
    const thread = parent.startThread('trip', server.admin.person);
    const link = await server.picture(thread);
    expect((await finds(server.bo)).links).toEqual([link]);
    thread.archive();
    expect((await finds(server.bo)).links).toEqual([link]);
    parent.permit(server.bo.person, { deny: ViewChannel });
    expect(await finds(server.bo)).toMatchObject({ links: [], count: 1 });
  });

  it('in a private thread is for those in it, and for who manages threads', async () => {
    const server = await serverWithAnn('Private thread');
    const thread = server.general.startThread('us two', server.admin.person, { private: true });
    thread.invite(stage.bot);
    const link = await server.picture(thread);
    expect(await finds(server.bo)).toMatchObject({ links: [], count: 1 });
    thread.invite(server.bo.person);
    expect((await finds(server.bo)).links).toEqual([link]);
    thread.dismiss(server.bo.person);
    expect((await finds(server.bo)).links).toEqual([]);
    const role = server.guild.createRole('Thread keepers', ManageThreads);
    server.guild.changeMember(server.bo.person, { roles: [role] });
    expect((await finds(server.bo)).links).toEqual([link]);
  });

  it('from an age-restricted channel is shown there alone', async () => {
    const server = await serverWithAnn('Restricted');
    const adult = server.guild.createChannel({ name: 'adult', nsfw: true });
    const thread = adult.startThread('more', server.admin.person);
    const links = [await server.picture(adult), await server.picture(thread)];
    expect(await finds(server.bo)).toMatchObject({ links: [], count: 1 });
    expect((await finds({ ...server.bo, here: server.bo.person.in(adult) })).links).toEqual([links[0]]);
    expect((await finds({ ...server.bo, here: server.bo.person.in(thread) })).links).toEqual([links[1]]);
    adult.change({ nsfw: false });
    expect((await finds(server.bo)).links.toSorted()).toEqual(links.toSorted());
  });

  it('in a shared answer is one that everybody may see', async () => {
    const server = await serverWithAnn('Shared');
    const insiders = server.guild.createChannel({
      name: 'insiders',
      overwrites: [
        { of: server.guild, deny: ViewChannel },
        { of: server.bo.person, allow: ViewChannel | ReadMessageHistory },
        { of: server.admin.person, allow: ViewChannel },
        { of: stage.bot, allow: ViewChannel },
      ],
    });
    // Some are kept out of this one by a role, though everyone else may read it.
    const outsiders = server.guild.createRole('Outsiders');
    const without = server.guild.createChannel({
      name: 'without-outsiders',
      overwrites: [{ of: outsiders, deny: ViewChannel }],
    });
    const inside = await server.picture(insiders);
    const apart = await server.picture(without);
    const outside = await server.picture(server.general);
    expect((await finds(server.bo)).links.toSorted()).toEqual([inside, apart, outside].toSorted());
    const shared = await finds(server.bo, { share: true });
    expect(shared.reply.ephemeral).toBe(false);
    expect(shared.links).toEqual([outside]);
    // The copy of her enrolment photo would outlive a withdrawal there.
    expect(shared.reply.files).toEqual([]);
    // Among themselves they may see their own.
    const among = await finds({ ...server.bo, here: server.bo.person.in(insiders) }, { share: true });
    expect(among.links.toSorted()).toEqual([inside, outside].toSorted());
  });

  it('in a channel that the settings leave alone is shown to nobody', async () => {
    const server = await serverWithAnn('Left alone');
    const category = server.guild.createChannel({ name: 'category', type: 'category' });
    const channel = server.guild.createChannel({ name: 'channel', category });
    const link = await server.picture(channel.startThread('thread', server.admin.person));
    for (const { id } of [channel, category]) {
      await setUp(stage, server, { excludedChannelIds: [id] });
      expect(await finds(server.admin)).toMatchObject({ links: [], count: 1 });
    }
    await setUp(stage, server, { excludedChannelIds: [] });
    expect((await finds(server.admin)).links).toEqual([link]);
  });

  it('that was deleted is forgotten as soon as somebody would be shown it', async () => {
    const server = await serverWithAnn('Deleted');
    const kept = await server.picture(server.general, new Date('2024-01-01'));
    const message = await server.admin.here.post('oops', [await file(at(franckFrames, 5))]);
    await seenIn(stage, server, 'Ann', server.general, message);
    stage.discord.faults.rest.inject(
      'GET /channels/:channelId/messages/:messageId',
      { kind: 'status', status: 502 },
      8,
    );
    expect((await finds(server.bo)).links).toEqual([]);
    expect(await server.rows('picture')).toHaveLength(3);
    stage.discord.faults.rest.clear();
    // Kith misses the deletion: the gateway is away.
    stage.bot.silence();
    server.general.delete(message);
    stage.bot.drop();
    await stage.bot.connects();
    expect(await finds(server.bo)).toMatchObject({ links: [kept], count: 2 });
    expect(await server.rows('picture')).toHaveLength(2);
    expect(await server.audited()).toContain('picture-gone');
  });
});

describe('how many more there are', () => {
  it('counts what the asker may see, and nothing else', async () => {
    const server = await serverWithAnn('Counting');
    const secret = server.guild.createChannel({
      name: 'secret',
      overwrites: [
        { of: server.guild, deny: ViewChannel },
        { of: server.admin.person, allow: ViewChannel },
        { of: stage.bot, allow: ViewChannel },
      ],
    });
    for (let day = 1; day <= 12; day += 1) {
      await server.picture(server.general, new Date(Date.UTC(2024, 0, day)));
    }
    for (let day = 1; day <= 3; day += 1) {
      await server.picture(secret, new Date(Date.UTC(2024, 1, day)));
    }
    const answer = await ask(server.bo, at(franckFrames, 5));
    expect(linksIn(answer)).toHaveLength(8);
    expect(answer.text).toMatch(/You may see 4 more pictures of them: `\/person find`/);
    const first = await finds(server.bo);
    expect(first.count).toBe(13);
    expect(first.links).toHaveLength(9);
    expect(first.reply.text).toMatch(/Page 1 of 2/);
    const second = await first.reply.press('Next');
    expect(second.text).toMatch(/Page 2 of 2/);
    expect(linksIn(second)).toHaveLength(3);
    expect(new Set([...first.links, ...linksIn(second)])).toHaveLength(12);
    // Newest first.
    expect(linksIn(second).at(-1)).toContain((await oldest(server)) ?? 'none');
  });
});

async function oldest(server: Club): Promise<string | undefined> {
  const [row] = await stage.database.sql<{ message_id: string }>(
    'select message_id from picture where guild_id = $1 and posted_at is not null order by posted_at limit 1',
    [server.guild.id],
  );
  return row?.message_id;
}
