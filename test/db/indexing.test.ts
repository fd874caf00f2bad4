import { beforeEach, describe, expect, it } from 'vitest';
import type { GuildRepositories } from '../../src/db/types.ts';
import { databaseOfFile } from './database.ts';
import { beginGuild, descriptor, enrol, face, MODEL, photo, posted } from './fixtures.ts';

const db = databaseOfFile();
let here: GuildRepositories;

beforeEach(async () => {
  here = db.newGuild();
  await beginGuild(here);
});

const place = (attachmentId: string, values: object = {}) => ({
  ...{ attachmentId, channelId: '5', parentId: null, messageId: attachmentId },
  ...values,
});
const rules = { modelVersion: MODEL, everyone: false, passingReasons: ['download-failed'] };
const begin = (ids: readonly string[], values: object = {}) =>
  here.attachments.begin(
    ids.map((id) => place(id)),
    { ...rules, ...values },
  );

describe('a picture that was looked at', () => {
  it('is not looked at again, unless that was not finished, may pass, or was by another model', async () => {
    expect((await begin(['1', '2', '3', '4', '5'])).sort()).toEqual(['1', '2', '3', '4', '5']);
    await here.attachments.looked('1', { found: 0, kept: 0 });
    await here.attachments.skipped('2', 'image-broken');
    await here.attachments.skipped('3', 'download-failed');
    await here.attachments.looked('5', { found: 2, kept: 2 });
    expect((await begin(['1', '2', '3', '4', '5'])).sort()).toEqual(['3', '4']);
    expect((await begin(['1', '5'], { modelVersion: 'model-2' })).sort()).toEqual(['1', '5']);
  });

  it('is looked at again for somebody who enrolled since, or where everyone is kept now', async () => {
    await begin(['1', '2']);
    await here.attachments.looked('1', { found: 3, kept: 1 });
    await here.attachments.looked('2', { found: 1, kept: 1 });
    expect(await begin(['1', '2'])).toEqual([]);
    expect(await here.attachments.missedEnrolment(MODEL)).toBe(false);
    await enrol(here, 'Ann');
    expect(await here.attachments.missedEnrolment(MODEL)).toBe(true);
    expect(await begin(['1', '2'])).toEqual(['1']);
    await db.sql(`update face set created_at = now() - interval '1 hour' where guild_id = $1`, [
      here.guildId,
    ]);
    await here.attachments.looked('1', { found: 3, kept: 1 });
    expect(await begin(['1', '2'])).toEqual([]);
    expect(await begin(['1', '2'], { everyone: true })).toEqual(['1']);
  });
});

describe('a picture of which every face was kept', () => {
  const kept = async (attachmentId: string, personId: string) => {
    await begin([attachmentId]);
    const pictureId = await here.pictures.add(posted(attachmentId));
    await here.faces.add(face(pictureId, personId, { origin: 'indexed' }));
    await here.attachments.looked(attachmentId, { found: 1, kept: 1 });
    return pictureId;
  };

  it('is looked at again for whoever was erased from it and enrolled again', async () => {
    const ann = await enrol(here, 'Ann');
    await kept('1', ann.personId);
    await here.erasure.photo(ann.personId, await kept('2', ann.personId));
    // Everyone is kept in it still.
    await kept('3', (await enrol(here, 'Bo')).personId);
    expect(await begin(['1', '2', '3'])).toEqual(['2']);
    await here.attachments.looked('2', { found: 0, kept: 0 });
    await here.erasure.person(ann.personId);
    await enrol(here, 'Ann');
    expect(await here.attachments.missedEnrolment(MODEL)).toBe(true);
    expect(await begin(['1', '2', '3'])).toEqual(['1']);
    expect(await here.attachments.countKept()).toBe(1);
  });

  it('is looked at again when who posted it withdrew, however much they posted', async () => {
    await kept('1', (await enrol(here, 'Ann')).personId);
    await db.sql(
      `insert into picture (guild_id, channel_id, message_id, attachment_id, author_id, posted_at,
         width, height, sha256, added_by)
       select $1, 11, n, n, 13, now(), 1, 1, sha256('x'), 13 from generate_series(2, 1001) as n`,
      [here.guildId],
    );
    expect(await here.erasure.member('13')).toEqual({ faces: 0, pictures: 1001 });
    expect(await begin(['1'])).toEqual(['1']);
  });
});

describe('faces that were kept without a name', () => {
  const indexed = async (attachmentId: string, ...descriptors: Float32Array[]) => {
    const pictureId = await here.pictures.add(posted(attachmentId));
    const ids: string[] = [];
    for (const [index, one] of descriptors.entries()) {
      const box = { x: 200 * index, y: 10, width: 100, height: 100 };
      ids.push(await here.faces.add(face(pictureId, null, { origin: 'indexed', box, descriptor: one })));
    }
    return { pictureId, ids };
  };
  const match = async (threshold = 0.5) => {
    let assigned = 0;
    for (let afterFace = '0'; ; ) {
      const page = await here.matching.assignPage({
        ...{ modelVersion: MODEL, enrolledSince: new Date(0), threshold, afterFace, limit: 2 },
      });
      if (page === null) return assigned;
      assigned += page.assigned;
      afterFace = page.lastFace;
    }
  };
  const named = async () => {
    const rows = await db.sql<{ face_id: string; person_id: string }>(
      `select face_id, person_id from face where guild_id = $1 and origin = 'indexed' and person_id is not null`,
      [here.guildId],
    );
    return new Map(rows.map((row) => [row.face_id, row.person_id]));
  };

  it('get the nearest person within the threshold, each person once a picture', async () => {
    const one = await indexed('1', descriptor(1.1), descriptor(1.3), descriptor(9));
    const two = await indexed('2', descriptor(2.9));
    const ann = await enrol(here, 'Ann', { descriptor: descriptor(1) });
    const bo = await enrol(here, 'Bo', { descriptor: descriptor(3) });
    expect(await match()).toBe(2);
    expect(await named()).toEqual(
      new Map([
        [one.ids[0], ann.personId],
        [two.ids[0], bo.personId],
      ]),
    );
    expect(await match()).toBe(0);
  });

  it('do not get a person of whom was said that they are not that face, nor one without consent', async () => {
    await indexed('1', descriptor(1));
    const ann = await enrol(here, 'Ann', { descriptor: descriptor(1) });
    const bo = await enrol(here, 'Bo', { descriptor: descriptor(1.2) });
    const box = { x: 5, y: 15, width: 90, height: 90 };
    await here.rejections.add({ personId: ann.personId, sha256: photo().sha256, box, rejectedBy: '7' });
    await db.sql('delete from consent where guild_id = $1 and person_id = $2', [here.guildId, bo.personId]);
    expect(await match()).toBe(0);
  });
});

describe('forgetting', () => {
  it('takes a channel with its threads, and leaves the others and enrolments', async () => {
    await enrol(here, 'Ann');
    const add = async (attachmentId: string, channelId: string, parentId: string | null) => {
      await here.attachments.begin([place(attachmentId, { channelId, parentId })], rules);
      const { source } = posted(attachmentId);
      if (source === null) throw new Error('posted pictures have a source');
      await here.pictures.add({ ...posted(attachmentId), source: { ...source, channelId } });
    };
    await add('1', '5', null);
    await add('2', '50', '5');
    await add('3', '6', null);
    await here.indexedChannels.add('5');
    expect(await here.forgetting.channel('5')).toEqual({ pictures: 2, isDone: false });
    expect(await here.forgetting.channel('5')).toEqual({ pictures: 0, isDone: true });
    expect(await here.indexedChannels.all()).toEqual([]);
    const [row] = await db.sql(
      `select (select count(*)::integer from picture where guild_id = $1) as pictures,
         (select count(*)::integer from attachment where guild_id = $1) as attachments`,
      [here.guildId],
    );
    expect(row).toEqual({ pictures: 2, attachments: 1 });
  });

  it('takes a thousand pictures at a time', async () => {
    await db.sql(
      `insert into attachment (guild_id, attachment_id, channel_id, message_id, model_version)
       select $1, n, 5, n, 'model-1' from generate_series(1, 1001) as n`,
      [here.guildId],
    );
    await here.forgetting.channel('5');
    expect(await here.attachments.between('5', '1', '1001')).toHaveLength(1);
    await here.forgetting.channel('5');
    expect(await here.forgetting.channel('5')).toEqual({ pictures: 0, isDone: true });
  });

  it('waits for whoever stores a picture, a new one or one that is there, and takes it then', async () => {
    const waiting = async () => {
      const [row] = await db.sql<{ count: number }>(
        `select count(*)::integer as count from pg_stat_activity
         where datname = current_database() and wait_event_type = 'Lock'`,
      );
      return row?.count;
    };
    await here.pictures.add(posted('2'));
    for (const id of ['1', '2']) {
      await begin([id]);
      const { forgotten } = await db.database.transaction(here.guildId, async (storing) => {
        await storing.attachments.hold(id);
        const forgetting = db.database.transaction(here.guildId, (theirs) =>
          theirs.forgetting.attachments([id]),
        );
        await expect.poll(waiting, { interval: 10 }).toBe(1);
        await storing.pictures.add(posted(id));
        return { forgotten: forgetting };
      });
      expect(await forgotten).toMatchObject({ pictures: 1 });
    }
    expect(await db.sql('select from picture where guild_id = $1', [here.guildId])).toEqual([]);
  });

  it('never moves a cursor back', async () => {
    await here.indexedChannels.add('5');
    await here.indexedChannels.heard(new Map([['5', '100']]));
    await here.indexedChannels.heard(
      new Map([
        ['5', '90'],
        ['6', '7'],
      ]),
    );
    expect(await here.indexedChannels.cursors()).toEqual(
      new Map([
        ['5', '100'],
        ['6', '7'],
      ]),
    );
  });

  it('begins no server again with a cursor that was written too late', async () => {
    await here.indexedChannels.add('5');
    await here.indexedChannels.heard(new Map([['5', '100']]));
    expect(await here.forgetting.someOfGuild()).toBe(true);
    await here.indexedChannels.heard(new Map([['5', '101']]));
    expect(await db.sql('select 1 from guild where guild_id = $1', [here.guildId])).toEqual([]);
  });
});

describe('work across guilds', () => {
  it('is named by guild: chores that are due, walks that stand still, timetables', async () => {
    const work = (idle = 600) => db.database.guildsWithWork(['recheck'], idle);
    await here.indexedChannels.add('5');
    expect(await work()).toContain(here.guildId);
    expect(await here.chores.take('recheck', 60)).toBe(true);
    expect(await here.chores.take('recheck', 60)).toBe(false);
    expect(await work()).not.toContain(here.guildId);
    await here.walks.add({
      ...{ backfillId: null, channelId: '5', parentId: null, untilId: '0', topId: null, pictureLimit: null },
    });
    expect(await work()).not.toContain(here.guildId);
    expect(await work(0)).toContain(here.guildId);
    await here.walks.takeOver(0);
    await here.backfills.setSchedule({ cron: '0 4 * * *', timeZone: 'UTC', nextAt: new Date(0) });
    expect(await work()).toContain(here.guildId);
    const next = new Date('2999-01-01T04:00:00Z');
    expect(await here.backfills.takeDue(() => next)).toMatchObject({ cron: '0 4 * * *' });
    expect(await here.backfills.takeDue(() => next)).toBeNull();
    await here.chores.hurry('recheck');
    expect(await work()).toContain(here.guildId);
  });
});
