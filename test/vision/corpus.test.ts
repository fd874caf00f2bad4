import { execFileSync } from 'node:child_process';
import { mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Examination, examine } from '../../checks/images/examine.ts';
import { filesIn } from '../../checks/images/files.ts';
import { decodeLimits } from '../../src/vision/decode-limits.ts';
import { writeCorpus } from './corpus/corpus.ts';
import type { CorpusFile } from './corpus/file.ts';

let folder: string;
let corpus: ReadonlyMap<string, CorpusFile>;
let examined: Examination;
let outcomes: ReadonlyMap<string, string>;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'kith-corpus-'));
  corpus = await writeCorpus(folder, { seed: 1, size: 'lean' });
  await symlink(join(folder, 'whole', 'grey.jpg'), join(folder, 'link to a file'));
  await symlink(folder, join(folder, 'link to where it is'));
  await symlink('/nonexistent', join(folder, 'link to nothing'));
  execFileSync('mkfifo', [join(folder, 'a pipe')]);
  const notUtf8 = Buffer.concat([Buffer.from(`${folder}/`), Buffer.from([0xff, 0xfe, 0x0a])]);
  await writeFile(notUtf8, 'not a picture');
  const files = filesIn(Buffer.from(folder), decodeLimits.maxBytes);
  examined = await examine(files, { faces: false, workers: 1, limitMs: 30_000 });
  outcomes = new Map(examined.files.map(({ path, outcome }) => [path.toString('latin1'), outcome]));
});

afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
});

test('no file crashes a worker, hangs, or fails without a typed error', () => {
  expect(examined.files.filter(({ isFailure }) => isFailure)).toEqual([]);
  expect(examined.workersLost).toBe(0);
  expect(examined.files.length).toBeGreaterThan(corpus.size);
});

test('each file whose outcome is certain has that outcome', () => {
  const certain = [...corpus].filter(([, { outcome }]) => outcome !== undefined);
  expect(certain.length).toBeGreaterThan(60);
  expect(Object.fromEntries(certain.map(([path]) => [path, outcomes.get(path)]))).toEqual(
    Object.fromEntries(certain.map(([path, { outcome }]) => [path, outcome])),
  );
});

test('a folder may hold links, pipes, and names of any bytes', () => {
  const at = (name: string) => outcomes.get(join(folder, name));
  expect(at('link to a file')).toBe('decoded');
  expect(at('link to where it is')).toBe('skipped: not a file');
  expect(at('link to nothing')).toBe('skipped: ENOENT');
  expect(at('a pipe')).toBe('skipped: not a file');
  expect(at('\xff\xfe\n')).toBe('image-unsupported-type');
});
