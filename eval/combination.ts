import { readFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import type { EngineName } from '../src/vision/engine.ts';
import { franckFrames, groupPhotos, type Photo, portraits } from '../test/photos.ts';
import { analysePictures, descriptorOf, type SeenPictures } from './analyse-pictures.ts';
import { evaluateCombinations } from './combining.ts';
import { distanceBetween } from './distance.ts';
import { galleryPeople, picturesIn } from './gallery-folders.ts';
import type { GalleryPerson } from './identification.ts';
import { readPictureFolder } from './picture-folder.ts';
import { InputError } from './problems.ts';
import { pictureProgress } from './progress.ts';
import { concurrencyOf, startAnalyser } from './start-analyser.ts';
import { strangerStatistics } from './strangers.ts';
import { markdownTable, percent, small } from './table.ts';

/**
 * `node --import tsx eval/combination.ts [--engine native|face-api] [--people DIR]`
 * Compares ways to combine several photos of a person, on a folder a person, or else on the photos of the tests:
 * eleven frames of one man, against twenty portraits and the faces of six group photos.
 */
const { values } = parseArgs({
  options: { engine: { type: 'string', default: 'auto' }, people: { type: 'string' } },
});

const options = { photos: [1, 2, 3, 5, 10], draws: 100, seed: 1, rate: 1e-3 };

const run = { engine: engineNamed(values.engine), workers: availableParallelism() };
const analyser = await startAnalyser(run);
try {
  const people = values.people === undefined ? await ownPhotos() : await folderOf(values.people);
  process.stdout.write(`${report(people)}\n`);
} finally {
  await analyser.close();
}

function engineNamed(name: string): EngineName | 'auto' {
  if (name === 'auto' || name === 'native' || name === 'face-api') return name;
  throw new InputError([`there is no engine "${name}"`]);
}

async function ownPhotos(): Promise<GalleryPerson[]> {
  const seen = await look([...franckFrames, ...portraits].map(({ path }) => path));
  const centralOf = ({ path }: Photo) => descriptorOf(seen, path) ?? [];
  const groups: GalleryPerson[] = [];
  for (const photo of groupPhotos) groups.push(...(await everyoneIn(photo)));
  return [
    { person: 'frames', descriptors: franckFrames.flatMap(centralOf) },
    ...portraits.map((photo) => ({ person: photo.name, descriptors: [centralOf(photo)].flat() })),
    ...groups,
  ];
}

async function folderOf(path: string): Promise<GalleryPerson[]> {
  const folder = await readPictureFolder(path);
  return galleryPeople(folder, await look(picturesIn(folder)));
}

function look(paths: readonly string[]): Promise<SeenPictures> {
  return analysePictures(analyser, paths, {
    effort: 'thorough',
    concurrency: concurrencyOf(run),
    onPicture: pictureProgress(paths.length),
  });
}

async function everyoneIn({ name, path }: Photo): Promise<GalleryPerson[]> {
  const request = { effort: 'thorough', priority: 'background', guildId: 'evaluation' } as const;
  const { faces } = await analyser.analyse(await readFile(path), request);
  return faces.map(({ descriptor }, index) => ({ person: `${name}-${index}`, descriptors: [descriptor] }));
}

function report(people: readonly GalleryPerson[]): string {
  const strangers = strangerStatistics(
    people.flatMap(({ person, descriptors }) =>
      descriptors.slice(0, 1).map((descriptor) => ({ person, descriptor })),
    ),
    [0.5, 0.55, 0.6],
  );
  const own = people.flatMap(({ descriptors }) =>
    descriptors.flatMap((a, index) => descriptors.slice(index + 1).map((b) => distanceBetween(a, b))),
  );
  return [
    `Model version ${analyser.modelVersion}, ${people.filter(({ descriptors }) => descriptors.length > 0).length} people`,
    ...(strangers === null
      ? []
      : [
          `Strangers, a photo each: ${strangers.pairs} pairs, mean ${strangers.mean.toFixed(4)}, deviation ` +
            `${strangers.deviation.toFixed(4)}; within 0.50 / 0.55 / 0.60: ${strangers.within.join(' / ')}`,
        ]),
    `Own photos: ${own.length} pairs, largest distance ${own.reduce((a, b) => Math.max(a, b), 0).toFixed(4)}`,
    '',
    markdownTable([
      [
        'combined by',
        'photos',
        'people',
        'strangers',
        'own',
        "d'",
        `FMR unadjusted`,
        `threshold at FMR ${small(options.rate)}`,
        'false misses there',
      ],
      ...evaluateCombinations(people, options).map((row) => [
        row.combination,
        String(row.photos),
        String(row.people),
        `${row.strangers.mean.toFixed(3)} ± ${row.strangers.deviation.toFixed(3)}`,
        `${row.own.mean.toFixed(3)} ± ${row.own.deviation.toFixed(3)}`,
        row.separation.toFixed(2),
        small(row.rateUnadjusted),
        row.threshold.toFixed(3),
        percent(row.falseMisses),
      ]),
    ]),
  ].join('\n');
}
