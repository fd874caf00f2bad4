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

/** What bounds a search: the time for its parts, each with all that comes before it. */
export async function showWhereTimeGoes(
  { database, client, scope }: Server,
  { queries }: Material,
  threshold: number,
): Promise<void> {
  const [key] = await scope(`${GUILD}`, [BEGIN]).keys.all();
  if (key === undefined) throw new Error('the guild has no key');
  const of = 'from face where guild_id = $1 and model_version = $2 and key_id = $3';
  const times = new Times();
  let passed = 0;
  let entries = 0;
  const count = async (name: string, and: string, values: readonly unknown[]): Promise<number> => {
    const statement = {
      name: `bench.${name}`,
      text: `select count(*)::integer as count ${of}${and}`,
      values: [GUILD, MODEL, key.keyId, ...values],
    };
    const { rows } = await times.timed(name, () => client.query<{ count: number }>(statement));
    return rows[0]?.count ?? 0;
  };
  const reading = 'reading the index';
  const narrow = 'and the distances of the narrow cubes';
  const whole = 'and the whole descriptors of those that pass: the search';
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const query of queries) {
      const image = key.isometry.apply(query);
      const cube = cubeParameter(searchCubeOfQuery(image));
      entries = await count(reading, '', []);
      passed += await count(narrow, ' and search_cube <-> $4::cube <= $5', [cube, searchRadius(threshold)]);
      await times.timed(whole, () =>
        database
          .forGuild(`${GUILD}`)
          .faces.nearestFaces({ descriptors: [query], modelVersion: MODEL, threshold, limit: 100 }),
      );
    }
  }
  const share = passed / (entries * queries.length * ROUNDS);
  console.log(
    `\nWhere the time goes, of ${entries} faces, of which ${(share * 100).toFixed(1)} % pass the first look`,
  );
  printTable(
    ['part', 'p50 ms', 'us a face'],
    [...times].map(([name, all]) => {
      const median = percentile(all, 0.5);
      return [name, median.toFixed(2), ((median * 1_000) / entries).toFixed(2)];
    }),
  );
}
