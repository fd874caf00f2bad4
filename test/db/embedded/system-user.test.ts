import { chmod, chown, cp, lstat, mkdir, mkdtemp, readdir, rm, stat, unlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { packageBinaries } from '../../../src/db/embedded/binaries.ts';
import { runCommand } from '../../../src/db/embedded/command.ts';
import { openLayout } from '../../../src/db/embedded/layout.ts';
import { serverUser } from '../../../src/db/embedded/system-user.ts';
import { usableBinaries } from '../../../src/db/embedded/usable-binaries.ts';
import { openDatabase } from '../../../src/db/open-database.ts';
import { createDataDirectory, silent } from '../database.ts';
import { serverOf, startHolder } from './holding.ts';

// Each test starts servers and processes; how long that takes is the machine's affair.
vi.setConfig({ testTimeout: 240_000 });

const asRoot = process.getuid?.() === 0;
const NOBODY = 65534;

/** A checkout below /root cannot be run by others, and then neither can our holder. */
const { ok: othersCanRunUs } = await runCommand(
  '/bin/sh',
  ['-c', 'test -r "$1" && "$2" --version', 'sh', fileURLToPath(import.meta.url), process.execPath],
  asRoot ? { uid: NOBODY, gid: NOBODY } : undefined,
);

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'kith-user-'));
  await chmod(folder, 0o711);
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** The package's binaries in a folder of their own, as npm leaves them when install scripts are off. */
async function bareBinaries() {
  const original = await packageBinaries();
  const root = join(folder, 'package', 'native');
  await cp(original.root, root, { recursive: true });
  const library = join(root, 'lib');
  for (const name of await readdir(library)) {
    if ((await lstat(join(library, name))).isSymbolicLink()) await unlink(join(library, name));
  }
  const moved = (file: string) => file.replace(original.root, root);
  const { initdb, pgCtl, postgres } = original;
  return { ...original, root, initdb: moved(initdb), pgCtl: moved(pgCtl), postgres: moved(postgres) };
}

describe('binaries', () => {
  it('get the symbolic links that an install script would have made', async () => {
    const bare = await bareBinaries();
    const layout = await openLayout(join(folder, 'data'));
    const user = await serverUser(layout);
    expect((await runCommand(bare.initdb, ['--version'], user)).ok).toBe(false);
    expect(await usableBinaries(bare, layout, user)).toEqual(bare);
    expect((await runCommand(bare.initdb, ['--version'], user)).output).toMatch(/^initdb \(PostgreSQL\) 18/);
  });

  it('are copied where the server’s user can run them, once', async () => {
    const bare = await bareBinaries();
    const closed = asRoot ? join(folder, 'package') : join(bare.root, 'lib');
    // Root cannot be kept from writing, only others from entering; anyone else can be kept from writing.
    await chmod(closed, asRoot ? 0o700 : 0o500);
    const layout = await openLayout(join(folder, 'data'));
    const user = await serverUser(layout);
    const copy = await usableBinaries(bare, layout, user);
    expect(copy.root).toBe(join(layout.directory, `postgres-binaries-${bare.version}`, 'native'));
    expect((await runCommand(copy.postgres, ['--version'], user)).output).toMatch(
      /^postgres \(PostgreSQL\) 18/,
    );

    const made = await stat(copy.initdb);
    expect(made.uid).toBe(process.getuid?.());
    expect(made.mode & 0o777).toBe(0o755);
    expect(await usableBinaries(bare, layout, user)).toEqual(copy);
    expect((await stat(copy.initdb)).ctimeMs).toBe(made.ctimeMs);
    expect(await readdir(layout.directory)).toHaveLength(1);
    await chmod(closed, 0o700);
  });
});

describe.runIf(asRoot)('as root', () => {
  it('the server runs as the owner of the data directory, who can go on without root', async () => {
    const dataDirectory = join(folder, 'data');
    await mkdir(dataDirectory, { mode: 0o700 });
    await chown(dataDirectory, NOBODY, NOBODY);
    const database = await openDatabase({ dataDirectory, log: silent });
    const { pid } = await serverOf(dataDirectory);
    expect((await stat(`/proc/${pid}`)).uid).toBe(NOBODY);
    await database.close();
    for (const path of ['postgres', 'postgres-password']) {
      expect((await stat(join(dataDirectory, path))).uid).toBe(NOBODY);
    }
    if (!othersCanRunUs) return;
    const holder = startHolder(dataDirectory, NOBODY);
    expect(await holder.opened).toEqual({ kind: 'open' });
    expect((await stat(`/proc/${(await serverOf(dataDirectory)).pid}`)).uid).toBe(NOBODY);
    await holder.close();
  });

  it('a folder that the server’s user cannot enter is refused with advice', async () => {
    await chmod(folder, 0o700);
    const opening = openDatabase({ dataDirectory: join(folder, 'data'), log: silent });
    await expect(opening).rejects.toMatchObject({
      code: 'directory-unreachable',
      message: expect.stringContaining('Set KITH_DATA_DIR to a folder that other users can enter'),
    });
  });

  it.runIf(othersCanRunUs)('what root has made is not for an ordinary user, who is told so', async () => {
    const { path, remove } = await createDataDirectory();
    const holder = startHolder(path, NOBODY);
    expect(await holder.opened).toMatchObject({ kind: 'refused', code: 'directory-unreachable' });
    await remove();
  });
});
