import { readFile, writeFile } from 'node:fs/promises';
import { bandsFor } from '../src/services/bands.ts';
import { isCalibrated } from '../src/services/false-match-rate.ts';
import { analysePictures, type SeenPictures } from './analyse-pictures.ts';
import type { EvalRequest } from './arguments.ts';
import { writeDescriptors } from './descriptor-file.ts';
import { evaluatePairs } from './evaluate-pairs.ts';
import { galleryPeople, picturesIn, probesIn, readGalleryFolders } from './gallery-folders.ts';
import { evaluateIdentification } from './identification.ts';
import { pictureFinder, readPictureFolder } from './picture-folder.ts';
import { InputError } from './problems.ts';
import { pictureProgress } from './progress.ts';
import { reportGallery } from './report-gallery.ts';
import { reportPairs } from './report-pairs.ts';
import { summariseRun } from './report-run.ts';
import { resolvePairs } from './resolve-pairs.ts';
import { concurrencyOf, type startAnalyser } from './start-analyser.ts';

type Request = Exclude<EvalRequest, { kind: 'help' }>;

/** Starts the engine: only once everything that was asked for has been found to be there. */
export type StartAnalyser = typeof startAnalyser;

const gallerySizes = [1, 10, 50, 100, 500];
/** Small galleries are a matter of luck: their figures are a mean over so many. */
const galleryDraws = 50;

/**
 * @returns the report as text; writes the files asked for.
 * @throws InputError for all that is wrong with the request or its files.
 */
export async function evaluate(request: Request, start: StartAnalyser): Promise<string> {
  return request.kind === 'pairs' ? await runPairs(request, start) : await runGallery(request, start);
}

async function runPairs(request: Request & { kind: 'pairs' }, start: StartAnalyser): Promise<string> {
  const text = await readText(request.pairs);
  const find = pictureFinder(await readPictureFolder(request.images));
  const pairs = resolvePairs(text, find, request.pairs, request.limit);
  const seen = await look(
    request,
    pairs.flatMap(({ first, second }) => [first.path, second.path]),
    start,
  );
  const run = summariseRun(seen, request);
  const result = evaluatePairs(pairs, seen);
  await writeJson(request, { ...run, ...result });
  return reportPairs(run, result);
}

async function runGallery(request: Request & { kind: 'gallery' }, start: StartAnalyser): Promise<string> {
  const { gallery, probes } = await readGalleryFolders(request.gallery, request.probes, request.limit);
  const seen = await look(request, [...picturesIn(gallery), ...picturesIn(probes)], start);
  const { modelVersion } = seen;
  const people = galleryPeople(gallery, seen);
  if (people.length === 0) throw new InputError([`${gallery.path}: no face was found in any picture`]);
  const run = summariseRun(seen, request);
  const result = {
    peopleNotEnrolled: gallery.people.size - people.length,
    bySize: evaluateIdentification(people, probesIn(probes, seen), {
      sizes: gallerySizes,
      draws: galleryDraws,
      seed: request.seed,
      bandsFor: isCalibrated(modelVersion) ? (faces) => bandsFor(modelVersion, faces) : null,
    }),
  };
  await writeJson(request, { ...run, ...result });
  return reportGallery(run, result);
}

async function look(request: Request, named: readonly string[], start: StartAnalyser): Promise<SeenPictures> {
  const paths = new Set(named);
  const analyser = await start(request);
  try {
    const seen = await analysePictures(analyser, paths, {
      effort: request.effort,
      concurrency: concurrencyOf(request),
      onPicture: pictureProgress(paths.size),
    });
    if (request.descriptors !== undefined) {
      const descriptors = [...paths].flatMap((path) => seen.byPath.get(path)?.descriptor ?? []);
      await writeDescriptors(request.descriptors, descriptors);
    }
    return seen;
  } finally {
    await analyser.close();
  }
}

async function readText(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error) {
      throw new InputError([`cannot read ${path}: ${String(error.code)}`]);
    }
    throw error;
  }
}

async function writeJson({ json }: Request, figures: object): Promise<void> {
  if (json !== undefined) await writeFile(json, `${JSON.stringify(figures, null, 1)}\n`);
}
