import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { PersonMatch } from '../../src/db/face-types.ts';
import type { GuildRepositories } from '../../src/db/types.ts';
import { databaseOfFile } from './database.ts';
import { distanceBetween, someDescriptor } from './descriptors.ts';
import { descriptor, enrol, face, MODEL, photo, posted } from './fixtures.ts';

const db = databaseOfFile();

interface Enrolled {
  readonly personId: string;
  readonly faces: readonly Float32Array[];
}

/** What nearestPeople must answer, in plain JavaScript: query, person, distance. */
function reference(
  people: readonly Enrolled[],
  descriptors: readonly Float32Array[],
  threshold: number,
  limit: number,
): [number, string, number][] {
  return descriptors.flatMap((query, number) =>
    people
      .map(({ personId, faces }) => ({
        personId,
        distance: Math.min(...faces.map((f) => distanceBetween(f, query))),
      }))
      .filter(({ distance }) => distance <= threshold)
      .sort((a, b) => a.distance - b.distance || Number(a.personId) - Number(b.personId))
      .slice(0, limit)
      .map(({ personId, distance }): [number, string, number] => [number, personId, distance]),
  );
}

/** Enrols people with these faces each, in one transaction for speed. */
function enrolAll(guildId: string, people: readonly (readonly Float32Array[])[]): Promise<string[]> {
  return db.database.transaction(guildId, async (guild) => {
    const ids: string[] = [];
    for (const [index, [first = descriptor(), ...others]] of people.entries()) {
      const { personId } = await enrol(guild, `person ${index}`, { descriptor: first });
      const pictureId = await guild.pictures.add(photo());
      for (const value of others) await guild.faces.add(face(pictureId, personId, { descriptor: value }));
      ids.push(personId);
    }
    return ids;
  });
}

describe('nearestPeople', () => {
  it('answers as plain JavaScript does, ties included', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(someDescriptor, { minLength: 1, maxLength: 6 }),
        fc.array(fc.array(fc.nat(), { minLength: 1, maxLength: 3 }), { minLength: 1, maxLength: 8 }),
        fc.array(fc.oneof(someDescriptor, fc.nat()), { minLength: 1, maxLength: 4 }),
        fc.constantFrom(0, 0.25, 4, 8, 20),
        fc.integer({ min: 1, max: 5 }),
        async (pool, gallery, queries, threshold, limit) => {
          // Faces are drawn from a small pool, so that different people have equal ones.
          const drawn = (index: number) => pool[index % pool.length] ?? descriptor();
          const guild = db.newGuild();
          const people = gallery.map((faces) => faces.map(drawn));
          const ids = await enrolAll(guild.guildId, people);
          const enrolled = people.map((faces, index) => ({ personId: ids[index] ?? '', faces }));
          const descriptors = queries.map((query) => (typeof query === 'number' ? drawn(query) : query));

          const found = await guild.faces.nearestPeople({
            descriptors,
            modelVersion: MODEL,
            threshold,
            limit,
          });
          const expected = reference(enrolled, descriptors, threshold, limit);
          expect(found.map(({ query, personId, distance }) => [query, personId, distance])).toEqual(expected);
        },
      ),
      { numRuns: 25 },
    );
  });

  it('counts a distance of just the threshold as within, over both halves', async () => {
    const guild = db.newGuild();
    const far = new Float32Array(128);
    far[0] = 3;
    far[127] = 4;
    await enrol(guild, 'Ann', { descriptor: far });
    const search = (threshold: number) =>
      guild.faces.nearestPeople({ descriptors: [descriptor()], modelVersion: MODEL, threshold, limit: 1 });
    expect(await search(5)).toMatchObject([{ query: 0, displayName: 'Ann', memberId: null, distance: 5 }]);
    expect(await search(4.999)).toEqual([]);
  });

  const everything = (guild: GuildRepositories): Promise<PersonMatch[]> =>
    guild.faces.nearestPeople({
      descriptors: [descriptor(1)],
      modelVersion: MODEL,
      threshold: 100,
      limit: 100,
    });

  it('finds nobody whose consent is missing or withdrawn', async () => {
    const guild = db.newGuild();
    const { personId } = await enrol(guild, 'Ann');
    const silentOne = await guild.people.create({ memberId: '8', displayName: 'Beth', createdBy: '8' });
    await guild.faces.add(face(await guild.pictures.add(photo()), silentOne.personId));
    expect((await everything(guild)).map((match) => match.personId)).toEqual([personId]);

    await db.sql('delete from consent where guild_id = $1', [guild.guildId]);
    expect(await everything(guild)).toEqual([]);
    await guild.consents.give({ personId, kind: 'attested', textVersion: 1, givenBy: '7' });
    expect(await everything(guild)).toHaveLength(1);
  });

  it('does not compare with indexed faces or with other models', async () => {
    const guild = db.newGuild();
    await enrol(guild, 'Ann', { modelVersion: 'model-2' });
    const { personId } = await enrol(guild, 'Beth', { descriptor: descriptor(50) });
    const posting = await guild.pictures.add(posted('50'));
    await guild.faces.add(face(posting, personId, { origin: 'indexed' }));
    expect(await everything(guild)).toMatchObject([{ displayName: 'Beth', distance: 49 }]);
  });

  it('answers nothing to no face, and for 25 faces in their order', async () => {
    const guild = db.newGuild();
    await enrol(guild, 'Ann');
    expect(
      await guild.faces.nearestPeople({ descriptors: [], modelVersion: MODEL, threshold: 1, limit: 1 }),
    ).toEqual([]);
    const descriptors = Array.from({ length: 25 }, (_, index) => descriptor(index));
    const found = await guild.faces.nearestPeople({
      descriptors,
      modelVersion: MODEL,
      threshold: 100,
      limit: 1,
    });
    expect(found.map(({ query, distance }) => [query, distance])).toEqual(
      descriptors.map((_, index) => [index, Math.abs(index - 1)]),
    );
  });
});
