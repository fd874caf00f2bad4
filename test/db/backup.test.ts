import { randomBytes } from 'node:crypto';
import { chmod, cp, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type BackupFiles, backUp, backupFiles } from '../../src/db/backup/backup.ts';
import { restore } from '../../src/db/backup/restore.ts';
import { openDatabase } from '../../src/db/open-database.ts';
import type { Person } from '../../src/db/people-types.ts';
import { masterKey } from '../../src/db/protection/master-key.ts';
import type { Database } from '../../src/db/types.ts';
import { createDataDirectory, silent } from './database.ts';
import { descriptor, enrol, enrolmentPicture, face, MODEL, posted } from './fixtures.ts';

const masterKeys = { current: masterKey(randomBytes(32)), earlier: [] };
const open = (dataDirectory: string) => openDatabase({ dataDirectory, masterKeys, log: silent });

const search = (database: Database) =>
  database.forGuild('1').faces.nearestFaces({
    descriptors: [descriptor(1), descriptor(5)],
    modelVersion: MODEL,
    threshold: 100,
    limit: 100,
  });

describe('a backup of the embedded database', () => {
  let folder: string;
  let directory: Awaited<ReturnType<typeof createDataDirectory>>;
  let database: Database;
  let files: BackupFiles;
  let ann: Person;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'kith-backup-'));
    await chmod(folder, 0o711);
    directory = await createDataDirectory();
    database = await open(directory.path);
    ann = await enrol(database.forGuild('1'), 'Ann');
    const pictureId = await database.forGuild('1').pictures.add(posted('50'));
    await database
      .forGuild('1')
      .faces.add(face(pictureId, null, { origin: 'indexed', descriptor: descriptor(5) }));
    await enrol(database.forGuild('2'), 'Beth');
    // While Kith is running, as this process is.
    files = await backUp({ dataDirectory: directory.path, folder: join(folder, 'backups'), log: silent });
  });
  afterAll(async () => {
    await database.close();
    await directory.remove();
    await rm(folder, { recursive: true });
  });

  const restoreTo = async (name: string, from = files) => {
    const dataDirectory = join(folder, name);
    await restore({ dataDirectory, files: from, log: silent });
    return dataDirectory;
  };
  const refused = (message: string) => ({
    name: 'DatabaseSetupError',
    code: 'backup',
    message: expect.stringContaining(message),
  });

  it('brings everything back into an empty directory, and life goes on there', async () => {
    const restored = await open(await restoreTo('restored'));
    try {
      expect(await search(restored)).toEqual(await search(database));
      const guild = restored.forGuild('1');
      expect(await guild.people.find(ann.personId)).toEqual(ann);
      const pictureId = await enrolmentPicture(guild, ann.personId);
      expect(await guild.pictures.storedCopy(pictureId)).toEqual(Buffer.from([1, 2, 3]));
      expect(await restored.allGuilds()).toEqual(['1', '2']);
      const carl = await enrol(guild, 'Carl');
      expect(Number(carl.personId)).toBeGreaterThan(Number(ann.personId) + 1);
      expect(await guild.people.findByName('carl')).toEqual(carl);
    } finally {
      await restored.close();
    }
  });

  it('is for its maker alone, and holds the salts in a file of their own', async () => {
    const [archive, salts] = await Promise.all(
      [files.archive, files.salts].map(async (path) => {
        expect((await stat(path)).mode & 0o777).toBe(0o600);
        return gunzipSync(await readFile(path));
      }),
    );
    expect(salts?.includes('guild_key')).toBe(true);
    expect(archive?.includes('guild_key')).toBe(false);
    expect(archive?.includes('Ann')).toBe(true);
    expect(archive?.includes(Buffer.from(masterKeys.current.bytes))).toBe(false);
  });

  it('is refused when it is cut, mixed with another or without its salts, and leaves nothing', async () => {
    const cut = backupFiles(join(folder, 'cut.backup'));
    await cp(files.salts, cut.salts);
    await writeFile(cut.archive, (await readFile(files.archive)).subarray(0, -100));
    const other = await backUp({ dataDirectory: directory.path, folder: join(folder, 'other'), log: silent });
    await expect(restoreTo('again', cut)).rejects.toMatchObject(refused('cannot be read'));
    await expect(restoreTo('again', { ...files, salts: other.salts })).rejects.toMatchObject(
      refused('not of one'),
    );
    await rm(other.salts);
    await expect(restoreTo('again', other)).rejects.toMatchObject(refused('cannot be read'));
    // A directory that has a database keeps it.
    await expect(restore({ dataDirectory: directory.path, files, log: silent })).rejects.toMatchObject(
      refused('already'),
    );
  });

  it('is refused where there is nothing to back up', async () => {
    const nowhere = backUp({ dataDirectory: join(folder, 'nothing'), folder, log: silent });
    await expect(nowhere).rejects.toMatchObject(refused('no database'));
  });
});
