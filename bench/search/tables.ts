import type pg from 'pg';
import { doubleArray } from '../../src/db/binary-array.ts';
import { cubeParameter } from '../../src/db/cube.ts';

/** A way to keep and search descriptors that ours is compared with. */
export interface Form {
  readonly name: string;
  readonly table: string;
  insert(
    client: pg.Client,
    guildId: number,
    faceIds: readonly number[],
    descriptors: Float32Array,
  ): Promise<void>;
  /** Ids of the nearest within the threshold, nearest first. */
  search(
    client: pg.Client,
    guildId: number,
    query: Float32Array,
    threshold: number,
    limit: number,
  ): Promise<string[]>;
}

/** The plain form: two cubes of 64 numbers, every face of the guild is read. */
export const plainForm: Form = {
  name: 'two cubes, plain',
  table: 'plain_face',
  async insert(client, guildId, faceIds, descriptors) {
    await client.query({
      name: 'plain.insert',
      text: `insert into plain_face select $1, face_id,
  cube(($3::float8[])[number * 128 - 127 : number * 128 - 64]), cube(($3::float8[])[number * 128 - 63 : number * 128])
from unnest($2::bigint[]) with ordinality as given (face_id, number)`,
      values: [guildId, faceIds, doubleArray(descriptors)],
    });
  },
  async search(client, guildId, query, threshold, limit) {
    const all = Float64Array.from(query);
    const { rows } = await client.query<{ id: string }>({
      name: 'plain.search',
      text: `select face_id as id from (
  select face_id, round(sqrt((low <-> $2::cube) ^ 2 + (high <-> $3::cube) ^ 2) * 1e9) / 1e9 as distance
  from plain_face where guild_id = $1
) as face where distance <= $4 order by distance, face_id limit $5`,
      values: [
        guildId,
        cubeParameter(all.subarray(0, 64)),
        cubeParameter(all.subarray(64)),
        threshold,
        limit,
      ],
    });
    return rows.map(({ id }) => id);
  },
};

/** pgvector's exact scan. */
const vectorForm: Form = {
  name: 'pgvector, exact',
  table: 'vector_face',
  async insert(client, guildId, faceIds, descriptors) {
    const texts = faceIds.map(
      (_, index) => `[${descriptors.subarray(index * 128, (index + 1) * 128).join(',')}]`,
    );
    await client.query({
      name: 'vector.insert',
      text: `insert into vector_face select $1, face_id, descriptor::vector
from unnest($2::bigint[], $3::text[]) as given (face_id, descriptor)`,
      values: [guildId, faceIds, texts],
    });
  },
  async search(client, guildId, query, threshold, limit) {
    const { rows } = await client.query<{ id: string }>({
      name: 'vector.search',
      text: `select face_id as id from vector_face where guild_id = $1 and descriptor <-> $2::vector <= $3
order by descriptor <-> $2::vector, face_id limit $4`,
      values: [guildId, `[${query.join(',')}]`, threshold, limit],
    });
    return rows.map(({ id }) => id);
  },
};

/** Makes the tables to compare with: always the plain one, and pgvector's where the extension is there. */
export async function createForms(client: pg.Client): Promise<Form[]> {
  await client.query(`create table plain_face (
  guild_id bigint not null, face_id bigint not null, low cube not null, high cube not null,
  primary key (guild_id, face_id))`);
  const { rowCount } = await client.query(`select from pg_available_extensions where name = 'vector'`);
  if (rowCount === 0) return [plainForm];
  await client.query(`create extension vector`);
  await client.query(`create table vector_face (
  guild_id bigint not null, face_id bigint not null, descriptor vector(128) not null, primary key (guild_id, face_id))`);
  return [plainForm, vectorForm];
}
