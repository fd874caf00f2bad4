import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createLogger } from '../../src/log/logger.ts';
import { drawNumberedBoxes } from '../../src/pictures/numbered.ts';
import { makeStoredCopy } from '../../src/pictures/stored-copy.ts';
import { createVisionPool, type VisionPool } from '../../src/vision/pool.ts';
import type { AnalysedFace, AnalyseRequest, BoundingBox } from '../../src/vision/types.ts';
import { facelessPhotos, groupPhotos, photoBytes } from '../photos.ts';
import { distance, only } from './descriptors.ts';

const maximumBytes = 5_000_000;
let pool: VisionPool;

beforeAll(async () => {
  pool = await createVisionPool({ log: createLogger('silent'), workers: 2, maximumBytes });
});

afterAll(async () => {
  await pool.close();
});

const request = (options: Partial<AnalyseRequest> = {}): AnalyseRequest => ({
  effort: 'fast',
  priority: 'interactive',
  guildId: '1',
  ...options,
});

const facesOf = async (bytes: Uint8Array): Promise<readonly AnalysedFace[]> =>
  (await pool.analyse(bytes, request())).faces;

function expectNear(box: BoundingBox, other: BoundingBox, tolerance: number): void {
  for (const side of ['x', 'y', 'width', 'height'] as const) {
    expect(Math.abs(box[side] - other[side])).toBeLessThan(tolerance);
  }
}

test('finds every face of the group photos, in reading order, with several pictures at once', async () => {
  const bytes = await Promise.all(groupPhotos.map(photoBytes));
  const analyses = await Promise.all(
    bytes.map((file, at) => pool.analyse(file, request({ guildId: String(at % 3) }))),
  );
  expect(analyses.map(({ faces }) => faces.length)).toEqual([3, 3, 3, 4, 5, 4]);
  for (const [at, { picture, faces, modelVersion, timings }] of analyses.entries()) {
    expect(picture).toMatchObject({ width: 1920, format: 'JPEG' });
    expect(modelVersion).toBe(pool.modelVersion);
    expect(timings.decode).toBeGreaterThan(0);
    expect(timings.analyse).toBeGreaterThan(0);
    // Two above, two in the middle, one below; in one row everywhere else.
    const columns = faces.map(({ box }) => box.x);
    const fromTheLeft = columns.toSorted((a, b) => a - b);
    const [a, b, c, d, e] = fromTheLeft;
    expect(columns).toEqual(at === 4 ? [c, d, b, e, a] : fromTheLeft);
    for (const face of faces) {
      expect(face).not.toHaveProperty('chip');
      expect(face.descriptor).toBeInstanceOf(Float32Array);
      expect(face.descriptor).toHaveLength(128);
      expect(face.landmarks).toHaveLength(136);
    }
  }
});

test('gives the same answer for the same picture, whatever the worker and the priority', async () => {
  const bytes = await photoBytes('marc');
  const analyses = await Promise.all(
    (['interactive', 'background', 'interactive'] as const).map((priority) =>
      pool.analyse(bytes, request({ priority, effort: 'thorough' })),
    ),
  );
  const [first, ...others] = analyses.map(({ faces }) => only(faces));
  for (const face of others) expect(face).toEqual(first);
});

test('finds nobody where nobody is', async () => {
  for (const photo of facelessPhotos) expect(await facesOf(await photoBytes(photo))).toEqual([]);
});

test('leaves the event loop of this process free while it computes', async () => {
  const bytes = await photoBytes('sample5');
  const before = performance.eventLoopUtilization();
  const analyses = await Promise.all([1, 2, 3, 4].map(() => pool.analyse(bytes, request())));
  const { active } = performance.eventLoopUtilization(before);
  const computing = analyses.reduce((sum, { timings }) => sum + timings.analyse, 0);
  // Were it to compute here, the loop would be at work at least as long as the engine.
  expect(active).toBeLessThan(computing / 2);
});

describe('a photo taken with the camera turned', () => {
  // How many degrees clockwise, and whether mirrored, a viewer turns the stored picture (EXIF 2.3, tag 274).
  test.each([
    [3, 180, false],
    [6, 90, false],
    [8, 270, false],
    [2, 0, true],
  ])('EXIF orientation %d: the same face in the same place', async (orientation, degrees, mirrored) => {
    const upright = await photoBytes('team-4');
    const turned = sharp(upright).rotate(360 - degrees);
    const stored = await sharp(await turned.png().toBuffer())
      .flop(mirrored)
      .withMetadata({ orientation })
      .jpeg({ quality: 95 })
      .toBuffer();
    const face = only(await facesOf(upright));
    const same = only(await facesOf(stored));
    expectNear(same.box, face.box, 4);
    expect(distance(same.descriptor, face.descriptor)).toBeLessThan(0.2);
  });
});

test('gives boxes, landmarks and sizes in pixels of the full picture when a shrunk one was looked at', async () => {
  const bytes = await photoBytes('sample3');
  const enlarged = await sharp(bytes).resize(5760).jpeg().toBuffer();
  const { picture, faces } = await pool.analyse(enlarged, request());
  expect(picture).toMatchObject({ width: 5760, height: 4050 });
  const { faces: small } = await pool.analyse(bytes, request());
  expect(faces).toHaveLength(small.length);
  for (const [at, face] of faces.entries()) {
    const original = small[at];
    if (original === undefined) throw new Error('fewer faces');
    const { x, y, width, height } = original.box;
    expectNear(face.box, { x: 3 * x, y: 3 * y, width: 3 * width, height: 3 * height }, 30);
    expect(face.quality.size).toBe(Math.min(face.box.width, face.box.height));
    const drift = face.landmarks.map((value, point) =>
      Math.abs(value - 3 * (original.landmarks[point] ?? 0)),
    );
    expect(Math.max(...drift)).toBeLessThan(60);
  }
});

test('draws numbers and makes copies as they are made in one process', async () => {
  const bytes = await photoBytes('sample3');
  const faces = [
    { number: 1, box: { x: 100, y: 100, width: 300, height: 300 }, emphasis: 'likely' },
  ] as const;
  const [marked, copy, { faces: found }] = await Promise.all([
    pool.drawNumberedBoxes(bytes, faces, request()),
    pool.makeStoredCopy(bytes, request()),
    pool.analyse(bytes, request()),
  ]);
  expect(Buffer.compare(marked, await drawNumberedBoxes(bytes, faces))).toBe(0);
  expect({ ...copy, bytes: Buffer.from(copy.bytes) }).toEqual(await makeStoredCopy(bytes));
  expect(found).not.toHaveLength(0);
});

test('refuses what it cannot draw as what it cannot look at', async () => {
  const half = (await photoBytes('sample1')).subarray(0, 50_000);
  await expect(pool.drawNumberedBoxes(half, [], request())).rejects.toMatchObject({ code: 'image-broken' });
  const large = new Uint8Array(maximumBytes + 1);
  await expect(pool.makeStoredCopy(large, request())).rejects.toMatchObject({ code: 'image-too-large' });
});

test.each([
  ['no bytes', new Uint8Array(0), 'no-image'],
  ['text', new TextEncoder().encode('hello'), 'image-unsupported-type'],
  ['an SVG', new TextEncoder().encode('<svg xmlns="http://www.w3.org/2000/svg"/>'), 'image-unsupported-type'],
  ['a file larger than was configured', new Uint8Array(maximumBytes + 1), 'image-too-large'],
  ['half a photo', (await photoBytes('sample1')).subarray(0, 50_000), 'image-broken'],
])('refuses %s by the error’s code', async (_, bytes, code) => {
  await expect(pool.analyse(bytes, request())).rejects.toMatchObject({ name: 'UserError', code });
});
