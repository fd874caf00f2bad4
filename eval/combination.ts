import { readFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { pino } from 'pino';
import type { EngineName } from '../src/vision/engine.ts';
import { createVisionPool } from '../src/vision/pool.ts';
import type { FaceAnalyser } from '../src/vision/types.ts';
import { franckFrames, groupPhotos, type Photo, portraits } from '../test/photos.ts';
import { centralFace } from './central-face.ts';
import { evaluateCombinations, type PersonPhotos } from './combining.ts';
import { distanceBetween } from './distance.ts';
import { readPictureFolder } from './picture-folder.ts';
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

const analyser = await createVisionPool({
  log: pino({ level: 'warn', base: null }, pino.destination(2)),
  engine: values.engine as EngineName | 'auto',
});
try {
  const people = values.people === undefined ? await ownPhotos() : await folderOf(values.people);
  process.stdout.write(`${report(people)}\n`);
} finally {
  await analyser.close();
}

async function ownPhotos(): Promise<PersonPhotos[]> {
  const frames = await Promise.all(franckFrames.map((frame) => centralOf(frame.path)));
  const single = await Promise.all(
    portraits.map(async ({ name, path }) => ({ person: name, descriptors: await centralOf(path) })),
  );
  const groups = await Promise.all(groupPhotos.map((photo) => everyoneIn(photo)));
  return [{ person: 'frames', descriptors: frames.flat() }, ...single, ...groups.flat()];
}

async function folderOf(path: string): Promise<PersonPhotos[]> {
  const { people } = await readPictureFolder(path);
  const all: PersonPhotos[] = [];
  for (const [person, paths] of people) {
    all.push({ person, descriptors: (await Promise.all(paths.map(centralOf))).flat() });
  }
  return all;
}

async function analyse(path: string): ReturnType<FaceAnalyser['analyse']> {
  return await analyser.analyse(await readFile(path), {
    effort: 'thorough',
    priority: 'interactive',
    guildId: 'evaluation',
  });
}

/** None when no face is found. */
async function centralOf(path: string): Promise<Float32Array[]> {
  const face = centralFace(await analyse(path));
  return face === null ? [] : [face.descriptor];
}

async function everyoneIn({ name, path }: Photo): Promise<PersonPhotos[]> {
  const { faces } = await analyse(path);
  return faces.map(({ descriptor }, index) => ({ person: `${name}-${index}`, descriptors: [descriptor] }));
}

function report(people: readonly PersonPhotos[]): string {
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
