// npm run bench:search: what a search by face costs, against the plain form and the memory-bound limit, in one run.
import { parseArgs } from 'node:util';
import { compareForms } from './search/compare.ts';
import { makeMaterial, readMaterial } from './search/descriptors.ts';
import { addPeople, padPictures } from './search/kith.ts';
import { load } from './search/load.ts';
import { compareOtherWays } from './search/other-ways.ts';
import { measureRowSecurity } from './search/row-security.ts';
import { withServer } from './search/server.ts';
import { createForms } from './search/tables.ts';
import { showWhereTimeGoes } from './search/where-time-goes.ts';
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
    /** Fills the first guild up to so many pictures, as "who is it?" must not depend on their number. */
    pictures: { type: 'string', default: '0' },
    /** Also compares other places for the narrow cubes. */
    ways: { type: 'boolean', default: false },
    /** Lets PostgreSQL read with several processes. */
    parallel: { type: 'boolean', default: false },
  },
});
const [faces, guilds, queries, people, pictures, threshold] = [
  values.faces,
  values.guilds,
  values.queries,
  values.people,
  values.pictures,
  values.threshold,
].map(Number);
if (!faces || !guilds || !queries || people === undefined || pictures === undefined || !threshold) {
  throw new RangeError('counts are numbers');
}

const material =
  values.descriptors === undefined
    ? makeMaterial(faces, queries)
    : await readMaterial(values.descriptors, faces, queries);
console.log(`${material.source}, ${guilds} guild(s), threshold ${threshold}, warm`);

await withServer({ parallel: values.parallel }, async (server) => {
  const { client, database } = server;
  const forms = await createForms(client);
  if (forms.length === 1) console.log('pgvector is not measured: this server does not have the extension.');
  const loaded = await load(server, material.gallery, guilds, forms);
  await compareForms(server, material, forms, loaded, threshold);
  await showWhereTimeGoes(server, material, threshold);
  if (values.ways) await compareOtherWays(server, material, threshold);
  await measureRowSecurity(server, material, threshold);
  if (people > 0) {
    const personIds = await addPeople(client, database, 1, people);
    await padPictures(client, 1, pictures);
    await measureWhoIsIt(server, material, personIds, loaded.pictureIds[0] ?? []);
  }
});
