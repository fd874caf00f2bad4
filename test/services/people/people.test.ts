import { beforeEach, describe, expect, it } from 'vitest';
import type { Person } from '../../../src/db/people-types.ts';
import type { GuildRepositories } from '../../../src/db/types.ts';
import { AuditedDatabase } from '../../../src/services/audit/audited-database.ts';
import { Corrections } from '../../../src/services/people/corrections.ts';
import { type Acting, Moderation } from '../../../src/services/people/moderation.ts';
import { People } from '../../../src/services/people/people.ts';
import { Settings } from '../../../src/services/settings/settings.ts';
import { databaseOfFile } from '../../db/database.ts';
import { descriptor, enrol, enrolmentPicture, face, posted } from '../../db/fixtures.ts';

const db = databaseOfFile();
let here: GuildRepositories;
let acting: Acting;
let moderation: Moderation;
let corrections: Corrections;
let people: People;
let ann: Person;
let bo: Person;

beforeEach(async () => {
  here = db.newGuild();
  acting = { guildId: here.guildId, actorId: '7' };
  const database = new AuditedDatabase(db.database);
  const settings = new Settings(database);
  moderation = new Moderation(database);
  corrections = new Corrections({
    ...{ database, settings, fetchPhoto: () => Promise.reject(new Error('no photo is fetched')) },
    analyser: { modelVersion: '', analyse: () => Promise.reject(new Error()), close: async () => {} },
  });
  const asSeenBy = () => Promise.reject(new Error('nobody looks at pictures'));
  people = new People({ database, settings, links: { asSeenBy } });
  ann = await enrol(here, 'Ann');
  bo = await enrol(here, 'Bo', { descriptor: descriptor(0, 1) });
});

const recorded = async () =>
  (await here.audit.list({ before: null, action: null, userId: null, limit: 10 })).map(
    ({ action }) => action,
  );

/** Of a picture with Ann's face in it. */
const result = (memberId: string | null = null) => ({
  ...{ guildId: here.guildId, photo: { url: 'https://cdn.example/1' }, sha256: new Uint8Array(32) },
  faces: [
    { number: 1, box: { x: 1, y: 1, width: 9, height: 9 }, person: { ...ann, memberId } },
    { number: 2, box: { x: 20, y: 1, width: 9, height: 9 }, person: null },
  ],
});

describe('whoever was erased in the meantime', () => {
  const gone = { code: 'no-such-person' };
  beforeEach(() => here.erasure.person(ann.personId));

  it.each([
    ['renamed', () => moderation.rename(acting, ann, 'Anne')],
    ['merged', () => moderation.merge(acting, ann, bo)],
    ['merged into', () => moderation.merge(acting, bo, ann)],
    ['removed', () => moderation.remove(acting, ann)],
    [
      'said not to be in a picture',
      () => corrections.rejectResult({ ...acting, isModerator: true }, result(), 1),
    ],
    ['shown', () => people.sheet(here.guildId, ann.personId)],
    ['found as merged', () => people.findMerged(here.guildId, ann.personId)],
  ])('is not %s, and nothing is recorded', async (_, act) => {
    await expect(act()).rejects.toMatchObject(gone);
    expect(await recorded()).toEqual([]);
  });
});

describe('a merge', () => {
  it('is undone once', async () => {
    await moderation.merge(acting, bo, ann);
    const merged = await people.findMerged(here.guildId, bo.personId);
    await moderation.unmerge(acting, merged);
    await expect(moderation.unmerge(acting, merged)).rejects.toMatchObject({ code: 'no-such-person' });
    expect(await recorded()).toEqual(['unmerge', 'merge']);
  });
});

describe('a picture that is taken from a person', () => {
  it('is not taken for them again when it was found, and is erased when it was enrolled', async () => {
    const pictureId = await here.pictures.add(posted('50'));
    await here.faces.add(face(pictureId, ann.personId, { origin: 'indexed' }));
    expect(await moderation.removePicture(acting, ann, pictureId)).toBe('indexed');
    expect(await here.holdings.rejections(ann.personId)).toMatchObject([{ rejectedBy: '7' }]);
    const enrolled = await enrolmentPicture(here, ann.personId);
    expect(await moderation.removePicture(acting, ann, enrolled)).toBe('enrolment');
    expect(await here.holdings.rejections(ann.personId)).toHaveLength(1);
    expect(await recorded()).toEqual(['remove-photo', 'not-this-person']);
    await expect(moderation.removePicture(acting, ann, enrolled)).rejects.toMatchObject({
      code: 'photo-gone',
    });
  });
});

describe('"not this person"', () => {
  it('is said of a face that was named', async () => {
    for (const number of [2, 3]) {
      const said = corrections.rejectResult({ ...acting, isModerator: true }, result(), number);
      await expect(said).rejects.toMatchObject({ code: 'not-in-photo' });
    }
  });

  it('is for moderators, and for whoever it was taken for', async () => {
    const asMember = { ...acting, isModerator: false };
    await expect(corrections.rejectResult(asMember, result(), 1)).rejects.toMatchObject({
      code: 'not-allowed',
    });
    await expect(corrections.rejectResult(asMember, result('8'), 1)).rejects.toMatchObject({
      code: 'not-allowed',
    });
    expect(await corrections.rejectResult(asMember, result('7'), 1)).toBe('Ann');
    expect(await here.holdings.rejections(ann.personId)).toMatchObject([{ rejectedBy: '7' }]);
  });
});
