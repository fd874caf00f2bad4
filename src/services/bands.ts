import type { Bands } from './matching.ts';

/**
 * By model version. Set where strangers are rarely that near: the distance between descriptors of different
 * people has mean 0.821 and standard deviation 0.089 for face-api's own alignment.
 */
const byModelVersion: Readonly<Record<string, Bands>> = {
  'face-api-1.7.15/box': { likely: 0.5, possible: 0.55 },
};

/** @throws Error for a version without bands: distances of an unknown space mean nothing. */
export function bandsFor(modelVersion: string): Bands {
  const bands = byModelVersion[modelVersion];
  if (bands === undefined) {
    throw new Error(`no match bands are known for the model version "${modelVersion}"`);
  }
  return bands;
}
