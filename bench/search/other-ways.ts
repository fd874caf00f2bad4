import { cubeParameter } from '../../src/db/cube.ts';
import { searchCubeOfQuery, searchRadius } from '../../src/db/protection/search-cube.ts';
import { BEGIN } from '../../src/db/transaction.ts';
import { percentile, printTable } from '../table.ts';
import type { Material } from './descriptors.ts';
import { MODEL } from './kith.ts';
import type { Server } from './server.ts';
import { Times } from './times.ts';

const ROUNDS = 3;
const GUILD = 1;
const FACES_A_ROW = 4;

const places = Array.from({ length: FACES_A_ROW }, (_, place) => `cube_${place + 1}`);

// A key belongs to one model here, so these rows do without the model's version.
const setUp = [
  'create table narrow_face as select guild_id, key_id, face_id, search_cube from face order by face_id',
  `create table face_row as select guild_id, key_id, array_agg(face_id order by face_id) as face_ids,
  ${places.map((name, place) => `(array_agg(search_cube order by face_id))[${place + 1}] as ${name}`).join(', ')}
from (select *, (row_number() over (partition by guild_id, key_id order by face_id) - 1) / ${FACES_A_ROW} as number from face)
group by guild_id, key_id, number order by min(face_id)`,
  'create index on narrow_face (guild_id, key_id)',
  'create index on face_row (guild_id, key_id)',
  'vacuum (analyze) narrow_face, face_row',
];

const isNear = (column: string) => `${column} <-> $3::cube <= $4`;

const ways = [
  ['in a covering index, as Kith does', `face where model_version = '${MODEL}' and ${isNear('search_cube')}`],
  ['in a table of their own', `narrow_face where ${isNear('search_cube')}`],
  [`in a table, ${FACES_A_ROW} faces a row`, `face_row where (${places.map(isNear).join(' or ')})`],
] as const;

/** Other places for the narrow cubes: the first look alone, over the same faces, in turns. */
export async function compareOtherWays(
  { client, scope }: Server,
  { queries }: Material,
  threshold: number,
): Promise<void> {
  const [key] = await scope(`${GUILD}`, [BEGIN]).keys.all();
  if (key === undefined) throw new Error('the guild has no key');
  for (const text of setUp) await client.query(text);
  const times = new Times();
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const query of queries) {
      const cube = cubeParameter(searchCubeOfQuery(key.isometry.apply(query)));
      for (const [name, from] of ways) {
        await times.timed(name, () =>
          client.query({
            name: `bench.${name}`,
            text: `select count(*) from ${from} and guild_id = $1 and key_id = $2`,
            values: [GUILD, key.keyId, cube, searchRadius(threshold)],
          }),
        );
      }
    }
  }
  console.log('\nWhere the narrow cubes are kept: the first look alone');
  const base = percentile(times.get(ways[0][0]) ?? [], 0.5);
  printTable(
    ['narrow cubes', 'p50 ms', 'p95 ms', 'times as fast'],
    [...times].map(([name, all]) => {
      const median = percentile(all, 0.5);
      return [name, median.toFixed(2), percentile(all, 0.95).toFixed(2), `${(base / median).toFixed(2)}x`];
    }),
  );
}
