import { setTimeout as sleep } from 'node:timers/promises';
import type pg from 'pg';
import { percentile, printTable } from '../table.ts';
import { bruteForce } from './brute-force.ts';
import { at, type Material } from './descriptors.ts';
import { addPictures, MODEL, newFace } from './kith.ts';
import { galleryOf, type Loaded } from './load.ts';
import type { Server } from './server.ts';
import type { Form } from './tables.ts';
import { Times } from './times.ts';

const LIMIT = 100;
const SINGLE_INSERTS = 300;
const ROUNDS = 4;

/** "Where else does this face appear?" in every form. */
export async function compareForms(
  { database, client }: Server,
  { gallery, queries }: Material,
  forms: readonly Form[],
  { guilds, perGuild, pictureIds, faceIds, rates }: Loaded,
  threshold: number,
): Promise<void> {
  const guildOf = (index: number) => ((index * 37) % guilds) + 1;
  const times = new Times();
  let wanted = 0;
  let found = 0;
  let inOrder = 0;
  const search = (guild: number, descriptors: readonly Float32Array[]) =>
    database
      .forGuild(`${guild}`)
      .faces.nearestFaces({ descriptors, modelVersion: MODEL, threshold, limit: LIMIT });
  const before = await rowsRead(client, forms);
  for (let round = 0; round < ROUNDS; round += 1) {
    // The first round makes plans and keys, and fetches what is asked about into memory.
    if (round === 1) times.clear();
    for (const [index, query] of queries.entries()) {
      const guild = guildOf(index);
      const hits = await times.timed('javascript', () =>
        bruteForce(galleryOf(gallery, perGuild, guild), query, threshold),
      );
      for (const form of forms)
        await times.timed(form.name, () => form.search(client, guild, query, threshold, LIMIT));
      const answer = await times.timed('kith', () => search(guild, [query]));
      const expected = oncePerPicture(
        hits.map(({ index: face }) => face),
        pictureIds[guild - 1] ?? [],
      ).slice(0, LIMIT);
      const expectedIds = expected.map((face) => faceIds[guild - 1]?.[face]);
      const answered = new Set(answer.map(({ faceId }) => faceId));
      wanted += expectedIds.length;
      found += expectedIds.filter((id) => id !== undefined && answered.has(id)).length;
      if (String(expectedIds) === String(answer.map(({ faceId }) => faceId))) inOrder += 1;
    }
  }
  const after = await rowsRead(client, forms);
  for (let round = 0; round < ROUNDS; round += 1) {
    if (round === 1) times.delete('kith, 5 faces');
    for (let index = 0; index + 5 <= queries.length; index += 5) {
      await times.timed('kith, 5 faces', () => search(guildOf(index), queries.slice(index, index + 5)));
    }
  }

  const asked = ROUNDS * queries.length;
  const median = (name: string) => percentile(times.get(name) ?? [], 0.5);
  const plain = median(forms[0]?.name ?? '');
  const read = (name: string) => Math.round(((after.get(name) ?? 0) - (before.get(name) ?? 0)) / asked);
  const single = await singleInserts(client, database, forms, guilds + 1, gallery);
  const rows: string[][] = [];
  for (const { name, table } of forms) {
    const bytes = await bytesAFace(client, table);
    rows.push([name, ...cells(name), `${read(table)}`, bytes, rate(single.get(name)), rate(rates.get(name))]);
  }
  rows.push([
    'Kith',
    ...cells('kith'),
    `${read('face_search')} narrow, ${read('face')} whole`,
    await bytesAFace(client, 'face'),
    rate(single.get('kith')),
    rate(rates.get('kith')),
  ]);
  rows.push(['Kith, 5 faces in one question', ...cells('kith, 5 faces', 5), '', '', '', '']);
  rows.push(['JavaScript, Float32Array', ...cells('javascript'), `${perGuild}`, '512', '', '']);
  console.log(`Where else does this face appear? ${perGuild} faces a guild, at most ${LIMIT} pictures`);
  printTable(
    [
      'form',
      'p50 ms',
      'p95 ms',
      'times as fast',
      'rows read',
      'bytes a face',
      'inserts/s, single',
      'in batches',
    ],
    rows,
  );
  const recall = wanted === 0 ? 'nothing to find' : (found / wanted).toFixed(4);
  console.log(
    `\nrecall ${recall} of ${wanted} faces; ${inOrder} of ${asked} answers the same, in the same order\n`,
  );

  function cells(name: string, faces = 1): string[] {
    const all = times.get(name) ?? [];
    if (all.length === 0) return ['', '', ''];
    return [
      median(name).toFixed(2),
      percentile(all, 0.95).toFixed(2),
      `${((plain * faces) / median(name)).toFixed(1)}x${faces > 1 ? ' a face' : ''}`,
    ];
  }
}

const rate = (value: number | undefined) => (value === undefined ? '' : value.toFixed(0));

function oncePerPicture(faces: readonly number[], pictureIds: readonly string[]): number[] {
  const seen = new Set<string>();
  return faces.filter((face) => {
    const picture = pictureIds[face] ?? '';
    return seen.size < seen.add(picture).size;
  });
}

async function bytesAFace(client: pg.Client, table: string): Promise<string> {
  const { rows } = await client.query<{ bytes: number }>(
    `select pg_total_relation_size($1)::float8 / (select reltuples from pg_class where oid = $1::regclass) as bytes`,
    [table],
  );
  return (rows[0]?.bytes ?? 0).toFixed(0);
}

/** Rows that were read of each table, and entries of each index, since the server began. */
async function rowsRead(client: pg.Client, forms: readonly Form[]): Promise<Map<string, number>> {
  // A busy session tells what it did once a second, one that has nothing to do after ten.
  await sleep(10_500);
  await client.query('select pg_stat_force_next_flush()');
  await sleep(100);
  const { rows } = await client.query<{ name: string; count: number }>(
    `select relname as name, (seq_tup_read + coalesce(idx_tup_fetch, 0))::float8 as count from pg_stat_user_tables
     union all select indexrelname, idx_tup_read::float8 from pg_stat_user_indexes`,
  );
  const all = new Map(rows.map(({ name, count }) => [name, count]));
  const kept = ['face', 'face_search', ...forms.map(({ table }) => table)];
  return new Map(kept.map((name) => [name, all.get(name) ?? 0]));
}

async function singleInserts(
  client: pg.Client,
  database: Server['database'],
  forms: readonly Form[],
  guild: number,
  gallery: Float32Array,
): Promise<Map<string, number>> {
  const count = Math.min(SINGLE_INSERTS, gallery.length / 128);
  const rates = new Map<string, number>();
  const time = async (name: string, insert: (index: number) => Promise<unknown>) => {
    const started = performance.now();
    for (let index = 0; index < count; index += 1) await insert(index);
    rates.set(name, (count * 1000) / (performance.now() - started));
  };
  for (const form of forms) {
    await time(form.name, (index) => form.insert(client, guild, [index], at(gallery, index)));
  }
  const pictureIds = await addPictures(client, guild, count);
  const { faces } = database.forGuild(`${guild}`);
  await time('kith', (index) => faces.add(newFace(pictureIds[index] ?? '', at(gallery, index), index % 4)));
  return rates;
}
