import { chmod, lchown, mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Installation } from '../embedded/installation.ts';
import { UNFINISHED } from '../embedded/layout.ts';

/** Gives `work` a folder that both the database server and we can read and write, and removes it afterwards. */
export async function withStaging<T>(
  { layout, user }: Pick<Installation, 'layout' | 'user'>,
  work: (folder: string) => Promise<T>,
): Promise<T> {
  const folder = await mkdtemp(join(layout.directory, `${UNFINISHED}backup-`));
  try {
    await chmod(folder, 0o700);
    if (user !== undefined) await lchown(folder, user.uid, user.gid);
    return await work(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
