import type pg from 'pg';
import type { NewFace } from '../../src/db/face-types.ts';
import type { Database } from '../../src/db/types.ts';
import { at } from './descriptors.ts';

export const MODEL = 'bench';
const FACES_A_PICTURE = 4;
const LANDMARK_NUMBERS = 136;

/** Pictures of channels for so many faces. @returns the number of each face's picture. */
export async function addPictures(client: pg.Client, guildId: number, faces: number): Promise<string[]> {
  await client.query('insert into guild (guild_id) values ($1) on conflict do nothing', [guildId]);
  const { rows } = await client.query<{ id: string }>(
    `insert into picture (guild_id, channel_id, message_id, attachment_id, author_id, posted_at, width, height, sha256, added_by)
select $1, 1, number, number, 1, now() - make_interval(secs => number), 100, 100, sha256('x'), 1
from generate_series(1, $2::integer) as number returning picture_id as id`,
    [guildId, Math.ceil(faces / FACES_A_PICTURE)],
  );
  return Array.from({ length: faces }, (_, index) => rows[Math.floor(index / FACES_A_PICTURE)]?.id ?? '');
}

/** Named people with consent. @returns their numbers. */
export async function addPeople(
  client: pg.Client,
  database: Database,
  guildId: number,
  count: number,
): Promise<string[]> {
  await client.query('insert into guild (guild_id) values ($1) on conflict do nothing', [guildId]);
  const { people, consents } = database.forGuild(`${guildId}`);
  const personIds: string[] = [];
  for (let person = 0; person < count; person += 1) {
    const displayName = `person ${person}`;
    const { personId } = await people.create({ memberId: null, displayName, createdBy: '1' });
    await consents.give({ personId, kind: 'attested', textVersion: 1, givenBy: '1' });
    personIds.push(personId);
  }
  return personIds;
}

/** Pictures of channels up to so many in all, of which no face was kept. */
export async function padPictures(client: pg.Client, guildId: number, pictures: number): Promise<void> {
  await client.query(
    `insert into picture (guild_id, channel_id, message_id, attachment_id, author_id, posted_at, width, height, sha256, added_by)
select $1, 1, 10000000 + number, 10000000 + number, 1, now() - make_interval(secs => number), 100, 100, sha256('x'), 1
from generate_series(1, $2::integer - (select count(*)::integer from picture where guild_id = $1)) as number`,
    [guildId, pictures],
  );
}

/** Adds the faces from `from` on, indexed, of strangers. */
export async function addFaces(
  database: Database,
  guildId: number,
  pictureIds: readonly string[],
  gallery: Float32Array,
  [from, to]: readonly [number, number],
): Promise<string[]> {
  const faces = Array.from({ length: to - from }, (_, index): NewFace => {
    const place = from + index;
    return newFace(pictureIds[place] ?? '', at(gallery, place), place % FACES_A_PICTURE);
  });
  return await database.forGuild(`${guildId}`).faces.addAll(faces);
}

export function newFace(pictureId: string, descriptor: Float32Array, place: number): NewFace {
  return {
    pictureId,
    personId: null,
    origin: 'indexed',
    box: { x: place * 100, y: 1, width: 90, height: 90 },
    landmarks: Float32Array.from({ length: LANDMARK_NUMBERS }, () => Math.random() * 1_000),
    score: 0.9,
    quality: { size: 90, sharpness: 100, yaw: 0 },
    modelVersion: MODEL,
    descriptor,
  };
}
