import { createRequire } from 'node:module';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { decodePicture } from '../../src/vision/decode.ts';
import { createEngine } from '../../src/vision/engine.ts';
import { clip } from '../../src/vision/face-api/box-alignment.ts';
import type { Face, FaceEngine, RawImage } from '../../src/vision/types.ts';
import { facelessPhotos, franckFrames, type Photo, photoBytes } from '../photos.ts';
import { distance, only } from './descriptors.ts';

vi.mock('../../src/vision/onnx/engine.ts', () => ({
  createOnnxEngine: () => Promise.reject(new Error('no build for this processor')),
}));

const tf = createRequire(import.meta.url)('@tensorflow/tfjs') as typeof import('@tensorflow/tfjs');

let engine: FaceEngine;
let reason: string;
let loaded: { numTensors: number; numBytes: number };

beforeAll(async () => {
  ({ engine, reason } = await createEngine('auto'));
  loaded = tf.memory();
});

afterAll(async () => {
  await engine.dispose();
});

const imageOf = async (photo: Photo | string): Promise<RawImage> =>
  (await decodePicture(await photoBytes(photo))).image;

const facesOf = async (photo: Photo | string): Promise<Face[]> =>
  engine.analyse(await imageOf(photo), { effort: 'fast' });

test('stands in where the native engine does not load, and says why', () => {
  expect(engine.name).toMatch(/^face-api on tfjs-(wasm|node)$/);
  expect(reason).toContain('no build for this processor');
});

test('a native engine that was asked for by name is not replaced', async () => {
  await expect(createEngine('native')).rejects.toThrow('no build for this processor');
});

test('finds the faces of group photos, each with all there is to a face', async () => {
  const counts: number[] = [];
  // A picture takes it a second: face-api-parity.test.ts has all of them, once.
  for (const photo of ['sample2', 'sample5']) {
    const image = await imageOf(photo);
    const faces = await engine.analyse(image, { effort: 'fast' });
    counts.push(faces.length);
    for (const { box, score, landmarks, chip, descriptor, quality } of faces) {
      expect(box.x).toBeGreaterThanOrEqual(0);
      expect(box.x + box.width).toBeLessThanOrEqual(image.width);
      expect(score).toBeGreaterThanOrEqual(0.5);
      expect(landmarks).toHaveLength(136);
      expect(chip).toMatchObject({ width: engine.chipSize, height: engine.chipSize });
      expect(descriptor).toHaveLength(128);
      // Descriptors of faces have a norm of about 1.44; nearly nothing else has.
      expect(Math.hypot(...descriptor)).toBeGreaterThan(1.2);
      expect(Math.hypot(...descriptor)).toBeLessThan(1.7);
      expect(quality.size).toBe(Math.min(box.width, box.height));
      expect(Math.abs(quality.yaw)).toBeLessThanOrEqual(1);
      const outline = [0, 16, 8].map((point) => landmarks[2 * point] ?? Number.NaN);
      for (const x of outline) expect(Math.abs(x - box.x - box.width / 2)).toBeLessThan(box.width);
    }
  }
  expect(counts).toEqual([3, 5]);
});

test('knows the same man in other frames, and tells different people apart', async () => {
  const frames = franckFrames.filter((_, at) => at % 8 === 0);
  const clear = ['christian', 'marc', 'ivana-square'];
  const same: Float32Array[] = [];
  for (const frame of frames) same.push(only(await facesOf(frame)).descriptor);
  const others: Float32Array[] = [];
  for (const name of clear) others.push(only(await facesOf(name)).descriptor);

  const pairs = <Item>(items: Item[]) =>
    items.flatMap((a, at) => items.slice(at + 1).map((b) => [a, b] as const));
  for (const [a, b] of pairs(same)) expect(distance(a, b)).toBeLessThan(0.45);
  for (const [a, b] of pairs(others)) expect(distance(a, b)).toBeGreaterThan(0.6);
  for (const man of same) for (const other of others) expect(distance(man, other)).toBeGreaterThan(0.6);
});

test('finds nobody where nobody is, however hard it looks', async () => {
  const [aeroplane] = facelessPhotos;
  if (aeroplane === undefined) throw new Error('no photo');
  expect(await engine.analyse(await imageOf(aeroplane), { effort: 'thorough' })).toEqual([]);
});

test('takes a second look only when asked to: a hidden face, at a lower score', async () => {
  const image = await imageOf('card-profile6-square');
  expect(await engine.analyse(image, { effort: 'fast' })).toEqual([]);
  const { box, score } = only(await engine.analyse(image, { effort: 'thorough' }));
  expect(score).toBeLessThan(0.5);
  // The woman's face under her hat, in pixels of the picture and not of the larger canvas.
  expect(box.x + box.width / 2).toBeGreaterThan(220);
  expect(box.x + box.width / 2).toBeLessThan(300);
  expect(box.y + box.height / 2).toBeGreaterThan(110);
  expect(box.y + box.height / 2).toBeLessThan(190);
});

test('copes with pictures of hardly any pixels', async () => {
  const sizes = [
    [1, 1],
    [4096, 1],
  ] as const;
  for (const [width, height] of sizes) {
    const data = new Uint8Array(width * height * 3).fill(128);
    expect(await engine.analyse({ data, width, height }, { effort: 'fast' })).toEqual([]);
  }
});

test('has kept no tensors of all that', () => {
  expect(tf.memory()).toMatchObject({ numTensors: loaded.numTensors, numBytes: loaded.numBytes });
  expect(loaded.numTensors).toBeGreaterThan(0);
});

test('clips boxes to whole pixels of the picture', () => {
  const image = { data: new Uint8Array(0), width: 100, height: 50 };
  expect(clip({ x: 10.7, y: 5.2, width: 20.9, height: 10.2 }, image)).toEqual({
    left: 10,
    top: 5,
    width: 20,
    height: 10,
  });
  expect(clip({ x: -5, y: 40, width: 20, height: 20 }, image)).toEqual({
    left: 0,
    top: 40,
    width: 15,
    height: 10,
  });
  expect(clip({ x: 90, y: -20, width: 200, height: 200 }, image)).toEqual({
    left: 90,
    top: 0,
    width: 10,
    height: 50,
  });
  expect(clip({ x: 120, y: 10, width: 20, height: 20 }, image)).toBeUndefined();
});
