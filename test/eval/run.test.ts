import { mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type EvalRequest, parseArguments } from '../../eval/arguments.ts';
import { evaluate } from '../../eval/run.ts';
import { UserError } from '../../src/errors/user-error.ts';
import type { FaceAnalyser } from '../../src/vision/types.ts';

let root: string;
/** Contents of the files that were looked at. */
let looked: string[] = [];

/** By path: the place of the face on a line, or why there is none. */
const pictures: Readonly<Record<string, string>> = {
  'Ann/Ann_0001.jpg': '0',
  'Ann/Ann_0002.jpg': '0.2',
  'Ann/Ann_0003.jpg': 'nobody',
  'Bo/Bo_0001.jpg': '1',
  'Bo/Bo_0002.jpg': '1.3',
  'Cy/Cy_0001.jpg': '2',
  'Cy/Cy_0002.jpg': 'broken',
};

const pairs = ['Ann 1 2', 'Bo 1 2', 'Ann 1 3', 'Ann 2 Bo 1', 'Bo 2 Cy 1', 'Ann 1 Cy 2'];

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'kith-eval-'));
  for (const [path, contents] of Object.entries(pictures)) {
    for (const folder of ['img', 'probes']) {
      await mkdir(join(root, folder, path, '..'), { recursive: true });
      await writeFile(join(root, folder, path), contents);
    }
  }
  await rm(join(root, 'img', 'Cy'), { recursive: true });
  await writeFile(join(root, 'pairs.txt'), pairs.join('\n'));
});

afterAll(() => rm(root, { recursive: true }));

/** Stands for the engine: finds one face, at the place on the line that the file holds. */
async function startFake(): Promise<FaceAnalyser & { closed: boolean }> {
  looked = [];
  const modelVersion = 'face-api-1.7.15/box';
  const fake = {
    modelVersion,
    closed: false,
    async analyse(bytes: Uint8Array) {
      const contents = Buffer.from(bytes).toString();
      looked.push(contents);
      if (contents === 'broken') throw new UserError('image-broken', {});
      if (contents === 'crash') throw new Error('a worker was lost');
      const descriptor = new Float32Array(128);
      descriptor[0] = Number(contents);
      const face = {
        box: { x: 0, y: 0, width: 10, height: 10 },
        score: 1,
        landmarks: new Float32Array(136),
        descriptor,
        quality: { size: 10, sharpness: 100, yaw: 0 },
      };
      return {
        picture: { width: 10, height: 10, format: 'jpeg' },
        faces: contents === 'nobody' ? [] : [face],
        modelVersion,
        timings: { decode: 10, analyse: 30 },
      };
    },
    async close() {
      fake.closed = true;
    },
  };
  return fake;
}

function request(...args: string[]): Exclude<EvalRequest, { kind: 'help' }> {
  const parsed = parseArguments([...args, '--workers', '2']);
  if (parsed.kind === 'help') throw new Error('no request');
  return parsed;
}

const inRoot = (name: string) => join(root, name);

describe('evaluate', () => {
  it('looks at each picture of a pairs file once, and gives the figures counted by hand', async () => {
    const [json, descriptors] = [inRoot('out.json'), inRoot('out.f32')];
    const text = await evaluate(
      request(
        '--pairs',
        inRoot('pairs.txt'),
        '--images',
        inRoot('probes'),
        '--json',
        json,
        '--descriptors',
        descriptors,
      ),
      startFake,
    );
    expect(looked.toSorted()).toEqual(Object.values(pictures).toSorted());
    const figures = JSON.parse(await readFile(json, 'utf8'));
    expect(figures).toMatchObject({
      modelVersion: 'face-api-1.7.15/box',
      pictures: 7,
      withoutFace: [inRoot('probes/Ann/Ann_0003.jpg'), inRoot('probes/Cy/Cy_0002.jpg')],
      unreadable: [{ path: inRoot('probes/Cy/Cy_0002.jpg'), reason: 'image-broken' }],
      seconds: { decode: 0.01, analyse: 0.03 },
      pairs: { matched: 3, mismatched: 3, matchedMissed: 1, mismatchedMissed: 1 },
      equalError: { rate: 0 },
      // Distances of the matched pairs 0.2 and 0.3, of the mismatched ones 0.8 and 0.7.
      bands: [
        { band: 'likely', falseMatches: 0, falseMisses: 0 },
        { band: 'possible', falseMatches: 0, falseMisses: 0 },
      ],
      accuracy: { detected: { mean: 1 }, whole: { mean: 4 / 6 } },
      strangers: { pairs: 8 },
    });
    expect(figures.operatingPoints[0].truePositiveRate).toBe(1);
    expect(figures.operatingPoints[0].truePositiveRateWhole).toBeCloseTo(2 / 3, 6);
    expect(figures.roc).toHaveLength(4);
    expect(text).toContain('2 of 7 (28.571 %)');
    expect(text).toMatch(/over detected pairs +100\.00 % ± 0\.00 %/);
    expect(text).toMatch(/whole protocol, misses as errors +66\.67 %/);
    expect(JSON.stringify(figures)).not.toContain('descriptor');
    await expectDescriptors(descriptors, [0, 0.2, 1, 1.3, 2]);
  });

  it('searches a gallery, whose strangers are those without a folder in it', async () => {
    const json = inRoot('gallery.json');
    await writeFile(inRoot('img/Ann/Ann_0004.jpg'), '0.1');
    const text = await evaluate(
      request('--gallery', inRoot('img'), '--probes', inRoot('probes'), '--json', json),
      startFake,
    );
    const { bySize, peopleNotEnrolled } = JSON.parse(await readFile(json, 'utf8'));
    expect(peopleNotEnrolled).toBe(0);
    expect(bySize.at(-1)).toMatchObject({
      people: 2,
      faces: 5,
      mated: 5,
      matedMissed: 1,
      impostors: 2,
      rank1: 0.8,
    });
    // Cy's face, at 2, is 0.7 from the nearest of Bo's.
    expect(bySize.at(-1).bands.possible).toMatchObject({ falsePositives: 0, wrongPerson: 0 });
    expect(bySize.at(-1).bands.possible.falseNegatives).toBeCloseTo(0.2, 12);
    expect(text).toMatch(/rank 1/);
    await rm(inRoot('img/Ann/Ann_0004.jpg'));
  });

  it('says so when nobody of the gallery has a face', async () => {
    await mkdir(inRoot('faceless/Dee'), { recursive: true });
    await writeFile(inRoot('faceless/Dee/1.jpg'), 'nobody');
    const running = evaluate(
      request('--gallery', inRoot('faceless'), '--probes', inRoot('probes')),
      startFake,
    );
    await expect(running).rejects.toThrow(/faceless: no face was found/);
  });

  it('starts no engine when something is wrong with the file', async () => {
    await writeFile(inRoot('wrong.txt'), 'Ann 1 9\nAnn one 2\n');
    let started = false;
    const start = async () => {
      started = true;
      return await startFake();
    };
    const running = evaluate(request('--pairs', inRoot('wrong.txt'), '--images', inRoot('img')), start);
    await expect(running).rejects.toThrow(/wrong\.txt:1: .*\n.*wrong\.txt:2: "one" should be/);
    expect(started).toBe(false);
  });

  it('fails, and stops the engine, when a picture cannot be analysed for another reason than itself', async () => {
    await writeFile(inRoot('probes/Bo/Bo_0002.jpg'), 'crash');
    const analyser = await startFake();
    const running = evaluate(
      request('--pairs', inRoot('pairs.txt'), '--images', inRoot('probes')),
      async () => analyser,
    );
    await expect(running).rejects.toThrow(/the analysis of .*Bo_0002\.jpg failed/);
    expect(analyser.closed).toBe(true);
    await writeFile(inRoot('probes/Bo/Bo_0002.jpg'), '1.3');
  });
});

async function expectDescriptors(path: string, places: readonly number[]): Promise<void> {
  const bytes = await readFile(path);
  expect(bytes).toHaveLength(places.length * 512);
  const first = places.map((_, index) => bytes.readFloatLE(index * 512));
  expect(first.toSorted((a, b) => a - b)).toEqual(places.map(Math.fround));
  // Nobody else on the machine should read them.
  expect((await stat(path)).mode & 0o077).toBe(0);
}
