import { describe, expect, it } from 'vitest';
import type { Person } from '../../src/db/people-types.ts';
import type { GuildRepositories } from '../../src/db/types.ts';
import { databaseOfFile } from './database.ts';
import { descriptor, enrol, face, MODEL, photo, posted } from './fixtures.ts';

const db = databaseOfFile();

/** A guild of its own with two people in it. */
async function club() {
  const guild = db.newGuild();
  const ann = await enrol(guild, 'Ann');
  const bo = await enrol(guild, 'Bo', { descriptor: descriptor(0, 1) });
  return {
    guild,
    ann,
    bo,
    rows: (table: string) => db.sql(`select * from ${table} where guild_id = $1`, [guild.guildId]),
  };
}

const box = { x: 10, y: 20, width: 30, height: 40 };

async function indexed(
  guild: GuildRepositories,
  { personId }: Person,
  attachmentId: string,
): Promise<string> {
  const pictureId = await guild.pictures.add(posted(attachmentId));
  await guild.faces.add(face(pictureId, personId, { origin: 'indexed' }));
  return pictureId;
}

describe('another guild’s numbers', () => {
  it('lead nowhere', async () => {
    const { guild, ann, bo, rows } = await club();
    const pictureId = await indexed(guild, ann, '500');
    await guild.merges.merge({ from: bo.personId, into: ann.personId, mergedBy: '7' });
    await guild.optOuts.add('9');
    const before = await Promise.all(['person', 'face', 'picture', 'merge', 'opt_out'].map(rows));
    const elsewhere = db.database.forGuild('999');
    expect(await elsewhere.erasure.person(ann.personId)).toBe(false);
    expect(await elsewhere.erasure.photo(ann.personId, pictureId)).toBe(0);
    expect(await elsewhere.erasure.member('13')).toEqual({ faces: 0, pictures: 0 });
    expect(await elsewhere.merges.unmerge(bo.personId)).toBe(false);
    expect(await elsewhere.optOuts.remove('9')).toBe(false);
    expect(await elsewhere.directory.search('a', 25)).toEqual([]);
    expect(await elsewhere.directory.findMerged(bo.personId)).toBeNull();
    const query = { personId: ann.personId, channelIds: ['11'], storedCopies: true };
    expect(await elsewhere.gallery.count(query)).toBe(0);
    expect(await elsewhere.gallery.faces(ann.personId, pictureId)).toEqual([]);
    expect(await elsewhere.holdings.faces(ann.personId)).toEqual([]);
    expect(await elsewhere.audit.list({ before: null, action: null, userId: null, limit: 100 })).toEqual([]);
    expect(await Promise.all(['person', 'face', 'picture', 'merge', 'opt_out'].map(rows))).toEqual(before);
  });
});

describe('a rejection', () => {
  const query = { descriptors: [descriptor(1)], modelVersion: MODEL, threshold: 0.5, limit: 5 };
  const sha256 = new Uint8Array(32).fill(3);
  const names = async (guild: GuildRepositories, boxes: (typeof box)[], hash = sha256) =>
    (await guild.faces.nearestPeople({ ...query, file: { sha256: hash, boxes } })).map(
      ({ displayName }) => displayName,
    );

  it('keeps a person out of the search for that face of that file, and of no other', async () => {
    const { guild, ann } = await club();
    await guild.rejections.add({ personId: ann.personId, sha256, box, rejectedBy: '7' });
    expect(await names(guild, [box])).toEqual([]);
    expect(await names(guild, [{ ...box, x: 14, width: 28 }])).toEqual([]);
    expect(await names(guild, [{ ...box, x: 60 }])).toEqual(['Ann']);
    expect(await names(guild, [{ x: 0, y: 0, width: 600, height: 600 }])).toEqual(['Ann']);
    expect(await names(guild, [box], new Uint8Array(32).fill(4))).toEqual(['Ann']);
    expect((await guild.faces.nearestPeople(query)).map(({ displayName }) => displayName)).toEqual(['Ann']);
  });

  it('makes room for the next best, and moves with a merge and back', async () => {
    const { guild, ann } = await club();
    const near = await enrol(guild, 'Anna', { descriptor: descriptor(0.9) });
    await guild.rejections.add({ personId: ann.personId, sha256, box, rejectedBy: '7' });
    const one = await guild.faces.nearestPeople({ ...query, limit: 1, file: { sha256, boxes: [box] } });
    expect(one.map(({ displayName }) => displayName)).toEqual(['Anna']);
    await db.database.transaction(guild.guildId, ({ merges }) =>
      merges.merge({ from: ann.personId, into: near.personId, mergedBy: '7' }),
    );
    expect(await names(guild, [box])).toEqual([]);
    await db.database.transaction(guild.guildId, ({ merges }) => merges.unmerge(ann.personId));
    expect(await names(guild, [box])).toEqual(['Anna']);
  });
});

describe('a merge', () => {
  it('is refused where it would hide a member, or leads to somebody hidden or unknown', async () => {
    const { guild, ann, bo } = await club();
    const member = await guild.people.create({ memberId: '5', displayName: 'Member', createdBy: '5' });
    const merge = (from: string, into: string) => guild.merges.merge({ from, into, mergedBy: '7' });
    expect(await merge(member.personId, ann.personId)).toBe(false);
    expect(await merge(ann.personId, '999999')).toBe(false);
    expect(await merge(ann.personId, member.personId)).toBe(true);
    expect(await merge(bo.personId, ann.personId)).toBe(false);
    expect(await merge(ann.personId, bo.personId)).toBe(false);
    await expect(
      db.sql('update person set merged_into = person_id where guild_id = $1', [guild.guildId]),
    ).rejects.toThrow(/person_merged/);
    expect(await guild.people.findByName('ann')).toEqual(member);
    expect(await guild.people.find(ann.personId)).toBeNull();
  });
});

describe('erasing', () => {
  it('keeps what others are in, but not the copy that was kept for one alone', async () => {
    const { guild, ann, bo, rows } = await club();
    const both = await guild.pictures.add({ ...posted('600'), storedCopy: Uint8Array.of(1, 2) });
    await guild.faces.add(face(both, ann.personId));
    await guild.faces.add(
      face(both, bo.personId, { origin: 'indexed', box: { x: 99, y: 1, width: 9, height: 9 } }),
    );
    const alone = await indexed(guild, ann, '601');
    expect(await guild.erasure.person(ann.personId)).toBe(true);
    const pictures = await rows('picture');
    expect(pictures.map(({ picture_id }) => picture_id)).not.toContain(alone);
    expect(pictures.find(({ picture_id }) => picture_id === both)).toMatchObject({
      stored_copy: null,
      copy_key_id: null,
    });
    expect(await rows('face')).toHaveLength(2);
    expect(await guild.erasure.person(ann.personId)).toBe(false);
  });
});

describe('proposals', () => {
  it('are one a member, are over in time, and take their picture along', async () => {
    const { guild, rows } = await club();
    const before = (await rows('picture')).length;
    const propose = async (expiresAt: Date) =>
      await guild.proposals.put({
        memberId: '55',
        proposedBy: '7',
        expiresAt,
        pictureId: await guild.pictures.add(photo()),
        box,
      });
    const later = new Date(Date.now() + 60_000);
    const first = await propose(later);
    const second = await propose(later);
    expect(await guild.proposals.find(first)).toBeNull();
    expect(await guild.proposals.findByMember('55')).toMatchObject({
      proposalId: second,
      box,
      proposedBy: '7',
    });
    expect(await rows('picture')).toHaveLength(before + 1);
    expect(await db.database.guildsOf('55')).toEqual([guild.guildId]);
    expect(await guild.proposals.discardExpired()).toBe(0);

    const third = await propose(new Date(Date.now() - 1_000));
    expect(await guild.proposals.find(third)).toBeNull();
    expect(await guild.proposals.discardExpired()).toBe(1);
    expect(await rows('picture')).toHaveLength(before);

    const fourth = await propose(later);
    expect([await guild.proposals.close(fourth), await guild.proposals.close(fourth)]).toEqual([true, false]);
    expect(await rows('picture')).toHaveLength(before + 1);
  });
});

describe('settings and opt-outs', () => {
  it('of a guild that nothing is kept of can be set, key by key', async () => {
    const guild = db.database.forGuild('777777');
    expect(await guild.settings.read()).toEqual({});
    await guild.settings.merge({ a: 1, b: [2] });
    await guild.settings.merge({ b: null });
    expect(await guild.settings.read()).toEqual({ a: 1, b: null });
  });

  it('say whether they changed anything', async () => {
    const { guild } = await club();
    expect([await guild.optOuts.add('5'), await guild.optOuts.add('5')]).toEqual([true, false]);
    expect(await guild.optOuts.has('5')).toBe(true);
    expect([await guild.optOuts.remove('5'), await guild.optOuts.remove('5')]).toEqual([true, false]);
  });
});

describe('the record', () => {
  it('comes by pages, filtered, and ends after its time', async () => {
    const { guild } = await club();
    const write = (actorId: string | null, memberId: string | null) =>
      guild.audit.write({ actorId, action: 'search', personId: null, memberId, details: {} });
    await write('1', null);
    await write('2', '1');
    await write(null, null);
    const list = (values: object) =>
      guild.audit.list({ before: null, action: null, userId: null, limit: 100, ...values });
    expect((await list({})).map(({ actorId }) => actorId)).toEqual([null, '2', '1']);
    expect(await list({ userId: '1' })).toHaveLength(2);
    expect(await list({ action: 'merge' })).toEqual([]);
    const [latest] = await list({ limit: 1 });
    expect(await list({ before: latest?.auditId })).toHaveLength(2);
    await db.sql(`update audit set at = now() - interval '31 days' where guild_id = $1 and actor_id = 1`, [
      guild.guildId,
    ]);
    expect(await guild.audit.removeOlderThan(30)).toBe(1);
    expect(await list({})).toHaveLength(2);
  });
});
