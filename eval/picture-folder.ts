import { readdir, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { PictureName } from './pairs-file.ts';
import { InputError } from './problems.ts';

const pictureFile = /\.(jpe?g|png|webp)$/i;

/** A folder of folders, one a person: `DIR/Name/Name_0001.jpg`. */
export interface PictureFolder {
  readonly path: string;
  /** Pictures of a person, by file name: full paths. */
  readonly people: ReadonlyMap<string, readonly string[]>;
}

/**
 * Lists LFW's layout. Files beside the people's folders are passed over, as are files that are no pictures. The
 * archives of LFW unpack to a folder of their own (`lfw`, `lfw_funneled`, `lfw-deepfunneled`): where `path` holds
 * nothing but that one, it is entered.
 * @throws InputError when the folder cannot be read or holds no pictures.
 */
export async function readPictureFolder(path: string): Promise<PictureFolder> {
  const names = await foldersIn(path);
  const [only] = names;
  if (names.length === 1 && only !== undefined && /^lfw/i.test(only)) {
    return await readPictureFolder(join(path, only));
  }
  const people = new Map<string, readonly string[]>();
  for (const name of names.sort()) {
    const files = (await readdir(join(path, name))).filter((file) => pictureFile.test(file)).sort();
    if (files.length > 0)
      people.set(
        name,
        files.map((file) => join(path, name, file)),
      );
  }
  if (people.size === 0) {
    throw new InputError([
      `${path} has no folders with pictures in them; ${path}/Name/Name_0001.jpg is expected`,
    ]);
  }
  return { path, people };
}

async function foldersIn(path: string): Promise<string[]> {
  try {
    const entries = await readdir(path, { withFileTypes: true });
    const isFolder = await Promise.all(
      entries.map(
        async (entry) =>
          entry.isDirectory() ||
          (entry.isSymbolicLink() && (await stat(join(path, entry.name))).isDirectory()),
      ),
    );
    return entries.filter((_, index) => isFolder[index]).map((entry) => entry.name);
  } catch (error) {
    if (error instanceof Error && 'code' in error) {
      throw new InputError([`cannot read the folder ${path}: ${String(error.code)}`]);
    }
    throw error;
  }
}

/** @returns the path of a named picture, or a sentence of what is missing. */
export type FindPicture = (name: PictureName) => { readonly path: string } | { readonly missing: string };

/** Finds pictures by `Name_0001` in any of the formats, without regard to case where the exact name is not there. */
export function pictureFinder({ path: folder, people }: PictureFolder): FindPicture {
  const byName = new Map<string, string>();
  for (const [person, paths] of people) {
    for (const path of paths) {
      const exact = `${person}/${basename(path).replace(pictureFile, '')}`;
      byName.set(exact, path);
      if (!byName.has(exact.toLowerCase())) byName.set(exact.toLowerCase(), path);
    }
  }
  return ({ person, number }) => {
    const name = `${person}/${person}_${String(number).padStart(4, '0')}`;
    const path = byName.get(name) ?? byName.get(name.toLowerCase());
    return path === undefined
      ? { missing: `${join(folder, name)} is missing (.jpg, .jpeg, .png or .webp)` }
      : { path };
  };
}
