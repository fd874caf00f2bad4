import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { franckFrames } from '../photos.ts';
import {
  copyOf,
  eventually,
  type IndexingStage,
  indexedClub,
  keptMessages,
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

/** Waits until faces of just these messages are kept, in whatever order. */
async function keptAre(story: Club, messages: readonly { readonly id: string }[]): Promise<void> {
  const wanted = messages.map(({ id }) => id).sort();
  const look = async () => (await keptMessages(stage, story)).sort();
  await expect.poll(look, { timeout: 40_000 }).toEqual(wanted);
}

/** How many pictures and attachments the server still has. */
async function rowsLeft({ guild }: Club): Promise<number> {
  const [row] = await stage.database.sql<{ rows: number }>(
    `select ((select count(*) from picture where guild_id = $1 and message_id is not null)
       + (select count(*) from attachment where guild_id = $1))::integer as rows`,
    [guild.id],
  );
  return row?.rows ?? -1;
}

const post = async ({ bo }: Club, files = 1, channel?: Parameters<typeof bo.person.in>[0]) => {
  const pictures = await Promise.all(Array.from({ length: files }, () => copyOf(secondFrame)));
  return await (channel === undefined ? bo.here : bo.person.in(channel)).post('look', pictures);
};

describe('what is deleted in Discord', () => {
  it('is gone: a message, several at once, a picture by an edit, a thread, a channel with its threads', async () => {
    const story = await indexedClub(stage, 'Deleted');
    const { guild, bo, general } = story;
    const photos = guild.createChannel({ name: 'photos' });
    const thread = general.startThread('thread', bo.person);
    const inPhotos = photos.startThread('of photos', bo.person);
    const single = await post(story);
    const bulk = [await post(story), await post(story)];
    const edited = await post(story, 2);
    const threaded = await post(story, 1, thread);
    const inChannel = [await post(story, 1, photos), await post(story, 1, inPhotos)];
    await keptAre(story, [single, ...bulk, edited, threaded, ...inChannel]);

    general.delete(single);
    general.deleteAll(bulk);
    await keptAre(story, [edited, threaded, ...inChannel]);

    const [name] = edited.files.map((file) => file.name);
    bo.here.removeFiles(edited, [name ?? '']);
    const ofEdited = async () =>
      (
        await stage.database.sql('select 1 from picture where guild_id = $1 and message_id = $2', [
          guild.id,
          edited.id,
        ])
      ).length;
    await expect.poll(ofEdited, { timeout: 20_000 }).toBe(1);

    // An archived thread is one that discord.js does not remember.
    thread.archive();
    thread.delete(threaded);
    await keptAre(story, [edited, ...inChannel]);
    photos.remove();
    await keptAre(story, [edited]);
    expect(await rowsLeft(story)).toBe(2);
    expect(await story.audited()).toContain('picture-gone');
  });

  it('is gone with the thread, and with the ban of who posted it', async () => {
    const story = await indexedClub(stage, 'Thread and ban');
    const { guild, ann, bo, general } = story;
    const thread = general.startThread('thread', ann.person);
    const threaded = await ann.person.in(thread).post('look', [await copyOf(secondFrame)]);
    const theirs = await post(story);
    const own = await ann.here.post('me', [await copyOf(secondFrame)]);
    await keptAre(story, [threaded, theirs, own]);
    thread.remove();
    await keptAre(story, [theirs, own]);
    guild.ban(bo.person, { deleteMessages: true });
    await keptAre(story, [own]);
  });

  it('is gone with the server, but not by its outage', async () => {
    const story = await indexedClub(stage, 'Server');
    const { guild, bo } = story;
    const posted = await post(story);
    await keptAre(story, [posted]);
    guild.goDown();
    guild.comeBack();
    const after = await post(story);
    await keptAre(story, [posted, after]);
    expect((await ask(bo, thirdFrame)).text).toContain(`/${posted.id}`);

    guild.remove(stage.bot);
    const tables = await stage.database.sql<{ name: string }>(
      `select table_name as name from information_schema.columns
       where column_name = 'guild_id' and table_schema = 'public'`,
    );
    for (const { name } of tables) {
      await eventually(async () => {
        const left = await stage.database.sql(`select 1 from ${name} where guild_id = $1 limit 1`, [
          guild.id,
        ]);
        return left.length === 0;
      }, `nothing of the server is in ${name}`);
    }
  });

  it('and what somebody takes back their consent for does not come again', async () => {
    const story = await indexedClub(stage, 'Withdrawn');
    const { ann, bo, mo } = story;
    const [own, others] = [await ann.here.post('me', [await copyOf(secondFrame)]), await post(story)];
    await keptAre(story, [own, others]);
    const confirm = await ann.here.slash('privacy withdraw');
    await confirm.press(at(confirm.buttons, 0).label);
    await keptAre(story, []);

    await enrol(bo, at(franckFrames, 2));
    await mo.here.slash('backfill start');
    await mo.here.sees(/Indexed.*\n.*2 pictures/s);
    expect(await story.rows('person')).toHaveLength(1);
  });
});

describe('what was deleted while nobody listened', () => {
  it('is found by the re-check, which removes nothing else', async () => {
    const story = await indexedClub(stage, 'Offline');
    const { guild, general, bo } = story;
    const photos = guild.createChannel({ name: 'photos' });
    const posted = [await post(story), await post(story), await post(story, 2)];
    const elsewhere = [await post(story, 1, photos), await post(story, 1, photos)];
    await keptAre(story, [...posted, ...elsewhere]);
    await stage.leave();
    general.delete(at(posted, 0));
    bo.here.removeFiles(at(posted, 2), [at(at(posted, 2).files, 1).name]);
    photos.delete(at(elsewhere, 0));
    await stage.comeBack();
    // What may not be taken for a deletion is in test/services/deletion/recheck.test.ts.
    await stage.database.sql(`update attachment set check_at = now() where guild_id = $1`, [guild.id]);
    await runChore(stage, story, 'recheck');
    await keptAre(story, [at(posted, 1), at(posted, 2), at(elsewhere, 1)]);
    const [row] = await stage.database.sql(
      'select count(*)::integer as count from picture where guild_id = $1 and message_id = $2',
      [guild.id, at(posted, 2).id],
    );
    expect(row).toEqual({ count: 1 });
  });

  it('is gone at once when a reply would have linked to it', async () => {
    const story = await indexedClub(stage, 'Reply');
    const { general, bo } = story;
    const [gone, there] = [await post(story), await post(story)];
    await keptAre(story, [gone, there]);
    await stage.leave();
    general.delete(gone);
    await stage.comeBack();
    const reply = await ask(bo, thirdFrame);
    expect(reply.text).toContain(`/${there.id}`);
    expect(reply.text).not.toContain(`/${gone.id}`);
    await keptAre(story, [there]);
  });

  it('and a server that removed Kith is forgotten', async () => {
    const story = await indexedClub(stage, 'Removed');
    const posted = await post(story);
    await keptAre(story, [posted]);
    await stage.leave();
    story.guild.remove(stage.bot);
    await stage.comeBack();
    await runChore(stage, story, 'recheck');
    await expect.poll(() => story.rows('guild'), { timeout: 30_000 }).toEqual([]);
  });
});

describe('what is older than the server keeps pictures', () => {
  it('expires, and is not indexed again', async () => {
    const story = club(stage, 'Retention');
    const { bo, mo, ann } = story;
    await enrol(ann, firstFrame);
    const old = await bo.here.post('old', [await copyOf(secondFrame)], {
      at: new Date(Date.now() - 40 * 86_400_000),
    });
    const young = await bo.here.post('young', [await copyOf(secondFrame)], {
      at: new Date(Date.now() - 5 * 86_400_000),
    });
    await mo.here.slash('backfill start');
    await mo.here.sees(/Indexed/);
    await keptAre(story, [old, young]);

    await setUp(stage, story, { pictureRetentionDays: 30 });
    await runChore(stage, story, 'expire');
    await keptAre(story, [young]);
    expect(await rowsLeft(story)).toBe(2);
    expect(await story.audited()).toContain('expire');

    await mo.here.slash('backfill start');
    await eventually(
      async () => (await story.rows('backfill')).every(({ state }) => state === 'done'),
      'done',
    );
    await keptAre(story, [young]);
  });
});
