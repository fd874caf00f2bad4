import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { randomFrom } from '../../../eval/random.ts';
import { bombs } from './bombs.ts';
import { damagedPictures } from './damage.ts';
import type { CorpusFile } from './file.ts';
import { strangers } from './strangers.ts';
import { wholePictures } from './wholes.ts';

export interface CorpusOptions {
  readonly seed: number;
  /** `lean` is a sample that takes seconds. */
  readonly size: 'lean' | 'full';
}

/** Variants of each of six harms to each of five formats. */
const variants = { lean: 1, full: 80 } as const;

/** Hostile, damaged and unusual files by folder, the same ones for the same seed. */
export async function makeCorpus({
  seed,
  size,
}: CorpusOptions): Promise<Readonly<Record<string, readonly CorpusFile[]>>> {
  return {
    whole: await wholePictures(),
    bombs: await bombs(size),
    strangers: await strangers(),
    damaged: await damagedPictures(randomFrom(seed), variants[size]),
  };
}

/** Writes the corpus into a folder that is there. @returns its files by their paths. */
export async function writeCorpus(
  folder: string,
  options: CorpusOptions,
): Promise<ReadonlyMap<string, CorpusFile>> {
  const written = new Map<string, CorpusFile>();
  for (const [kind, files] of Object.entries(await makeCorpus(options))) {
    await mkdir(join(folder, kind));
    for (const file of files) {
      const path = join(folder, kind, file.name);
      await writeFile(path, file.bytes);
      written.set(path, file);
    }
  }
  return written;
}
