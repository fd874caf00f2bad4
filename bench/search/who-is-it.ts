import { percentile, printTable } from '../table.ts';
import { at, type Material } from './descriptors.ts';
import { MODEL, newFace } from './kith.ts';
import type { Server } from './server.ts';
import { Times } from './times.ts';

const PHOTOS_A_PERSON = 10;
const PICTURES_A_PERSON = 40;
const ROUNDS = 3;
const PICTURES = 10;
const CHANNELS = 100;
const GUILD = 1;

/** "Who is it?" and the pictures of the person found, in the first guild with all its pictures. */
export async function measureWhoIsIt(
  { database, client }: Server,
  { gallery, queries }: Material,
  personIds: readonly string[],
  pictureIds: readonly string[],
): Promise<void> {
  const guild = database.forGuild(`${GUILD}`);
  const count = gallery.length / 128;
  const step = Math.max(1, Math.floor(count / (personIds.length * PHOTOS_A_PERSON)));
  for (const [person, personId] of personIds.entries()) {
    await guild.faces.addAll(
      Array.from({ length: PHOTOS_A_PERSON + PICTURES_A_PERSON }, (_, photo) => {
        const index = ((person * PHOTOS_A_PERSON + photo) * step) % count;
        const face = newFace(pictureIds[index % pictureIds.length] ?? '', at(gallery, index), 50 + photo);
        const origin = photo < PHOTOS_A_PERSON ? ('enrolment' as const) : ('indexed' as const);
        return { ...face, personId, origin };
      }),
    );
  }
  await client.query('vacuum (analyze) face, picture, person, consent');

  const times = new Times();
  const ask = (descriptors: readonly Float32Array[]) =>
    guild.faces.nearestPeople({ descriptors, modelVersion: MODEL, threshold: 0.55, limit: 3 });
  // A connection plans each statement once.
  for (const faces of [1, 5]) await ask(queries.slice(0, faces));
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const [index, query] of queries.entries()) {
      const [match] = await times.timed('one face', () => ask([query]));
      if (index + 5 <= queries.length)
        await times.timed('five faces', () => ask(queries.slice(index, index + 5)));
      if (match)
        await times.timed('pictures of the person', async () => {
          const channelIds = await guild.gallery.channels(match.personId, CHANNELS);
          await guild.gallery.page({
            ...{ personId: match.personId, channelIds, storedCopies: true },
            ...{ limit: PICTURES, offset: 0 },
          });
        });
    }
  }
  const { rows } = await client.query<{ pictures: number; faces: number }>(
    `select (select count(*) from picture where guild_id = $1)::integer as pictures,
       (select count(*) from face where guild_id = $1 and origin = 'indexed')::integer as faces`,
    [GUILD],
  );
  const [{ pictures, faces } = { pictures: 0, faces: 0 }] = rows;
  console.log(
    `\nWho is it? ${personIds.length} people, ${personIds.length * PHOTOS_A_PERSON} enrolment photos, ` +
      `${pictures} pictures with ${faces} indexed faces`,
  );
  printTable(
    ['question', 'p50 ms', 'p95 ms'],
    [...times].map(([name, all]) => [
      name,
      percentile(all, 0.5).toFixed(2),
      percentile(all, 0.95).toFixed(2),
    ]),
  );
}
