import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { franckFrames, portraits } from '../photos.ts';
import {
  copyOf,
  eventually,
  type IndexingStage,
  indexedClub,
  keptMessages,
  lookedAt,
  runChore,
  startIndexingStage,
} from './indexing.ts';
import { rememberAnalyses } from './remembered-analyses.ts';
import { ask, at, type Club, club, enrol, setUp } from './stories.ts';

rememberAnalyses();

let stage: IndexingStage;

beforeAll(async () => {
  stage = await startIndexingStage();
});

afterAll(async () => {
  await stage.stop();
});

const [firstFrame, secondFrame, thirdFrame] = [at(franckFrames, 0), at(franckFrames, 4), at(franckFrames, 8)];

const kept = (story: Club, messageId: string) =>
  eventually(
    async () => (await keptMessages(stage, story)).includes(messageId),
    `message ${messageId} is kept`,
  );

describe('new messages', () => {
  it('are found by /whois soon after, also in threads that begin later', async () => {
    const story = await indexedClub(stage, 'New');
    const { bo, general } = story;
    const posted = await bo.here.post('hello', [await copyOf(secondFrame)]);
    await kept(story, posted.id);
    const reply = await ask(bo, thirdFrame);
    expect(reply.text).toContain(`/${general.id}/${posted.id}`);

    const thread = general.startThread('later', bo.person);
    const inThread = await bo.person.in(thread).post('here too', [await copyOf(secondFrame)]);
    await kept(story, inThread.id);
    expect((await ask(bo, thirdFrame)).text).toContain(`/${thread.id}/${inThread.id}`);
  });

  it('count where they were forwarded to, and in embeds of other bots', async () => {
    const story = await indexedClub(stage, 'Elsewhere');
    const { guild, bo, general } = story;
    const secret = guild.createChannel({ name: 'hidden', overwrites: [{ of: stage.bot, deny: 1n << 10n }] });
    const hidden = await bo.person.in(secret).post('look', [await copyOf(secondFrame)]);
    const forwarded = bo.here.forward(hidden);
    await kept(story, forwarded.id);
    expect((await ask(bo, thirdFrame)).text).toContain(`/${general.id}/${forwarded.id}`);

    const other = stage.discord.createApplication({ name: 'Album' });
    guild.add(other, { permissions: 1n << 10n });
    const form = new FormData();
    const photo = await copyOf(secondFrame, 'album.jpg');
    const embeds = [{ title: 'Album', image: { url: 'attachment://album.jpg' } }];
    form.set('payload_json', JSON.stringify({ embeds, attachments: [{ id: 0, filename: 'album.jpg' }] }));
    form.set('files[0]', new Blob([Buffer.from(photo.bytes)]), 'album.jpg');
    const sent = await fetch(`${stage.discord.restUrl}/v10/channels/${general.id}/messages`, {
      method: 'POST',
      headers: { authorization: `Bot ${other.token}` },
      body: form,
    });
    const { id, attachments } = (await sent.json()) as { id: string; attachments: unknown[] };
    expect([sent.status, attachments]).toEqual([200, []]);
    await kept(story, id);
    expect((await ask(bo, thirdFrame)).text).toContain(`/${general.id}/${id}`);
  });

  it('are left alone in channels that are not indexed or are excluded, of those who opted out, and of Kith', async () => {
    const story = club(stage, 'Left alone');
    const { guild, ann, bo, mo, general } = story;
    const indexed = guild.createChannel({ name: 'indexed' });
    const excluded = guild.createChannel({ name: 'excluded' });
    await setUp(stage, story, { excludedChannelIds: [excluded.id] });
    await enrol(ann, firstFrame);
    await stage.database.sql(
      'insert into opt_out (guild_id, member_id) values ($1, $2) on conflict do nothing',
      [guild.id, bo.id],
    );
    const refused = await mo.here.slash('backfill start', { channel: excluded });
    expect(refused.text).toMatch(/leave <#\d+> alone/);
    await mo.here.slash('backfill start', { channel: indexed });
    await mo.here.sees(/Indexed/);

    await ann.here.post('not indexed', [await copyOf(secondFrame)]);
    await ann.person.in(excluded).post('excluded', [await copyOf(secondFrame)]);
    await bo.person.in(indexed).post('opted out', [await copyOf(secondFrame)]);
    await ann.person.in(indexed).slash('whois', { photo: await copyOf(secondFrame), share: true });
    const last = await ann.person.in(indexed).post('indexed', [await copyOf(secondFrame)]);
    await kept(story, last.id);
    expect(await keptMessages(stage, story)).toEqual([last.id]);
    expect(await lookedAt(stage, story)).toHaveLength(1);
    expect(general.id).not.toBe(indexed.id);
  });

  it('are caught up with after a gap: a lost session, an outage of the server, a restart', async () => {
    const story = await indexedClub(stage, 'Gaps');
    const { guild, bo } = story;
    const post = async () => await bo.here.post('meanwhile', [await copyOf(secondFrame)]);

    stage.discord.gatewayAway = true;
    stage.bot.drop({ resumable: false });
    const duringDrop = await post();
    stage.discord.gatewayAway = false;
    await kept(story, duringDrop.id);

    guild.goDown();
    const duringOutage = await post();
    guild.comeBack();
    await kept(story, duringOutage.id);

    await stage.leave();
    const whileAway = [await post(), await post()];
    await stage.comeBack();
    for (const { id } of whileAway) await kept(story, id);
    expect(await keptMessages(stage, story)).toEqual(
      [duringDrop, duringOutage, ...whileAway].map(({ id }) => id),
    );
  });
});

describe('without "Message Content Intent"', () => {
  it('indexing stands still and says why; commands work', async () => {
    const blind = await startIndexingStage({ content: false });
    try {
      const story = club(blind, 'Blind');
      await enrol(story.ann, firstFrame);
      expect((await ask(story.bo, thirdFrame)).text).toContain('**Ann**');
      const refused = await story.mo.here.slash('backfill start');
      expect(refused.text).toMatch(/Message Content Intent/);
      const status = await story.mo.here.slash('backfill status');
      expect(status.text).toMatch(/Indexing stands still/);
      expect(blind.logged()).toContain('"Message Content Intent\\" is not ticked');
    } finally {
      await blind.stop();
    }
  });

  it('nothing is taken for deleted because it can no longer be seen', async () => {
    // Ticked when the pictures were indexed, and no longer: what messages hold is then hidden.
    const story = await indexedClub(stage, 'Unticked');
    const { bo, guild } = story;
    const posted = await bo.here.post('', [await copyOf(secondFrame)]);
    await kept(story, posted.id);
    await stage.leave();
    stage.bot.setPrivileged('MessageContent', false);
    try {
      await stage.comeBack();
      expect((await ask(bo, at(portraits, 3))).text).toBeTruthy();
      await ask(bo, thirdFrame);
      await stage.database.sql(`update attachment set check_at = now() where guild_id = $1`, [guild.id]);
      await runChore(stage, story, 'recheck');
      expect(await keptMessages(stage, story)).toEqual([posted.id]);
    } finally {
      await stage.leave();
      stage.bot.setPrivileged('MessageContent', true);
      await stage.comeBack();
    }
  });
});
