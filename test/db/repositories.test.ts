import { beforeEach, describe, expect, it } from 'vitest';
import type { GuildRepositories } from '../../src/db/types.ts';
import { databaseOfFile } from './database.ts';
import { descriptor, enrol, enrolmentPicture, face, MODEL, photo, posted } from './fixtures.ts';

const db = databaseOfFile();
/** Each test has a guild of its own. */
let guild: GuildRepositories;

beforeEach(() => {
  guild = db.newGuild();
});

describe('people', () => {
  it('are one a name without regard to case, whoever asks first', async () => {
    const [first, second] = await Promise.all(
      ['Änne', 'äNNE'].map((displayName) =>
        guild.people.create({ memberId: null, displayName, createdBy: '7' }),
      ),
    );
    expect(second).toEqual(first);
    expect(await guild.people.findByName('ÄNNE')).toEqual(first);
    expect(await guild.people.find(first?.personId ?? '')).toEqual(first);
  });

  it('are one a member, who may share a name with others', async () => {
    const member = { memberId: '9223372036854775807', displayName: 'Ann', createdBy: '7' };
    const [first, second] = await Promise.all([guild.people.create(member), guild.people.create(member)]);
    expect(first).toEqual({ ...member, personId: expect.any(String), createdAt: expect.any(Date) });
    expect(second).toEqual(first);
    const namesake = await guild.people.create({ ...member, memberId: '8' });
    expect(namesake.personId).not.toBe(first.personId);
    expect(await guild.people.findByMember(member.memberId)).toEqual(first);
    expect(await guild.people.findByName('Ann')).toBeNull();
  });

  it('can be renamed while they are there', async () => {
    const { personId } = await guild.people.create({ memberId: '5', displayName: 'Ann', createdBy: '5' });
    expect(await guild.people.rename(personId, 'Beth')).toBe(true);
    expect((await guild.people.find(personId))?.displayName).toBe('Beth');
    expect(await guild.people.rename('999999', 'Beth')).toBe(false);
  });
});

describe('consent', () => {
  it('stands in its latest version', async () => {
    const { personId } = await guild.people.create({ memberId: '5', displayName: 'Ann', createdBy: '5' });
    expect(await guild.consents.standingVersion(personId)).toBeNull();
    await guild.consents.give({ personId, kind: 'self', textVersion: 1, givenBy: '5' });
    await guild.consents.give({ personId, kind: 'self', textVersion: 2, givenBy: '5' });
    expect(await guild.consents.standingVersion(personId)).toBe(2);
  });
});

describe('pictures', () => {
  it('of a message are kept once, and gain a copy when they become an enrolment', async () => {
    const [first, second] = await Promise.all([
      guild.pictures.add(posted('50')),
      guild.pictures.add(posted('50')),
    ]);
    expect(second).toBe(first);
    expect(await guild.pictures.storedCopy(first)).toBeNull();

    const storedCopy = Uint8Array.of(9, 8, 7);
    expect(await guild.pictures.add({ ...posted('50'), storedCopy })).toBe(first);
    expect(await guild.pictures.add(posted('50'))).toBe(first);
    expect(new Uint8Array((await guild.pictures.storedCopy(first)) ?? [])).toEqual(storedCopy);
  });

  it('given to a command are kept each', async () => {
    expect(await guild.pictures.add(photo())).not.toBe(await guild.pictures.add(photo()));
  });

  it('of a person come once each: enrolments first, then the newest', async () => {
    const { personId } = await enrol(guild, 'Ann');
    const box = { x: -3.5, y: 4, width: 5, height: 6.25 };
    const indexed = { origin: 'indexed', box } as const;
    const older = await guild.pictures.add(posted('60', new Date('2020-01-01T00:00:00Z')));
    const newer = await guild.pictures.add(posted('61', new Date('2023-01-01T00:00:00Z')));
    await guild.faces.add(face(older, personId, indexed));
    await guild.faces.add(face(newer, personId, indexed));
    await guild.faces.add(face(newer, null, { ...indexed, box: { ...box, x: 1 } }));
    const both = await guild.pictures.add({ ...posted('62'), storedCopy: Uint8Array.of(1) });
    await guild.faces.add(face(both, personId));
    await guild.faces.add(face(both, personId, indexed));

    const page = (limit: number, channelIds = ['11'], storedCopies = true) =>
      guild.gallery.page({ personId, channelIds, storedCopies, limit, offset: 0 });
    const pictures = await page(100);
    expect(pictures.map(({ source }) => source?.attachmentId)).toEqual([undefined, '62', '61', '60']);
    expect(pictures[2]).toEqual({
      pictureId: newer,
      origin: 'indexed',
      source: posted('61', new Date('2023-01-01T00:00:00Z')).source,
      hasStoredCopy: false,
      addedBy: '77',
      addedAt: expect.any(Date),
    });
    expect(await page(2)).toEqual(pictures.slice(0, 2));
    expect(await page(100, [])).toEqual(pictures.slice(0, 1));
    expect(await page(100, ['11'], false)).toEqual(pictures.slice(1));
    expect(await guild.pictures.countEnrolments(personId)).toBe(2);
    for (const limit of [0, 101, 1.5]) {
      await expect(page(limit)).rejects.toThrow(RangeError);
    }
  });

  it('take their faces with them when they go', async () => {
    const { personId } = await enrol(guild, 'Ann');
    await guild.pictures.remove(await enrolmentPicture(guild, personId));
    expect(await db.sql('select face_id from face where guild_id = $1', [guild.guildId])).toEqual([]);
  });
});

describe('faces', () => {
  it('are given back as they were, protected though they are', async () => {
    const values = Float32Array.from({ length: 128 }, (_, index) => Math.sin(index) / 7);
    const { personId } = await enrol(guild, 'Ann', { descriptor: values });
    const [held] = await guild.holdings.faces(personId);
    expect(held?.descriptor).toHaveLength(128);
    for (const [index, value] of values.entries()) expect(held?.descriptor[index]).toBeCloseTo(value, 12);
    const [row] = await db.sql<{ landmarks: number[]; box_x: number; quality_yaw: number }>(
      'select landmarks, box_x, quality_yaw from face where guild_id = $1 and person_id = $2',
      [guild.guildId, personId],
    );
    expect(Float32Array.from(row?.landmarks ?? [])).toEqual(face('1', '1').landmarks);
    expect(row).toMatchObject({ box_x: 10, quality_yaw: -0.25 });
  });

  it('that are indexed again are kept once; an enrolment is never taken for another', async () => {
    const picture = await guild.pictures.add(posted('70'));
    const indexed = face(picture, null, { origin: 'indexed' });
    const [first, second] = await Promise.all([guild.faces.add(indexed), guild.faces.add(indexed)]);
    expect(second).toBe(first);
    expect(await guild.faces.add({ ...indexed, modelVersion: 'model-2' })).not.toBe(first);

    const { personId } = await enrol(guild, 'Ann');
    const enrolled = face(picture, personId);
    expect(await guild.faces.add(enrolled)).not.toBe(await guild.faces.add(enrolled));
  });

  it.each([127, 129])('of %i numbers are refused', async (length) => {
    const pictureId = await guild.pictures.add(photo());
    const short = face(pictureId, null, { origin: 'indexed', descriptor: new Float32Array(length) });
    await expect(guild.faces.add(short)).rejects.toThrow(RangeError);
  });

  it('whose landmarks are not 68 points are refused', async () => {
    const values = { landmarks: new Float32Array(135) };
    await expect(guild.faces.add(face('1', '1', values))).rejects.toThrow('landmarks are 136 numbers');
  });

  it('without a finite descriptor are refused', async () => {
    const query = { descriptors: [descriptor(Number.NaN)], modelVersion: MODEL, threshold: 1, limit: 1 };
    await expect(guild.faces.nearestPeople(query)).rejects.toThrow(RangeError);
  });
});

describe('audit', () => {
  it.each([0, 101, 1.5])('is not read %d entries at a time', async (limit) => {
    const query = { before: null, action: null, userId: null, limit };
    await expect(guild.audit.list(query)).rejects.toThrow(RangeError);
  });

  it('keeps who did what', async () => {
    await guild.audit.write({
      actorId: '5',
      action: 'search',
      personId: null,
      details: { faces: 3, shared: false },
    });
    const rows = await db.sql(
      'select actor_id, action, person_id, details, at from audit where guild_id = $1',
      [guild.guildId],
    );
    expect(rows).toEqual([
      {
        actor_id: '5',
        action: 'search',
        person_id: null,
        details: { faces: 3, shared: false },
        at: expect.any(Date),
      },
    ]);
  });
});
