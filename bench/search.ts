// npm run bench:search: what a search by face costs, against the plain form and the memory-bound limit, in one run.
import { parseArgs } from 'node:util';
import { compareGuilds } from './search/compare.ts';
import { makeMaterial, readMaterial } from './search/descriptors.ts';
import { withServer } from './search/server.ts';
import { measureWhoIsIt } from './search/who-is-it.ts';

const { values } = parseArgs({
  options: {
    /** Of all guilds together. */
    faces: { type: 'string', default: '100000' },
    guilds: { type: 'string', default: '1' },
    queries: { type: 'string', default: '20' },
    threshold: { type: 'string', default: '0.55' },
    /** A file of real descriptors, 128 float32 each, instead of made ones. */
    descriptors: { type: 'string' },
    /** Also enrols so many people with ten photos each and asks who they are. */
    people: { type: 'string', default: '500' },
    /** Lets PostgreSQL read with several processes. */
    parallel: { type: 'boolean', default: false },
  },
});
const [faces, guilds, queries, people] = [values.faces, values.guilds, values.queries, values.people].map(
  Number,
);
if (!faces || !guilds || !queries || people === undefined) throw new RangeError('counts are numbers');

const material =
  values.descriptors === undefined
    ? makeMaterial(faces, queries)
    : await readMaterial(values.descriptors, faces, queries);
console.log(`${material.source}, ${guilds} guild(s), threshold ${values.threshold}, warm\n`);

await withServer({ parallel: values.parallel }, async (server) => {
  const pictureIds = await compareGuilds(server, material, guilds, Number(values.threshold));
  if (people > 0) await measureWhoIsIt(server, material, people, pictureIds);
});
