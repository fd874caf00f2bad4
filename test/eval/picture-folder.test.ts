import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readGalleryFolders } from '../../eval/gallery-folders.ts';
import { pictureFinder, readPictureFolder } from '../../eval/picture-folder.ts';
import { InputError } from '../../eval/problems.ts';
import { resolvePairs } from '../../eval/resolve-pairs.ts';

let root: string;

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'kith-eval-'));
  for (const file of [
    'a/lfw_funneled/Ann_Lee/Ann_Lee_0001.jpg',
    'a/lfw_funneled/Ann_Lee/Ann_Lee_0002.JPG',
    'a/lfw_funneled/Ann_Lee/ann_lee_0003.Png',
    'a/lfw_funneled/Ann_Lee/notes.txt',
    'a/lfw_funneled/Bo/Bo_0001.jpeg',
    'a/lfw_funneled/Bo/Bo_0002.webp',
    'a/lfw_funneled/pairs_01.txt',
    'b/Cy/Cy_0001.jpg',
    'b/Empty/readme.md',
    'c/nothing.txt',
  ]) {
    await mkdir(dirname(join(root, file)), { recursive: true });
    await writeFile(join(root, file), '');
  }
});

afterAll(() => rm(root, { recursive: true }));

describe('readPictureFolder', () => {
  it('lists pictures by person, entering the folder that an archive of LFW makes', async () => {
    const { path, people } = await readPictureFolder(join(root, 'a'));
    expect(path).toBe(join(root, 'a/lfw_funneled'));
    expect([...people].map(([person, files]) => [person, files.length])).toEqual([
      ['Ann_Lee', 3],
      ['Bo', 2],
    ]);
  });

  it('follows links, of which subsets of a data set are often made', async () => {
    await mkdir(join(root, 'd'));
    await symlink(join(root, 'b/Cy'), join(root, 'd/Cy'));
    await symlink(join(root, 'c/nothing.txt'), join(root, 'd/list.txt'));
    expect([...(await readPictureFolder(join(root, 'd'))).people.keys()]).toEqual(['Cy']);
  });

  it('leaves out people without pictures', async () => {
    expect([...(await readPictureFolder(join(root, 'b'))).people.keys()]).toEqual(['Cy']);
  });

  it.each(['c', 'missing', 'c/nothing.txt'])('refuses %s with its path', async (name) => {
    const path = join(root, name);
    await expect(readPictureFolder(path)).rejects.toThrow(InputError);
    await expect(readPictureFolder(path)).rejects.toThrow(path);
  });

  it('refuses a picture that is in the gallery and among the probes', async () => {
    await expect(readGalleryFolders(join(root, 'b'), join(root, 'b'))).rejects.toThrow(
      `${join(root, 'b/Cy/Cy_0001.jpg')} is in the gallery and among the probes`,
    );
  });
});

describe('resolvePairs', () => {
  const finder = async () => pictureFinder(await readPictureFolder(join(root, 'a')));

  it('finds pictures of every format, whatever the case of their names', async () => {
    const text = 'Ann_Lee 1 2\nAnn_Lee 2 3\nAnn_Lee 1 Bo 1\nAnn_Lee 3 Bo 2\n';
    const pairs = resolvePairs(text, await finder(), 'pairs.txt');
    expect(
      pairs.map(({ first, second }) => [first.path, second.path].map((path) => path.split('/').at(-1))),
    ).toEqual([
      ['Ann_Lee_0001.jpg', 'Ann_Lee_0002.JPG'],
      ['Ann_Lee_0002.JPG', 'ann_lee_0003.Png'],
      ['Ann_Lee_0001.jpg', 'Bo_0001.jpeg'],
      ['ann_lee_0003.Png', 'Bo_0002.webp'],
    ]);
  });

  it('tells all that is wrong, in the order of the lines', async () => {
    const text = 'Ann_Lee 1 7\nBo 1\nDee 1 Bo 9\n';
    const error = await finder().then((find) => catchError(() => resolvePairs(text, find, 'pairs.txt')));
    const folder = join(root, 'a/lfw_funneled');
    expect(error).toBeInstanceOf(InputError);
    expect((error as InputError).problems).toEqual([
      `pairs.txt:1: ${folder}/Ann_Lee/Ann_Lee_0007 is missing (.jpg, .jpeg, .png or .webp)`,
      expect.stringMatching(/^pairs\.txt:2: has 2 fields/),
      `pairs.txt:3: ${folder}/Dee/Dee_0001 is missing (.jpg, .jpeg, .png or .webp)`,
      `pairs.txt:3: ${folder}/Bo/Bo_0009 is missing (.jpg, .jpeg, .png or .webp)`,
    ]);
  });

  it('refuses a list too short to be cross-validated', async () => {
    const find = await finder();
    expect(() => resolvePairs('Ann_Lee 1 2\nAnn_Lee 1 Bo 1\n', find, 'p')).toThrow(/two pairs of each kind/);
  });
});

function catchError(work: () => unknown): unknown {
  try {
    return work();
  } catch (error) {
    return error;
  }
}
