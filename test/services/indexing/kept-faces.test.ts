import { afterEach, beforeAll, beforeEach, expect, it, vi } from 'vitest';
import type { RowId } from '../../../src/db/ids.ts';
import type { GuildRepositories } from '../../../src/db/types.ts';
import { AuditedDatabase } from '../../../src/services/audit/audited-database.ts';
import { matchEnrolled } from '../../../src/services/indexing/match-enrolled.ts';
import { Corrections } from '../../../src/services/people/corrections.ts';
import { expire } from '../../../src/services/retention/expire.ts';
import { Settings } from '../../../src/services/settings/settings.ts';
import { databaseOfFile } from '../../db/database.ts';
import { beginGuild, descriptor, enrol, face, photo, posted } from '../../db/fixtures.ts';

const modelVersion = 'face-api-1.7.15/box';
const theirs = descriptor(1);

const db = databaseOfFile();
let here: GuildRepositories;
let audited: AuditedDatabase;
let settings: Settings;

beforeAll(async () => {
  audited = new AuditedDatabase(db.database);
  settings = new Settings(audited);
});

afterEach(() => vi.useRealTimers());

beforeEach(async () => {
  here = db.newGuild();
  await beginGuild(here);
});

const keepScope = (indexingScope: 'everyone' | 'enrolled') =>
  settings.change({ guildId: here.guildId, actorId: '7', changes: { indexingScope } });

/** A posted picture with these people's faces side by side. */
async function indexed(attachmentId: string, ...people: (RowId | null)[]): Promise<void> {
  const place = { attachmentId, channelId: '11', parentId: null, messageId: '12' };
  await here.attachments.begin([place], { modelVersion, everyone: true, passingReasons: [] });
  const pictureId = await here.pictures.add(posted(attachmentId));
  for (const [index, personId] of people.entries()) {
    const box = { x: 200 * index, y: 10, width: 100, height: 100 };
    const values = { origin: 'indexed', box, modelVersion, descriptor: theirs } as const;
    await here.faces.add(face(pictureId, personId, values));
  }
  await here.attachments.looked(attachmentId, { found: people.length, kept: people.length });
}

/** Of each posted picture that is there, whose faces are kept in it. */
const kept = () =>
  db.sql(
    `select attachment_id::text as id, array_agg(person_id::text order by box_x) as people, min(faces_kept) as count
     from face join picture using (guild_id, picture_id) join attachment using (guild_id, attachment_id)
     where guild_id = $1 and origin = 'indexed' group by attachment_id order by attachment_id`,
    [here.guildId],
  );

it('of strangers go when the server keeps them no longer', async () => {
  await keepScope('everyone');
  const { personId } = await enrol(here, 'Ann');
  await indexed('1', personId, null);
  await indexed('2', null, null);
  await here.chores.take('expire', 3_600);
  await expire({ audited, settings }, here.guildId);
  expect(await kept()).toHaveLength(2);

  await keepScope('enrolled');
  expect(await here.chores.take('expire', 3_600)).toBe(true);
  await expire({ audited, settings }, here.guildId);
  expect(await kept()).toEqual([{ id: '1', people: [personId], count: 1 }]);
  expect(
    await db.sql('select from picture where guild_id = $1 and attachment_id = 2', [here.guildId]),
  ).toEqual([]);
  const query = { before: null, action: 'expire', userId: null, limit: 10 } as const;
  expect(await here.audit.list(query)).toMatchObject([{ details: { faces: 3, pictures: 1 } }]);
});

it('lose the name that somebody said is not theirs, and go where strangers are not kept', async () => {
  const ann = await enrol(here, 'Ann');
  const corrections = new Corrections({
    ...{ database: audited, settings, fetchPhoto: async () => Uint8Array.of() },
    analyser: { modelVersion, analyse: () => Promise.reject(new Error()), close: async () => {} },
  });
  const box = { x: 8, y: 12, width: 90, height: 90 };
  const result = {
    ...{ guildId: here.guildId, photo: { url: 'https://cdn.example/1' }, sha256: photo().sha256 },
    faces: [{ number: 1, box, person: ann }],
  };
  const saidOf = () => corrections.rejectResult({ actorId: '7', isModerator: true }, result, 1);
  const bo = await enrol(here, 'Bo');
  await indexed('1', ann.personId, bo.personId);
  await keepScope('everyone');
  await saidOf();
  expect(await kept()).toEqual([{ id: '1', people: [null, bo.personId], count: 2 }]);
  await indexed('2', ann.personId, bo.personId);
  await keepScope('enrolled');
  await saidOf();
  expect((await kept())[1]).toEqual({ id: '2', people: [bo.personId], count: 1 });
});

it('get the name of somebody who enrols, whatever the time is where Kith runs', async () => {
  await keepScope('everyone');
  await indexed('1', null);
  vi.useFakeTimers({ toFake: ['Date'], now: new Date('2999-01-01') });
  const match = () =>
    matchEnrolled(
      { database: db.database, settings, modelVersion },
      here.guildId,
      new AbortController().signal,
    );
  // Never asked for, so nobody has enrolled.
  expect(await match()).toBe(0);
  await here.chores.hurry('match');
  expect(await match()).toBe(0);
  const { personId } = await enrol(here, 'Ann', { descriptor: theirs, modelVersion });
  expect(await match()).toBe(1);
  expect(await kept()).toEqual([{ id: '1', people: [personId], count: 1 }]);
});
