import { faceRepository } from '../../src/db/repositories/face.ts';
import { BEGIN } from '../../src/db/transaction.ts';
import { raiseWall } from '../../src/db/wall.ts';
import { percentile, printTable } from '../table.ts';
import type { Material } from './descriptors.ts';
import { MODEL } from './kith.ts';
import type { Server } from './server.ts';
import { Times } from './times.ts';

const ROUNDS = 5;
const GUILD = '1';

/** The same searches on one connection: as the tables' owner, to whom no policy applies, and behind the wall. */
export async function measureRowSecurity(
  { client, scope }: Server,
  { queries }: Material,
  threshold: number,
): Promise<void> {
  const opening = await raiseWall(client);
  const ways = [
    {
      name: 'as the owner, without row-level security',
      faces: faceRepository(scope(GUILD, [BEGIN])),
    },
    { name: 'behind the wall', faces: faceRepository(scope(GUILD, opening(GUILD))) },
  ];
  const times = new Times();
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const { name, faces } of ways) {
      const search = (query: Float32Array) =>
        faces.nearestFaces({ descriptors: [query], modelVersion: MODEL, threshold, limit: 100 });
      // A plan is made for a role, so the first search after a change of roles makes one.
      for (const query of queries.slice(0, 1)) await search(query);
      for (const query of queries) await times.timed(name, () => search(query));
    }
  }
  const base = percentile(times.get(ways[0]?.name ?? '') ?? [], 0.5);
  console.log('\nWhat row-level security costs');
  printTable(
    ['where else, one face', 'p50 ms', 'p95 ms', 'more'],
    [...times].map(([name, ms], index) => {
      const median = percentile(ms, 0.5);
      const more = index === 0 ? '' : `${((median / base - 1) * 100).toFixed(1)} %`;
      return [name, median.toFixed(2), percentile(ms, 0.95).toFixed(2), more];
    }),
  );
}
