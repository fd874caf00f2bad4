import { PermissionFlagsBits } from 'discord-api-types/v10';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { picture } from '../../sandbox/index.ts';
import { facelessPhotos, franckFrames, groupPhotos, portraits } from '../photos.ts';
import { copyOf, type IndexingStage, keptMessages, startIndexingStage } from './indexing.ts';
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
const stranger = at(portraits, 8);
const landscape = at(facelessPhotos, 1);

/** Starts a backfill in the general channel and waits for its report. */
async function backfill({ mo }: Club, options: Parameters<typeof mo.here.slash>[1] = {}) {
  const reply = await mo.here.slash('backfill start', options);
  expect(reply.text).toMatch(/Started/);
  return await mo.here.sees(/Indexed/);
}

describe('a backfill', () => {
  it('finds an enrolled person in what was posted long ago, and keeps nothing of others', async () => {
    const story = club(stage, 'Long ago');
    const { guild, ann, bo, mo, general } = story;
    const photos = guild.createChannel({ name: 'photos' });
    await enrol(ann, firstFrame);
    const old = new Date('2019-07-14T12:00:00Z');
    const own = await bo.person.in(photos).post('look', [await copyOf(secondFrame)], { at: old });
    await bo.person.in(photos).post('somebody', [await copyOf(stranger)]);
    await bo.person.in(photos).post('nobody', [await copyOf(landscape)]);
    await bo.person.in(photos).post('only words');

    const report = await backfill(story, { channel: photos });
    expect(report.text).toMatch(/3 pictures in 4 messages/);
    expect(report.text).toMatch(/1 face kept of 2 seen/);
    expect(report.text).toMatch(/all others were forgotten at once/);
    expect(report.buttons).toHaveLength(0);
    expect(await keptMessages(stage, story)).toEqual([own.id]);

    const found = await ask(bo, thirdFrame);
    expect(found.text).toContain('<t:1563105600:D>');
    expect(found.text).toContain(`/${photos.id}/${own.id}`);
    const [face] = await stage.database.sql('select 1 from face where guild_id = $1 and person_id is null', [
      guild.id,
    ]);
    expect(face).toBeUndefined();
    expect(await story.audited()).toContain('backfill');
    expect([mo.id, general.id]).toHaveLength(2);
  });

  it('keeps everyone where an administrator chose so: where else they are, until they enrol', async () => {
    const story = club(stage, 'Everyone');
    const { guild, ann, bo, mo } = story;
    const team = guild.createChannel({
      name: 'team',
      overwrites: [{ of: bo.person, deny: PermissionFlagsBits.ViewChannel }],
    });
    await setUp(stage, story, { indexingScope: 'everyone' });
    const photo = await bo.here.post('a crowd', [await copyOf(at(groupPhotos, 0))]);
    const own = await bo.here.post('somebody', [await copyOf(secondFrame)]);
    const inside = await mo.person.in(team).post('the same', [await copyOf(thirdFrame)]);
    const report = await backfill(story);
    expect(report.text).toMatch(/5 faces kept of 5 seen/);
    expect(await keptMessages(stage, story)).toEqual([photo.id, own.id, inside.id]);

    // Of a stranger each is shown what they may see, and of a picture the other ones.
    const elsewhere = 'Other pictures with this face';
    const asked = await ask(bo, firstFrame);
    const found = await asked.press(elsewhere);
    expect(found.ephemeral).toBe(true);
    expect(found.text).toMatch(
      /Other pictures with face 1\nOne picture that you may see\n- \*\*likely\*\* · Posted by <@/,
    );
    expect(found.text).toContain(`/${own.id})`);
    expect(found.text).toMatch(/Is it you\?.*`\/privacy opt-out`/);
    expect(at(found.galleries, 0)).toHaveLength(1);
    const others = await (await mo.here.messageCommand('Who is this?', own)).press(elsewhere);
    expect(others.text.match(/\/\d+\)/g)).toEqual([`/${inside.id})`]);
    const crowd = await mo.here.messageCommand('Who is this?', photo);
    const nobody = await crowd.select('Other pictures with an unknown face', ['Face 2']);
    expect(nobody.text).toMatch(/Other pictures with face 2\nThere is no other picture/);
    await bo.here.slash('privacy opt-out');
    expect((await asked.press(elsewhere)).text).toMatch(/There is no other picture/);
    const record = await story.admin.here.slash('audit', { user: mo.person });
    expect(record.text.match(/ · searched for a stranger$/gm)).toHaveLength(2);

    await enrol(ann, firstFrame);
    expect((await asked.press(elsewhere)).text).toMatch(/no longer open/);
    const named = async () =>
      await stage.database.sql(
        `select message_id from face join picture using (guild_id, picture_id)
         where guild_id = $1 and origin = 'indexed' and person_id is not null order by 1`,
        [guild.id],
      );
    await expect
      .poll(named, { timeout: 30_000 })
      .toEqual([{ message_id: own.id }, { message_id: inside.id }]);
  });

  it('offers a further look to those who enrol later, where nothing was kept of them', async () => {
    const story = club(stage, 'Later');
    const { ann, bo, mo } = story;
    await enrol(ann, at(portraits, 9));
    const own = await bo.here.post('before', [await copyOf(secondFrame)]);
    await backfill(story);
    expect(await keptMessages(stage, story)).toEqual([]);

    const enrolled = await enrol(bo, firstFrame);
    const told = await enrolled.next();
    expect(told.text).toMatch(/posted before now.*A moderator can start that/s);
    expect(told.buttons).toHaveLength(0);

    const status = await mo.here.slash('backfill status');
    expect(status.text).toMatch(/Somebody enrolled since/);
    const started = await status.press('Go through them again');
    expect(started.text).toMatch(/Started/);
    await expect.poll(() => keptMessages(stage, story), { timeout: 30_000 }).toEqual([own.id]);
    const after = await mo.here.slash('backfill status');
    expect(after.text).not.toMatch(/Somebody enrolled since/);
  });

  it('goes through threads, archived ones, forums, categories, and says where it may not', async () => {
    const story = club(stage, 'Places');
    const { guild, ann, bo, mo } = story;
    await enrol(ann, firstFrame);
    const category = guild.createChannel({ name: 'category', type: 'category' });
    const text = guild.createChannel({ name: 'text', category });
    const forum = guild.createChannel({ name: 'forum', type: 'forum', category });
    const closed = guild.createChannel({
      name: 'closed',
      category,
      overwrites: [{ of: stage.bot, deny: PermissionFlagsBits.ReadMessageHistory }],
    });
    const outside = guild.createChannel({ name: 'outside' });
    const active = text.startThread('active', bo.person);
    const archived = text.startThread('archived', bo.person);
    const hidden = text.startThread('private', bo.person, { private: true });
    hidden.invite(stage.bot);
    const topic = forum.startThread('topic', bo.person);
    const posted: string[] = [];
    for (const place of [text, active, archived, hidden, topic]) {
      posted.push((await bo.person.in(place).post('here', [await copyOf(secondFrame)])).id);
    }
    await bo.person.in(closed).post('closed', [await copyOf(secondFrame)]);
    await bo.person.in(outside).post('outside', [await copyOf(secondFrame)]);
    archived.archive();
    hidden.archive();

    const report = await backfill(story, { channel: category });
    expect(report.text).toMatch(/5 pictures in 5 messages · 6 channels of 6 done/);
    expect(report.text).toContain(`I may not read <#${closed.id}>`);
    expect(await keptMessages(stage, story)).toEqual(posted);
    const refused = await mo.here.slash('backfill start', { channel: closed });
    expect(refused.text).toMatch(/View Channel/);
  });

  it('takes only what is asked for, and says what it skipped and why', async () => {
    const story = club(stage, 'Choice');
    const { ann, bo } = story;
    await enrol(ann, firstFrame);
    const on = async (day: string, ...files: Awaited<ReturnType<typeof copyOf>>[]) =>
      await bo.here.post('look', files, { at: new Date(`${day}T12:00:00Z`) });
    await on('2020-01-01', await copyOf(secondFrame));
    await on('2023-01-01', await copyOf(secondFrame));
    const broken = picture('broken.jpg', (await copyOf(secondFrame)).bytes.subarray(0, 2_000));
    const third = await on(
      '2024-01-01',
      await copyOf(secondFrame),
      broken,
      picture('notes.txt', Buffer.from('-')),
    );
    const last = await on('2025-01-01', await copyOf(secondFrame));
    const report = await backfill(story, { since: '2022-06-01', limit: 3 });
    expect(report.text).toMatch(/3 pictures in/);
    expect(report.text).toMatch(/1 picture skipped: 1 damaged/);
    expect(await keptMessages(stage, story)).toEqual([third.id, last.id]);

    for (const [since, sentence] of [
      ['2024-02-30', /do not understand that date/],
      ['9999-01-01', /do not understand that date/],
    ] as const) {
      const reply = await story.mo.here.slash('backfill start', { since });
      expect(reply.text).toMatch(sentence);
    }
  });

  it('can be paused, resumed and cancelled, by command and by button, by moderators only', async () => {
    const story = club(stage, 'Buttons');
    const { ann, bo, mo, guild } = story;
    await enrol(ann, firstFrame);
    for (let number = 0; number < 12; number++) await bo.here.post('look', [await copyOf(secondFrame)]);
    stage.discord.faults.cdn.inject(/franck/, { kind: 'stall', ms: 3_000 }, 1_000);
    await mo.here.slash('backfill start');
    const running = await mo.here.sees(/Indexing.*(▰|▱)/s);
    const refusal = await running.as(bo.person).press('Pause');
    expect(refusal.text).toMatch(/Only moderators/);
    const paused = await running.now.press('Pause');
    expect(paused.text).toMatch(/Paused: indexing the whole server/);
    expect((await mo.here.slash('backfill pause')).text).toMatch(/nothing under way/);
    expect((await mo.here.slash('backfill start')).text).toMatch(/under way already/);
    stage.discord.faults.cdn.clear();
    expect((await mo.here.slash('backfill resume')).text).toMatch(/1 backfill goes on/);
    await expect.poll(async () => (await keptMessages(stage, story)).length, { timeout: 40_000 }).toBe(12);
    const report = await mo.here.sees(/Indexed the whole server/);
    expect(report.text).toMatch(/12 pictures in \d+ messages/);

    const cancelled = await mo.here.slash('backfill cancel');
    expect(cancelled.text).toMatch(/no longer indexed/);
    expect((await mo.here.slash('backfill cancel')).text).toMatch(/nothing under way/);
    expect((await mo.here.slash('backfill status')).text).toMatch(/Nothing is indexed here/);
    const actions = await stage.database.sql<{ details: { what: string } }>(
      `select details from audit where guild_id = $1 and action = 'backfill' order by audit_id`,
      [guild.id],
    );
    expect(actions.map(({ details }) => details.what)).toEqual(['start', 'pause', 'resume', 'cancel']);
  });

  it('is done again by a timetable in the time zone of the server', async () => {
    const story = club(stage, 'Timetable');
    const { ann, bo, mo, guild } = story;
    await enrol(ann, firstFrame);
    await backfill(story);
    const zones = await mo.here.autocomplete('backfill schedule', { when: 'daily', time_zone: 'vienna' });
    expect(zones.map(({ value }) => value)).toEqual(['Europe/Vienna']);
    const weekly = await mo.here.slash('backfill schedule', { when: 'weekly', time_zone: 'Europe/Vienna' });
    expect(weekly.text).toMatch(/`0 4 \* \* 1` \(Europe\/Vienna\)/);
    const [row] = await story.rows('backfill_schedule');
    const clock = new Intl.DateTimeFormat('en-GB', { timeZone: 'Europe/Vienna', timeStyle: 'short' });
    expect(clock.format(row?.next_at as Date)).toBe('04:00');
    for (const [cron, time_zone, sentence] of [
      ['* * * * *', 'UTC', /at least 6 hours/],
      ['often', 'UTC', /no timetable/],
      ['0 4 * * *', 'Moon/Sea', /do not know that time zone/],
    ] as const) {
      expect((await mo.here.slash('backfill schedule', { when: 'cron', cron, time_zone })).text).toMatch(
        sentence,
      );
    }

    const missed = await bo.here.post('look', [await copyOf(secondFrame)]);
    await expect.poll(() => keptMessages(stage, story), { timeout: 30_000 }).toEqual([missed.id]);
    await stage.database.sql('delete from picture where guild_id = $1 and message_id is not null', [
      guild.id,
    ]);
    await stage.database.sql('delete from attachment where guild_id = $1', [guild.id]);
    await stage.database.sql(`update backfill_schedule set next_at = now() where guild_id = $1`, [guild.id]);
    await stage.database.sql(`insert into kith_jobs.job (name, data) values ('tick', '{}')`);
    await expect.poll(() => keptMessages(stage, story), { timeout: 30_000 }).toEqual([missed.id]);
    await mo.here.slash('backfill schedule', { when: 'never' });
    expect(await story.rows('backfill_schedule')).toEqual([]);
  });
});
