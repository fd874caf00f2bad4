import { randomBytes } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { copyFile, type NewArchiveHeader, readArchive, writeArchive } from '../../src/db/backup/archive.ts';

let folder: string;
let archive: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'kith-archive-'));
  archive = join(folder, 'archive');
});
afterEach(() => rm(folder, { recursive: true }));

const header = (changes: Partial<NewArchiveHeader> = {}): NewArchiveHeader => ({
  ...{ madeAt: '2026-01-01T00:00:00.000Z', backupId: '1', migrations: [], sequences: [] },
  tables: [{ name: 'face', columns: ['a'] }],
  ...changes,
});

/** An archive by somebody else's hand. */
const forge = (tables: readonly { readonly name: string; readonly bytes: number }[], rows: string) =>
  writeFile(
    archive,
    gzipSync(
      `${JSON.stringify({ ...header(), format: 'kith-backup-1', tables: tables.map((table) => ({ ...table, columns: [] })) })}\n${rows}`,
    ),
  );

const refused = (message: string) => ({ code: 'backup', message: expect.stringContaining(message) });

describe('an archive', () => {
  it('gives back what was packed, also when its first line does not fit into one piece', async () => {
    const [face, person] = [randomBytes(200_000), randomBytes(10)];
    await writeFile(copyFile(folder, 'face'), face);
    await writeFile(copyFile(folder, 'person'), person);
    const tables = ['face', 'person'].map((name) => ({ name, columns: Array(4_000).fill('column') }));
    await writeArchive(archive, header({ tables }), folder);
    const unpacked = await mkdtemp(join(folder, 'unpacked-'));
    expect((await readArchive(archive, unpacked)).tables).toMatchObject([{ bytes: 200_000 }, { bytes: 10 }]);
    expect(await readFile(copyFile(unpacked, 'face'))).toEqual(face);
    expect(await readFile(copyFile(unpacked, 'person'))).toEqual(person);
  });

  it('whose table leads out of the folder is refused, and writes nothing', async () => {
    await forge([{ name: '../face', bytes: 1 }], 'x');
    const unpacked = await mkdtemp(join(folder, 'unpacked-'));
    await expect(readArchive(archive, unpacked)).rejects.toMatchObject(refused('does not have'));
    expect((await readdir(folder, { recursive: true })).toSorted()).toEqual([
      'archive',
      unpacked.slice(folder.length + 1),
    ]);
  });

  it('that holds less than it says is refused', async () => {
    await forge([{ name: 'face', bytes: 100 }], 'x');
    await expect(readArchive(archive)).rejects.toMatchObject(refused('ends too early'));
  });
});
