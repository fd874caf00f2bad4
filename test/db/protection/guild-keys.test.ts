import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openDatabase } from '../../../src/db/open-database.ts';
import { deriveGuildKey } from '../../../src/db/protection/guild-key.ts';
import { type MasterKeys, masterKey } from '../../../src/db/protection/master-key.ts';
import { decryptPhoto } from '../../../src/db/protection/photo-cipher.ts';
import type { Database, GuildRepositories } from '../../../src/db/types.ts';
import { rekey, rekeyIfDue } from '../../../src/services/protection/rekey.ts';
import { databaseOfFile, silent, testMasterKeys } from '../database.ts';
import { descriptor, enrol, enrolmentPicture, face, MODEL, photo, posted } from '../fixtures.ts';

const db = databaseOfFile();
/** A second process on the same database, with what it remembers. */
let other: Database;
let guildId: string;
let guild: GuildRepositories;
const never = new AbortController().signal;

const open = (masterKeys: MasterKeys) =>
  openDatabase({ databaseUrl: db.url, dataDirectory: '/nonexistent', masterKeys, log: silent });

beforeAll(async () => {
  other = await open(testMasterKeys);
});
afterAll(async () => {
  await other.close();
});
beforeEach(() => {
  guild = db.newGuild();
  guildId = guild.guildId;
});

const keysOf = () =>
  db.sql<{ id: string; master: string }>(
    'select key_id as id, master_key_id as master from guild_key where guild_id = $1 order by generation',
    [guildId],
  );

async function search(repositories = guild): Promise<[string, number][]> {
  const descriptors = [descriptor(0), descriptor(0, 1)];
  const [people, faces] = await Promise.all([
    repositories.faces.nearestPeople({ descriptors, modelVersion: MODEL, threshold: 50, limit: 100 }),
    repositories.faces.nearestFaces({ descriptors, modelVersion: MODEL, threshold: 50, limit: 100 }),
  ]);
  return [...people, ...faces].map((match) => [
    'faceId' in match ? match.faceId : match.displayName,
    match.distance,
  ]);
}

/** Some enrolled people with photos, and some faces of strangers in posted pictures. */
async function fill(count: number): Promise<void> {
  for (let index = 0; index < count; index += 1) {
    await enrol(guild, `person ${index}`, { descriptor: descriptor(index, index / 3) });
    const pictureId = await guild.pictures.add(posted(`${index + 1}`));
    await guild.faces.add(face(pictureId, null, { origin: 'indexed', descriptor: descriptor(index + 0.5) }));
  }
}

const rowsOfGuild = () =>
  db.sql<{ low: string; copy: string | null }>(
    `select descriptor_low::text as low, encode(stored_copy, 'hex') as copy
     from face join picture using (guild_id, picture_id) where guild_id = $1 order by face_id`,
    [guildId],
  );

describe('the first key of a guild', () => {
  it('is one, however many processes store something at once', async () => {
    const both = [guild, other.forGuild(guildId)];
    const pictureIds = await Promise.all([...both, ...both].map(({ pictures }) => pictures.add(photo())));
    expect(await keysOf()).toHaveLength(1);
    for (const { pictures } of both) {
      for (const id of pictureIds) expect(await pictures.storedCopy(id)).toEqual(Buffer.from([1, 2, 3]));
    }
  });

  it('is made again when the transaction that made it is undone', async () => {
    const undone = db.database.transaction(guildId, async ({ pictures }) => {
      await pictures.add(photo());
      throw new Error('undone');
    });
    await expect(undone).rejects.toThrow('undone');
    expect(await keysOf()).toEqual([]);
    const pictureId = await guild.pictures.add(photo());
    expect(await other.forGuild(guildId).pictures.storedCopy(pictureId)).toEqual(Buffer.from([1, 2, 3]));
    await enrol(guild, 'Ann');
    expect(await search(other.forGuild(guildId))).toEqual(await search());
  });

  it('protects what is stored: no photo and no number of a descriptor is there in the clear', async () => {
    const storedCopy = Buffer.from('RIFF....WEBPVP8 and the face of somebody');
    const pictureId = await guild.pictures.add({ ...photo(), storedCopy });
    await enrol(guild, 'Ann', { descriptor: new Float32Array(128).fill(0.12345678) });
    const dump = JSON.stringify(await rowsOfGuild());
    expect(dump).not.toContain('0.1234567');
    expect(dump).not.toContain(storedCopy.subarray(0, 8).toString('hex'));
    expect(await guild.pictures.storedCopy(pictureId)).toEqual(storedCopy);
  });

  it('cannot go while something is stored under it, and goes with its guild', async () => {
    await fill(1);
    await expect(db.sql('delete from guild_key where guild_id = $1', [guildId])).rejects.toMatchObject({
      code: '23503',
    });
    const [left] = await db.sql<{ copy: Buffer }>(
      'select stored_copy as copy from picture where guild_id = $1',
      [guildId],
    );
    await db.sql('delete from guild where guild_id = $1', [guildId]);
    expect(await keysOf()).toEqual([]);
    expect(await search()).toEqual([]);
    // The guild comes back, with a key that does not open what a backup may hold of its first time.
    await fill(1);
    expect(await keysOf()).toHaveLength(1);
    const [{ salt } = { salt: Buffer.alloc(0) }] = await db.sql<{ salt: Buffer }>(
      'select salt from guild_key where guild_id = $1',
      [guildId],
    );
    const { photoKey } = deriveGuildKey(testMasterKeys.current, guildId, { keyId: '1', salt });
    expect(() => decryptPhoto(photoKey, guildId, left?.copy ?? Buffer.alloc(28))).toThrow();
    expect(await search(other.forGuild(guildId))).toEqual(await search());
  });
});

describe('re-keying a guild', () => {
  it('changes all that is stored and nothing that is found', async () => {
    await fill(4);
    const [before, rows, keys] = [await search(), await rowsOfGuild(), await keysOf()];
    expect(before.length).toBeGreaterThan(10);
    expect(await rekey(db.database, guildId, never)).toBe(8);
    const after = await rowsOfGuild();
    for (const [index, row] of after.entries()) {
      expect(row.low).not.toBe(rows[index]?.low);
      if (row.copy !== null) expect(row.copy).not.toBe(rows[index]?.copy);
    }
    expect(await keysOf()).toHaveLength(1);
    expect(await keysOf()).not.toEqual(keys);
    expect(await search()).toEqual(before);
  });

  it('goes on where it was interrupted, while two processes search and store', async () => {
    await fill(4);
    const elsewhere = other.forGuild(guildId);
    const before = await search(elsewhere);
    await guild.protection.beginRekeying();
    await guild.protection.beginRekeying();
    expect(await keysOf()).toHaveLength(2);
    const first = await guild.protection.rekeyFaces('0', 3);
    expect(first?.moved).toBe(3);
    expect(await guild.protection.rekeyPhotos(1)).toBe(1);
    expect(await guild.protection.retireKeys()).toBe(false);
    // Half moved: the same answers, from a process that knows of it and from one that does not.
    expect(await search()).toEqual(before);
    expect(await search(elsewhere)).toEqual(before);
    const late = await enrol(elsewhere, 'late', { descriptor: descriptor(49) });

    const aborted = AbortSignal.abort(new Error('killed'));
    await expect(rekeyIfDue(db, guildId, aborted)).rejects.toThrow('killed');
    expect(await rekeyIfDue(db, guildId, never)).toBe(5);
    expect(await keysOf()).toHaveLength(1);
    expect(await rekeyIfDue(db, guildId, never)).toBe(0);
    for (const repositories of [guild, elsewhere]) {
      expect(
        (await search(repositories)).filter(
          ([name]) => name !== 'late' && before.some(([known]) => known === name),
        ),
      ).toEqual(before);
      const pictureId = await enrolmentPicture(repositories, late.personId);
      expect(await repositories.pictures.storedCopy(pictureId)).toEqual(Buffer.from([1, 2, 3]));
    }
    expect((await search()).map(([name]) => name)).toContain('late');
  });

  it('lets a process that knows only the old key store under the new one, once the old one is gone', async () => {
    await fill(1);
    const elsewhere = other.forGuild(guildId);
    await search(elsewhere);
    const pictureId = await guild.pictures.add(posted('60'));
    await rekey(db.database, guildId, never);
    const stranger = { origin: 'indexed', descriptor: descriptor(48) } as const;
    await elsewhere.faces.add(face(pictureId, null, stranger));
    const near = { descriptors: [descriptor(48)], modelVersion: MODEL, threshold: 1e-6, limit: 1 };
    expect(await guild.faces.nearestFaces(near)).toMatchObject([{ pictureId }]);
    await enrol(elsewhere, 'late', { descriptor: descriptor(49) });
    expect((await search()).map(([name]) => name)).toContain('late');
    expect(await keysOf()).toHaveLength(1);
  });

  it('leaves an earlier master key', async () => {
    await fill(2);
    const before = await search();
    const newKeys = { current: masterKey(new Uint8Array(32).fill(5)), earlier: [testMasterKeys.current] };
    const changed = await open(newKeys);
    try {
      expect(await search(changed.forGuild(guildId))).toEqual(before);
      expect(await rekeyIfDue({ database: changed }, guildId, never)).toBe(4);
      expect(await search(changed.forGuild(guildId))).toEqual(before);
      expect((await keysOf()).map(({ master }) => master)).toEqual([newKeys.current.id]);
      // The old process does not know the new key and says so, instead of finding nobody.
      await expect(search()).rejects.toThrow('unknown master key');
    } finally {
      await changed.close();
    }
    await expect(open(testMasterKeys)).rejects.toMatchObject({ code: 'master-key' });
    await db.sql('delete from guild where guild_id = $1', [guildId]);
  });

  it('compares with everyone again whoever enrolled meanwhile', async () => {
    await fill(1);
    await guild.chores.hurry('match');
    await guild.chores.setDoneUntil('match', new Date());
    await rekey(db.database, guildId, never);
    expect(await guild.chores.doneUntil('match')).toMatchObject({ until: new Date(0) });
  });
});
