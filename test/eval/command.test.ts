import { execFile } from 'node:child_process';
import { copyFile, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { photoNamed } from '../photos.ts';

/** As `npm run eval` starts it. */
const command = ['--import', 'tsx', fileURLToPath(new URL('../../eval/main.ts', import.meta.url))];
const run = async (...args: string[]) =>
  await promisify(execFile)(process.execPath, [...command, ...args], {
    cwd: new URL('../..', import.meta.url),
  });

let root: string;

const photos = {
  Franck: ['franck_01829', 'franck_02045', 'franck_02159', 'franck_04000'],
  Christian: ['christian'],
  Kendall: ['kendall'],
  Marc: ['marc'],
  Mountain: ['french-alpine-landscape'],
};

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'kith-eval-'));
  for (const [person, names] of Object.entries(photos)) {
    await mkdir(join(root, 'lfw', person), { recursive: true });
    for (const [index, name] of names.entries()) {
      const file = `${person}_${String(index + 1).padStart(4, '0')}.jpg`;
      await copyFile(photoNamed(name).path, join(root, 'lfw', person, file));
    }
  }
});

afterAll(() => rm(root, { recursive: true }));

describe('npm run eval', () => {
  it('measures real photos in the layout of LFW, as the product sees them', async () => {
    const pairs = [
      '2\t3',
      ...['Franck\t1\t2', 'Franck\t1\t3', 'Franck\t2\t3'],
      ...['Franck\t1\tMarc\t1', 'Christian\t1\tKendall\t1', 'Franck\t1\tMountain\t1'],
      ...['Franck\t1\t4', 'Franck\t2\t4', 'Franck\t3\t4'],
      ...['Franck\t2\tKendall\t1', 'Christian\t1\tMarc\t1', 'Franck\t3\tChristian\t1'],
    ];
    await writeFile(join(root, 'pairs.txt'), pairs.join('\n'));
    const json = join(root, 'out.json');
    const { stdout, stderr } = await run(
      '--pairs',
      join(root, 'pairs.txt'),
      '--images',
      root,
      '--json',
      json,
      '--workers',
      '1',
    );
    const figures = JSON.parse(await readFile(json, 'utf8'));
    expect(figures).toMatchObject({
      pictures: 8,
      unreadable: [],
      pairs: { matched: 6, mismatched: 6, matchedMissed: 0, mismatchedMissed: 1 },
      equalError: { rate: 0 },
      // His frames are nearer to each other than anybody else is: all right but the pair with the mountain.
      accuracy: { detected: { mean: 1 }, whole: { mean: expect.closeTo((1 + 5 / 6) / 2, 9) } },
    });
    expect(figures.withoutFace).toEqual([join(root, 'lfw/Mountain/Mountain_0001.jpg')]);
    expect(figures.bands).toMatchObject([{ falseMatches: 0 }, { falseMatches: 0, falseMisses: 0 }]);
    // Three portraits and four frames of one man.
    expect(figures.strangers.pairs).toBe(3 * 4 + 3);
    expect(figures.strangers.mean).toBeGreaterThan(0.6);
    expect(figures.seconds.analyse).toBeGreaterThan(0);
    expect(stdout).toMatch(/over detected pairs +100\.00 %/);
    expect(stdout).toContain(figures.modelVersion);
    expect(stderr).toMatch(/8 of 8 pictures/);
  });

  it('ends with code 2, every problem, and no stack', async () => {
    await writeFile(join(root, 'wrong.txt'), 'Franck\t1\t2\nFranck\t1\nMarc\t1\tMarc\t8\n');
    const failure = run('--pairs', join(root, 'wrong.txt'), '--images', root);
    await expect(failure).rejects.toMatchObject({ code: 2, stdout: '' });
    const { stderr } = await failure.catch((error: { stderr: string }) => error);
    expect(stderr.trim().split('\n')).toEqual([
      expect.stringMatching(/wrong\.txt:2: has 2 fields/),
      expect.stringMatching(/wrong\.txt:3: .* names Marc twice/),
    ]);
  });
});
