import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, chown, mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Binaries } from '../../../src/db/embedded/binaries.ts';
import { ensureCluster } from '../../../src/db/embedded/cluster.ts';
import { type Layout, openLayout } from '../../../src/db/embedded/layout.ts';
import { serverPassword } from '../../../src/db/embedded/password.ts';
import { exists } from '../../../src/db/embedded/paths.ts';
import { runningPostmaster } from '../../../src/db/embedded/postmaster.ts';
import { makeSecretFile } from '../../../src/db/embedded/secret-file.ts';
import { serverUser } from '../../../src/db/embedded/system-user.ts';
import { usableBinaries } from '../../../src/db/embedded/usable-binaries.ts';

// What precedes the server, step by step, with programs that are shell scripts: nothing here takes long.

const asRoot = process.getuid?.() === 0;
const STRANGER = 65_533;

let folder: string;
let layout: Layout;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'kith-preparing-'));
  layout = await openLayout(join(folder, 'data'));
});
afterEach(async () => {
  vi.restoreAllMocks();
  await rm(folder, { recursive: true, force: true });
});

/** A package of programs that all do this. */
async function scripted(script: string): Promise<Binaries> {
  const root = join(folder, 'package', 'native');
  await mkdir(join(root, 'bin'), { recursive: true });
  const [initdb, pgCtl, postgres] = ['initdb', 'pg_ctl', 'postgres'].map((name) => join(root, 'bin', name));
  if (initdb === undefined || pgCtl === undefined || postgres === undefined)
    throw new Error('three programs');
  for (const file of [initdb, pgCtl, postgres]) {
    await writeFile(file, `#!/bin/sh\n${script}\n`);
    await chmod(file, 0o755);
  }
  return { root, initdb, pgCtl, postgres, version: '18.4.0' };
}

describe('whether something is there', () => {
  it('is no when it is absent, and an error when that cannot be told', async () => {
    await writeFile(join(folder, 'file'), '');
    expect(await exists(join(folder, 'file'))).toBe(true);
    expect(await exists(join(folder, 'another'))).toBe(false);
    await expect(exists(join(folder, 'file', 'below'))).rejects.toMatchObject({ code: 'ENOTDIR' });
  });
});

describe('a new data directory', () => {
  it.each([
    ['an ordinary user', STRANGER, 0o700],
    ['root, whose server another user runs', 0, 0o711],
  ])('of %s lets in no more than it has to', async (_, uid, mode) => {
    vi.spyOn(process, 'getuid').mockReturnValue(uid);
    const { directory } = await openLayout(join(folder, 'new'));
    expect((await stat(directory)).mode & 0o777).toBe(mode);
  });
});

describe('a secret file', () => {
  it('is made once, for ourselves alone, by whoever comes first', async () => {
    const passwords = await Promise.all([1, 2].map(() => serverPassword(layout)));
    expect(passwords).toEqual(Array(2).fill(await readFile(layout.password, 'utf8')));
    expect((await stat(layout.password)).mode & 0o777).toBe(0o600);
    const made = await Promise.all(
      ['one', 'two'].map((text) => makeSecretFile(join(folder, 'secret'), text)),
    );
    expect(made.toSorted()).toEqual([false, true]);
    expect(await readdir(folder)).toEqual(['data', 'secret']);
    expect(await makeSecretFile(join(folder, 'secret'), 'three')).toBe(false);
  });

  it('is not made where there is no folder, which is told', async () => {
    await expect(makeSecretFile(join(folder, 'nowhere', 'secret'), 'x')).rejects.toMatchObject({
      code: 'ENOENT',
    });
  });

  it.runIf(asRoot)('of root is given to the owner of the folder', async () => {
    await chown(folder, STRANGER, STRANGER);
    await makeSecretFile(join(folder, 'given'), 'x');
    expect((await stat(join(folder, 'given'))).uid).toBe(STRANGER);
    vi.spyOn(process, 'getuid').mockReturnValue(1_000);
    await makeSecretFile(join(folder, 'kept'), 'x');
    expect((await stat(join(folder, 'kept'))).uid).toBe(0);
  });
});

describe('the user of the server', () => {
  it('is an ordinary one themself, if the cluster is theirs or not yet made', async () => {
    vi.spyOn(process, 'getuid').mockReturnValue(STRANGER);
    expect(await serverUser(layout)).toBeUndefined();
    await mkdir(layout.cluster);
    await expect(serverUser(layout)).rejects.toMatchObject({
      code: 'directory-unreachable',
      message: expect.stringContaining('belongs to a different user'),
    });
    if (asRoot) await chown(layout.cluster, 1_000, 1_000);
    vi.spyOn(process, 'getuid').mockReturnValue((await stat(layout.cluster)).uid);
    expect(await serverUser(layout)).toBeUndefined();
  });
});

describe('the running server', () => {
  const pidFile = () => join(layout.cluster, 'postmaster.pid');
  const leave = (pid: number | string) =>
    writeFile(pidFile(), `${pid}\n${layout.cluster}\n1700000000\n5432\n`);
  beforeEach(() => mkdir(layout.cluster));

  it('is none without a pid file, or with one that is still being written', async () => {
    expect(await runningPostmaster(layout.cluster)).toBeUndefined();
    for (const unfinished of ['', `${process.pid}\n`, `${process.pid}\n${layout.cluster}\n1700000000\n`]) {
      await writeFile(pidFile(), unfinished);
      expect(await runningPostmaster(layout.cluster)).toBeUndefined();
    }
    expect(await exists(pidFile())).toBe(true);
  });

  it('is none of a dead process, nor another program, whose pid file goes', async () => {
    const child = spawn('true');
    await once(child, 'exit');
    await leave(child.pid ?? 0);
    expect(await runningPostmaster(layout.cluster)).toBeUndefined();
    await leave(process.pid);
    expect(await runningPostmaster(layout.cluster)).toBeUndefined();
    expect(await exists(pidFile())).toBe(false);
  });
});

describe('a cluster', () => {
  // biome-ignore lint/suspicious/noTemplateCurlyInString: for the shell
  const made = 'echo 18 > "${1#--pgdata=}/PG_VERSION"';
  const ensure = (binaries: Binaries) => ensureCluster(binaries, layout, undefined, 'password');

  it('is made once, and has to be of the programs’ version', async () => {
    await ensure(await scripted(made));
    expect(await readdir(layout.directory)).toEqual(['postgres']);
    await ensure(await scripted('exit 1'));
    await expect(ensure({ ...(await scripted(made)), version: '19.0.0' })).rejects.toMatchObject({
      code: 'other-version',
    });
  });

  it('cannot be made: what initdb says is told, and nothing is left', async () => {
    await expect(ensure(await scripted('echo no space left; exit 1'))).rejects.toMatchObject({
      code: 'start-failed',
      message: expect.stringContaining('no space left'),
    });
    expect(await readdir(layout.directory)).toEqual([]);
  });

  it('that is gone as soon as it was made is none', async () => {
    // biome-ignore lint/suspicious/noTemplateCurlyInString: for the shell
    await expect(ensure(await scripted('rmdir "${1#--pgdata=}"'))).rejects.toMatchObject({ code: 'ENOENT' });
    expect(await readdir(layout.directory)).toEqual([]);
  });

  it.each([
    ['finished as well', ''],
    ['had its own removed by then', '; exit 1'],
  ])('is the first’s when two make one at once, and the second %s', async (_, ending) => {
    const first = `mkdir -p ${layout.cluster}; echo 18 > ${layout.cluster}/PG_VERSION`;
    await ensure(await scripted(`${made}; ${first}; touch ${layout.cluster}/first${ending}`));
    expect(await readdir(layout.directory)).toEqual(['postgres']);
    expect(await exists(join(layout.cluster, 'first'))).toBe(true);
  });
});

describe('binaries', () => {
  const runsAsCopy = 'case $0 in *postgres-binaries-*) exit 0;; esac; echo not here; exit 1';

  it('that run only as a copy are copied once, by whoever comes first', async () => {
    const binaries = await scripted(runsAsCopy);
    const copies = await Promise.all([1, 2].map(() => usableBinaries(binaries, layout, undefined)));
    expect(copies[0]?.postgres).toBe(
      join(layout.directory, 'postgres-binaries-18.4.0', 'native', 'bin', 'postgres'),
    );
    expect(copies[1]).toEqual(copies[0]);
    expect(await readdir(layout.directory)).toEqual(['postgres-binaries-18.4.0']);
  });

  it('that run nowhere are told of, with what they say', async () => {
    const binaries = await scripted('echo wrong architecture; exit 1');
    await expect(usableBinaries(binaries, layout, undefined)).rejects.toMatchObject({
      code: 'no-binaries',
      message: expect.stringContaining('wrong architecture'),
    });
  });

  it('whose links cannot be made for another reason than that they are not ours to write are told of', async () => {
    const binaries = await scripted('exit 0');
    const links = [{ source: 'native/lib/real', target: 'native/no/such/folder/link' }];
    await writeFile(join(binaries.root, 'pg-symlinks.json'), JSON.stringify(links));
    await expect(usableBinaries(binaries, layout, undefined)).rejects.toMatchObject({ code: 'ENOENT' });
  });
});
