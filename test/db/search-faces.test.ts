import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { NearestFacesQuery, NewFace } from '../../src/db/face-types.ts';
import type { RowId } from '../../src/db/ids.ts';
import type { GuildRepositories } from '../../src/db/types.ts';
import { databaseOfFile } from './database.ts';
import { distanceBetween, someDescriptor } from './descriptors.ts';
import { descriptor, enrol, face, MODEL, posted } from './fixtures.ts';

const db = databaseOfFile();

interface Kept {
  readonly faceId: RowId;
  readonly pictureId: RowId;
  readonly descriptor: Float32Array;
}

interface Page {
  readonly threshold: number;
  readonly offset: number;
  readonly limit: number;
}

/** What nearestFaces must answer, in plain JavaScript: query, picture, face, distance. */
function reference(faces: readonly Kept[], descriptors: readonly Float32Array[], page: Page): unknown[][] {
  return descriptors.flatMap((query, number) => {
    const nearest = faces
      .map((kept) => ({ ...kept, distance: distanceBetween(kept.descriptor, query) }))
      .filter(({ distance }) => distance <= page.threshold)
      .sort((a, b) => a.distance - b.distance || Number(a.faceId) - Number(b.faceId));
    const pictures = new Map(nearest.toReversed().map((match) => [match.pictureId, match]));
    return nearest
      .filter((match) => pictures.get(match.pictureId) === match)
      .slice(page.offset, page.offset + page.limit)
      .map(({ pictureId, faceId, distance }) => [number, pictureId, faceId, distance]);
  });
}

/** Keeps pictures with these faces each, all in one transaction for speed. */
function keepAll(guildId: string, pictures: readonly (readonly Float32Array[])[]): Promise<Kept[]> {
  return db.database.transaction(guildId, async (guild) => {
    const kept: Kept[] = [];
    for (const [index, descriptors] of pictures.entries()) {
      const pictureId = await guild.pictures.add(posted(`${index + 1}`));
      const faces = descriptors.map((value, place) => indexed(pictureId, value, place));
      const ids = await guild.faces.addAll(faces);
      kept.push(
        ...descriptors.map((value, place) => ({ faceId: ids[place] ?? '', pictureId, descriptor: value })),
      );
    }
    return kept;
  });
}

const indexed = (pictureId: RowId, value: Float32Array, place = 0, values: Partial<NewFace> = {}): NewFace =>
  face(pictureId, null, {
    origin: 'indexed',
    descriptor: value,
    box: { x: place, y: 0, width: 10, height: 10 },
    ...values,
  });

const everything = { descriptors: [descriptor()], modelVersion: MODEL, threshold: 100, limit: 100 };

function search(guild: GuildRepositories, query: Partial<NearestFacesQuery> = {}) {
  return guild.faces.nearestFaces({ ...everything, ...query });
}

async function channels(guild: GuildRepositories, query: Partial<NearestFacesQuery> = {}) {
  const found = await guild.faces.channelsOfFaces({ ...everything, ...query });
  return found.map(({ channelId, pictures }) => [channelId, pictures]);
}

describe('nearestFaces', () => {
  it('answers as plain JavaScript does, ties and pages included', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(someDescriptor, { minLength: 1, maxLength: 6 }),
        fc.array(fc.array(fc.nat(), { minLength: 1, maxLength: 4 }), { minLength: 1, maxLength: 8 }),
        fc.array(fc.oneof(someDescriptor, fc.nat()), { minLength: 1, maxLength: 4 }),
        fc.record({
          threshold: fc.constantFrom(0, 0.25, 4, 8, 20),
          offset: fc.integer({ min: 0, max: 3 }),
          limit: fc.integer({ min: 1, max: 5 }),
        }),
        async (pool, gallery, queries, page) => {
          // Faces are drawn from a small pool, so that different pictures have equal ones.
          const drawn = (index: number) => pool[index % pool.length] ?? descriptor();
          const guild = db.newGuild();
          const kept = await keepAll(
            guild.guildId,
            gallery.map((faces) => faces.map(drawn)),
          );
          const descriptors = queries.map((query) => (typeof query === 'number' ? drawn(query) : query));
          const found = await search(guild, { descriptors, ...page });
          expect(
            found.map(({ query, pictureId, faceId, distance }) => [query, pictureId, faceId, distance]),
          ).toEqual(reference(kept, descriptors, page));
        },
      ),
      { numRuns: 25 },
    );
  });

  it('tells where the face is, and how far from it', async () => {
    const guild = db.newGuild();
    const pictureId = await guild.pictures.add(posted('50'));
    const box = { x: 5, y: 6.5, width: 7, height: 8 };
    const faceId = await guild.faces.add(indexed(pictureId, descriptor(1), 0, { box }));
    const { source } = posted('50');
    expect(await search(guild)).toEqual([{ query: 0, faceId, pictureId, source, box, distance: 1 }]);
  });

  it('passes over faces that have a name, photos of enrolments, and what those posted who opted out', async () => {
    const guild = db.newGuild();
    const { personId } = await enrol(guild, 'Ann');
    const named = await guild.pictures.add(posted('1'));
    const [hers, somebodys] = await guild.faces.addAll([
      indexed(named, descriptor(1), 0, { personId }),
      indexed(named, descriptor(2), 1),
    ]);
    expect(hers).not.toBe(somebodys);
    expect((await search(guild)).map(({ faceId }) => faceId)).toEqual([somebodys]);
    expect(await channels(guild)).toEqual([['11', 1]]);
    expect(await guild.faces.count(MODEL)).toBe(3);

    await guild.optOuts.add(posted('1').source?.authorId ?? '');
    expect([await search(guild), await channels(guild)]).toEqual([[], []]);
  });

  it('passes over pictures in other channels, and the one that is asked about, before it counts', async () => {
    const guild = db.newGuild();
    for (const [index, channelId] of ['1', '2', '1', '3'].entries()) {
      const { source } = posted(`${index + 1}`, new Date(2024, 1, index));
      const pictureId = await guild.pictures.add({
        ...posted(''),
        source: source && { ...source, channelId },
      });
      // Two faces of a picture that are alike are one picture.
      await guild.faces.addAll([0, 1].map((place) => indexed(pictureId, descriptor(index, place), place)));
    }
    const distances = async (query: Partial<NearestFacesQuery>) =>
      (await search(guild, query)).map(({ distance }) => distance);
    expect(await distances({ channelIds: ['1', '3'] })).toEqual([0, 2, 3]);
    expect(await distances({ channelIds: ['1', '3'], offset: 1, limit: 1 })).toEqual([2]);
    expect(await distances({ channelIds: ['1', '3'], exceptAttachmentId: '1' })).toEqual([2, 3]);
    expect(await distances({ channelIds: [] })).toEqual([]);
    expect(await distances({})).toEqual([0, 1, 2, 3]);

    const newestFirst = [
      ['3', 1],
      ['1', 2],
      ['2', 1],
    ];
    expect(await channels(guild)).toEqual(newestFirst);
    expect(await channels(guild, { offset: 1, limit: 1 })).toEqual([['1', 2]]);
    expect(await channels(guild, { threshold: 1 })).toEqual([
      ['2', 1],
      ['1', 1],
    ]);
    expect(await channels(guild, { exceptAttachmentId: '4' })).toEqual([
      ['1', 2],
      ['2', 1],
    ]);
  });

  it('does not compare with other models', async () => {
    const guild = db.newGuild();
    const pictureId = await guild.pictures.add(posted('1'));
    await guild.faces.add(indexed(pictureId, descriptor(), 0, { modelVersion: 'model-2' }));
    expect([await search(guild), await guild.faces.count(MODEL)]).toEqual([[], 0]);
    expect(await search(guild, { modelVersion: 'model-2' })).toHaveLength(1);
    expect(await guild.faces.count('model-2')).toBe(1);
  });

  it('answers nothing to no face, and refuses half a descriptor and a page of nothing', async () => {
    const guild = db.newGuild();
    expect(await search(guild, { descriptors: [] })).toEqual([]);
    await expect(search(guild, { descriptors: [new Float32Array(64)] })).rejects.toThrow(RangeError);
    await expect(search(guild, { limit: 0 })).rejects.toThrow(RangeError);
  });
});

describe('faces that are added together', () => {
  it('get their ids in their order, also those that are there already', async () => {
    const guild = db.newGuild();
    const pictureId = await guild.pictures.add(posted('1'));
    const faces = Array.from({ length: 50 }, (_, place) => indexed(pictureId, descriptor(place), place));
    const first = await guild.faces.addAll(faces.slice(20, 30));
    const all = await guild.faces.addAll(faces);
    expect(new Set(all).size).toBe(50);
    expect(all.slice(20, 30)).toEqual(first);
    const boxes = await db.sql<{ id: string; x: number }>(
      'select face_id as id, box_x as x from face where guild_id = $1 order by box_x',
      [guild.guildId],
    );
    expect(boxes).toEqual(all.map((id, x) => ({ id, x })));
    expect(await guild.faces.addAll([])).toEqual([]);
  });
});
