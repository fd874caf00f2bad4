import { createReadStream, createWriteStream } from 'node:fs';
import { open, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createGunzip, createGzip } from 'node:zlib';
import { z } from 'zod';
import { reasonOf } from '../../errors/reason-of.ts';
import { DatabaseSetupError } from '../errors.ts';

const FORMAT = 'kith-backup-1';

const headerSchema = z.strictObject({
  format: z.literal(FORMAT),
  madeAt: z.iso.datetime(),
  /** Pairs the two files of a backup. */
  backupId: z.string(),
  migrations: z.array(z.strictObject({ id: z.number(), name: z.string(), hash: z.string() })),
  /** In the order of their bytes, in PostgreSQL's binary COPY format. */
  tables: z.array(z.strictObject({ name: z.string(), columns: z.array(z.string()), bytes: z.number() })),
  /** Identity columns and the last number each gave out. */
  sequences: z.array(z.strictObject({ table: z.string(), column: z.string(), last: z.string() })),
});

export type ArchiveHeader = z.infer<typeof headerSchema>;
export type NewArchiveHeader = Omit<ArchiveHeader, 'format' | 'tables'> & {
  readonly tables: readonly { readonly name: string; readonly columns: string[] }[];
};

/** Name of a table's file in a folder. */
export const copyFile = (folder: string, table: string): string => join(folder, `${table}.copy`);

/**
 * Packs the tables' files into one: a line of JSON, then their bytes, compressed. For ourselves alone, and there
 * whole or not at all.
 */
export async function writeArchive(path: string, header: NewArchiveHeader, folder: string): Promise<void> {
  const tables = await Promise.all(
    header.tables.map(async ({ name, columns }) => {
      const { size } = await stat(copyFile(folder, name));
      return { name, columns, bytes: size };
    }),
  );
  const full: ArchiveHeader = { format: FORMAT, ...header, tables };
  const unfinished = `${path}.unfinished`;
  try {
    await pipeline(
      async function* () {
        yield Buffer.from(`${JSON.stringify(full)}\n`);
        for (const { name } of tables) yield* createReadStream(copyFile(folder, name));
      },
      createGzip(),
      createWriteStream(unfinished, { mode: 0o600, flags: 'wx', flush: true }),
    );
    await rename(unfinished, path);
  } finally {
    await rm(unfinished, { force: true });
  }
}

/**
 * Unpacks an archive into a folder, or only looks whether it is whole.
 * @throws DatabaseSetupError `backup` when it is none, or is not whole.
 */
export async function readArchive(path: string, folder?: string): Promise<ArchiveHeader> {
  try {
    return await pipeline(createReadStream(path), createGunzip(), (source: AsyncIterable<Buffer>) =>
      unpack(source, folder),
    );
  } catch (error) {
    throw new DatabaseSetupError('backup', `${path} cannot be read as a backup of Kith: ${reasonOf(error)}`, {
      cause: error,
    });
  }
}

async function unpack(source: AsyncIterable<Buffer>, folder: string | undefined): Promise<ArchiveHeader> {
  const chunks = source[Symbol.asyncIterator]();
  let rest = Buffer.alloc(0);
  let ended = false;
  const more = async () => {
    const next = await chunks.next();
    ended = next.done === true;
    if (!ended) rest = rest.length === 0 ? next.value : Buffer.concat([rest, next.value]);
  };
  while (!rest.includes(0x0a) && !ended) await more();
  const end = rest.indexOf(0x0a);
  const header = headerSchema.parse(JSON.parse(rest.subarray(0, end).toString('utf8')));
  rest = rest.subarray(end + 1);
  for (const { name, bytes } of header.tables) {
    // The name becomes part of a path and of a statement.
    if (!/^[a-z_]+$/.test(name)) throw new Error('it names a table that Kith does not have');
    const file = folder === undefined ? undefined : await open(copyFile(folder, name), 'wx', 0o644);
    try {
      for (let left = bytes; left > 0; ) {
        if (rest.length === 0) await more();
        if (ended) throw new Error('it ends too early');
        const part = rest.subarray(0, left);
        await file?.write(part);
        left -= part.length;
        rest = rest.subarray(part.length);
      }
    } finally {
      await file?.close();
    }
  }
  // The checksum stands at the end.
  while (!ended) await more();
  return header;
}
