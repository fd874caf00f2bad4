import type pg from 'pg';
import { addFaces, addPictures } from './kith.ts';
import type { Server } from './server.ts';
import type { Form } from './tables.ts';

/** Rates are of this many faces, with every index in place; the rest is only to be there. */
const MEASURED = 20_000;
const BATCH = { measured: 200, rest: 2_000, manyGuilds: 20 };
/** Guilds that are filled in turns. Kith remembers the keys of 500. */
const IN_TURNS = 250;

export interface Loaded {
  readonly guilds: number;
  readonly perGuild: number;
  /** Of each guild's faces. */
  readonly pictureIds: readonly (readonly string[])[];
  readonly faceIds: readonly (readonly string[])[];
  /** Faces a second, by form. */
  readonly rates: ReadonlyMap<string, number>;
}

interface Piece {
  readonly guild: number;
  readonly from: number;
  readonly to: number;
}

/** The descriptors of guild 1, then those of guild 2, and so on. */
export function galleryOf(gallery: Float32Array, perGuild: number, guild: number): Float32Array {
  return gallery.subarray((guild - 1) * perGuild * 128, guild * perGuild * 128);
}

/**
 * Fills every form with the same faces. As in life, the guilds' faces come in turns and so lie scattered in the tables.
 */
export async function load(
  { database, client }: Server,
  gallery: Float32Array,
  guilds: number,
  forms: readonly Form[],
): Promise<Loaded> {
  const perGuild = Math.floor(gallery.length / 128 / guilds);
  const pictureIds: string[][] = [];
  for (let guild = 1; guild <= guilds; guild += 1)
    pictureIds.push(await addPictures(client, guild, perGuild));
  const faceIds = pictureIds.map(() => [] as string[]);
  const rates = new Map<string, number>();
  const fill = async (name: string, table: string, insert: (piece: Piece) => Promise<void>) => {
    const restored = { indexes: async () => {} };
    let placed = 0;
    const started = performance.now();
    for (const piece of pieces(guilds, perGuild)) {
      await insert(piece);
      const before = placed;
      placed += piece.to - piece.from;
      if (before < MEASURED && placed >= MEASURED) {
        rates.set(name, (placed * 1_000) / (performance.now() - started));
        restored.indexes = await withoutIndexes(client, table);
      }
    }
    if (!rates.has(name)) rates.set(name, (placed * 1_000) / (performance.now() - started));
    await restored.indexes();
  };
  for (const form of forms) {
    await fill(form.name, form.table, ({ guild, from, to }) =>
      form.insert(
        client,
        guild,
        Array.from({ length: to - from }, (_, index) => from + index),
        galleryOf(gallery, perGuild, guild).subarray(from * 128, to * 128),
      ),
    );
  }
  await fill('kith', 'face', async ({ guild, from, to }) => {
    const ids = await addFaces(
      database,
      guild,
      pictureIds[guild - 1] ?? [],
      galleryOf(gallery, perGuild, guild),
      [from, to],
    );
    faceIds[guild - 1]?.push(...ids);
  });
  await client.query(`vacuum (analyze) face, picture, ${forms.map(({ table }) => table).join(', ')}`);
  return { guilds, perGuild, pictureIds, faceIds, rates };
}

function* pieces(guilds: number, perGuild: number): Generator<Piece> {
  let placed = 0;
  for (let first = 1; first <= guilds; first += IN_TURNS) {
    const last = Math.min(first + IN_TURNS - 1, guilds);
    for (let from = 0; from < perGuild; ) {
      const batch = placed < MEASURED ? BATCH.measured : BATCH.rest;
      const to = Math.min(from + (guilds > 1 ? BATCH.manyGuilds : batch), perGuild);
      for (let guild = first; guild <= last; guild += 1) {
        yield { guild, from, to };
        placed += to - from;
      }
      from = to;
    }
  }
}

/** Takes away what makes inserting slow. @returns what makes it again. */
async function withoutIndexes(client: pg.Client, table: string): Promise<() => Promise<void>> {
  const { rows } = await client.query<{ name: string; definition: string }>(
    `select indexrelid::regclass::text as name, pg_get_indexdef(indexrelid) as definition
     from pg_index where indrelid = $1::regclass and not indisunique`,
    [table],
  );
  for (const { name } of rows) await client.query(`drop index ${name}`);
  await client.query(`alter table ${table} disable trigger all`);
  return async () => {
    await client.query(`set maintenance_work_mem = '256MB'`);
    for (const { definition } of rows) await client.query(definition);
    await client.query(`alter table ${table} enable trigger all`);
  };
}
