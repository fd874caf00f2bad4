import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { facelessPhotos, franckFrames, groupPhotos, portraits } from '../photos.ts';
import { copyOf, type IndexingStage, keptMessages, startIndexingStage } from './indexing.ts';
import { ask, at, type Club, club, enrol, setUp } from './stories.ts';

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

  it('keeps everyone where an administrator chose so, and names those who enrol later', async () => {
    const story = club(stage, 'Everyone');
    const { guild, ann, bo } = story;
    await setUp(stage, story, { indexingScope: 'everyone' });
    const photo = await bo.here.post('a crowd', [await copyOf(at(groupPhotos, 0))]);
    const own = await bo.here.post('somebody', [await copyOf(secondFrame)]);
    const report = await backfill(story);
    expect(report.text).toMatch(/4 faces kept of 4 seen/);
    expect(await keptMessages(stage, story)).toEqual([photo.id, own.id]);

    await enrol(ann, firstFrame);
    const named = async () =>
      await stage.database.sql(
        `select message_id from face join picture using (guild_id, picture_id)
         where guild_id = $1 and origin = 'indexed' and person_id is not null`,
        [guild.id],
      );
    await expect.poll(named, { timeout: 30_000 }).toEqual([{ message_id: own.id }]);
  });
});
