import sharp, { type OverlayOptions, type Sharp } from 'sharp';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { decodePicture } from '../../src/vision/decode.ts';
import { alignment } from '../../src/vision/onnx/alignment.ts';
import { createOnnxEngine } from '../../src/vision/onnx/engine.ts';
import { openNetworks } from '../../src/vision/onnx/networks.ts';
import { intersectionOverUnion } from '../../src/vision/onnx/non-maximum-suppression.ts';
import { apply } from '../../src/vision/onnx/sample.ts';
import type { BoundingBox, EngineOptions, Face, FaceEngine, RawImage } from '../../src/vision/types.ts';
import { facelessPhotos, franckFrames, groupPhotos, type Photo, photoBytes, portraits } from '../photos.ts';
import { distance, only } from './descriptors.ts';

let engine: FaceEngine;

beforeAll(async () => {
  engine = await createOnnxEngine();
});

afterAll(async () => {
  await engine.dispose();
});

const imageOf = async (photo: Photo | string): Promise<RawImage> =>
  (await decodePicture(await photoBytes(photo))).image;

const analysed = new Map<string, Face[]>();

/** The same photos are asked for by several tests. */
async function facesOf(photo: Photo | string, effort: EngineOptions['effort'] = 'fast'): Promise<Face[]> {
  const key = `${typeof photo === 'string' ? photo : photo.name} ${effort}`;
  const faces = analysed.get(key) ?? (await engine.analyse(await imageOf(photo), { effort }));
  analysed.set(key, faces);
  return faces;
}

const asSharp = ({ data, width, height }: RawImage) => sharp(data, { raw: { width, height, channels: 3 } });

async function raw(picture: Sharp): Promise<RawImage> {
  const { data, info } = await picture.removeAlpha().raw().toBuffer({ resolveWithObject: true });
  return { data, width: info.width, height: info.height };
}

/** A face with its surroundings, so that its box has the given size, to be pasted into another picture. */
async function miniature(face: Face, image: RawImage, size: number) {
  const { x, y, width, height } = face.box;
  const room = Math.min(width, height) * 0.7;
  const left = Math.max(0, Math.round(x - room));
  const top = Math.max(0, Math.round(y - room));
  const region = {
    left,
    top,
    width: Math.min(image.width - left, Math.round(width + 2 * room)),
    height: Math.min(image.height - top, Math.round(height + 2 * room)),
  };
  const scale = size / Math.min(width, height);
  const picture = asSharp(image)
    .extract(region)
    .resize(Math.round(region.width * scale), Math.round(region.height * scale), { fit: 'fill' });
  const box = { x: (x - left) * scale, y: (y - top) * scale, width: width * scale, height: height * scale };
  return { png: await picture.png().toBuffer(), box };
}

/** Faces of several people, pasted into a landscape of 2048 x 1536 pixels. */
async function crowd(sizes: readonly number[]): Promise<{ image: RawImage; boxes: BoundingBox[] }> {
  const people = ['marc', 'christian', 'team-1', 'team-4', 'team-5', 'marie'];
  const overlays: OverlayOptions[] = [];
  const boxes: BoundingBox[] = [];
  for (const [i, size] of sizes.entries()) {
    const image = await imageOf(people[i % people.length] ?? '');
    const { png, box } = await miniature(only(await facesOf(people[i % people.length] ?? '')), image, size);
    const left = 150 + 600 * (i % 3);
    const top = 200 + 500 * Math.floor(i / 3);
    overlays.push({ input: png, left, top });
    boxes.push({ ...box, x: box.x + left, y: box.y + top });
  }
  const [, landscape] = facelessPhotos;
  if (!landscape) throw new Error('no landscape');
  const ground = await sharp(landscape.path).resize(2048, 1536, { fit: 'cover' }).png().toBuffer();
  return { image: await raw(sharp(ground).composite(overlays)), boxes };
}

const isAt = (face: Face, box: BoundingBox) => intersectionOverUnion(face.box, box) > 0.35;

const pairs = <Item>(items: readonly Item[]) =>
  items.flatMap((a, at) => items.slice(at + 1).map((b) => [a, b] as const));

test('finds the 22 faces of the group photos once each, with all there is to a face', async () => {
  const counts: number[] = [];
  for (const photo of groupPhotos) {
    const faces = await facesOf(photo);
    counts.push(faces.length);
    for (const { box, score, landmarks, chip, descriptor, quality } of faces) {
      expect(score).toBeGreaterThan(0.4);
      expect(landmarks).toHaveLength(136);
      expect(chip).toMatchObject({ width: engine.chipSize, height: engine.chipSize });
      expect(chip.data).toHaveLength(engine.chipSize ** 2 * 3);
      expect(descriptor).toHaveLength(128);
      // Descriptors of faces have a norm of about 1.44; nearly nothing else has.
      expect(Math.hypot(...descriptor)).toBeGreaterThan(1.2);
      expect(Math.hypot(...descriptor)).toBeLessThan(1.7);
      expect(quality.size).toBe(Math.min(box.width, box.height));
      expect(Math.abs(quality.yaw)).toBeLessThanOrEqual(1);
    }
    for (const [a, b] of pairs(faces)) expect(intersectionOverUnion(a.box, b.box)).toBeLessThan(0.3);
  }
  expect(counts).toEqual([3, 3, 3, 4, 5, 4]);
});

test('more effort finds the same faces again, and describes them comparably', async () => {
  for (const name of ['sample4', 'franck_02221']) {
    const fast = await facesOf(name);
    const thorough = await facesOf(name, 'thorough');
    expect(thorough).toHaveLength(fast.length);
    for (const face of fast) {
      const again = only(thorough.filter(({ box }) => isAt(face, box)));
      expect(distance(face.descriptor, again.descriptor)).toBeLessThan(0.15);
    }
  }
});

test('knows the same man in other frames, and tells different people apart', async () => {
  const same: Float32Array[] = [];
  for (const frame of franckFrames) same.push(only(await facesOf(frame)).descriptor);
  const others: Float32Array[] = [];
  for (const photo of portraits) others.push(only(await facesOf(photo)).descriptor);
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

  const near = pairs(same).map(([a, b]) => distance(a, b));
  const far = pairs(others).map(([a, b]) => distance(a, b));
  expect(Math.max(...near)).toBeLessThan(0.5);
  expect(mean(near)).toBeLessThan(0.35);
  expect(mean(far)).toBeGreaterThan(0.7);
  for (const man of same) for (const other of others) expect(distance(man, other)).toBeGreaterThan(0.6);
});

test("lays eyes and mouth where dlib's network expects them", async () => {
  for (const frame of franckFrames.slice(0, 3)) {
    const { landmarks } = only(await facesOf(frame));
    const toPicture = alignment(landmarks, engine.chipSize);
    // Published mean places in a chip of 150 pixels: outer eye corners and tip of the nose.
    for (const [point, u, v] of [
      [36, 37.2, 46.6],
      [45, 110.9, 46.6],
      [30, 74, 76.6],
    ] as const) {
      const { x, y } = apply(toPicture, u, v);
      const off = Math.hypot(x - (landmarks[2 * point] ?? 0), y - (landmarks[2 * point + 1] ?? 0));
      expect(off / Math.hypot(toPicture.xu, toPicture.yu)).toBeLessThan(9);
    }
  }
});

describe('looks again', () => {
  test.each(['fast', 'thorough'] as const)('at a face that fills the frame (%s)', async (effort) => {
    for (const name of ['marc', 'team-1', 'ivana-square']) {
      const image = await imageOf(name);
      const whole = only(await facesOf(name));
      const { x, y, width, height } = whole.box;
      const left = Math.round(x + width * 0.05);
      const top = Math.round(y + height * 0.05);
      const tight = { left, top, width: Math.round(width * 0.9), height: Math.round(height * 0.9) };
      const face = only(await engine.analyse(await raw(asSharp(image).extract(tight)), { effort }));
      expect(distance(face.descriptor, whole.descriptor)).toBeLessThan(0.4);
    }
  });

  test.each([
    [90, ['marc', 'team-1']],
    [180, ['marc', 'franck_02221']],
    [270, ['team-1']],
    [40, ['marc']],
    [-65, ['team-1']],
  ])('at a picture turned by %i degrees', async (degrees, names) => {
    for (const name of names) {
      const image = await imageOf(name);
      const upright = only(await facesOf(name));
      const turned = await raw(asSharp(image).rotate(degrees, { background: '#555' }));
      const face = only(await engine.analyse(turned, { effort: 'thorough' }));
      expect(distance(face.descriptor, upright.descriptor)).toBeLessThan(0.35);
      // The chip is upright again, so it resembles the chip of the upright picture.
      const difference = face.chip.data.reduce(
        (sum, v, i) => sum + Math.abs(v - (upright.chip.data[i] ?? 0)),
        0,
      );
      expect(difference / face.chip.data.length).toBeLessThan(25);
    }
  });

  test('for faces of 30 pixels in a large picture, when a person waits', async () => {
    const { image, boxes } = await crowd([30, 30, 34, 34]);
    const faces = await engine.analyse(image, { effort: 'thorough' });
    expect(faces).toHaveLength(boxes.length);
    for (const box of boxes) only(faces.filter((face) => isAt(face, box)));
  });

  test('for small faces beside one that is not, also when indexing', async () => {
    const { image, boxes } = await crowd([110, 36, 36]);
    const faces = await engine.analyse(image, { effort: 'fast' });
    expect(faces).toHaveLength(boxes.length);
    for (const box of boxes) only(faces.filter((face) => isAt(face, box)));
  });
});

test('finds nobody where nobody is, however hard it looks', async () => {
  for (const photo of facelessPhotos) {
    expect(await facesOf(photo, 'fast')).toEqual([]);
    expect(await facesOf(photo, 'thorough')).toEqual([]);
  }
});

test('copes with pictures of hardly any pixels', async () => {
  for (const [width, height] of [
    [1, 1],
    [4096, 1],
    [3, 500],
  ] as const) {
    const data = new Uint8Array(width * height * 3).fill(128);
    for (const effort of ['fast', 'thorough'] as const) {
      expect(await engine.analyse({ data, width, height }, { effort })).toEqual([]);
    }
  }
});

test('does one picture after the other when asked for several at once', async () => {
  const images = await Promise.all(['marc', 'team-1'].map(imageOf));
  const alone: Face[][] = [];
  for (const image of images) alone.push(await engine.analyse(image, { effort: 'fast' }));
  const together = await Promise.all(images.map((image) => engine.analyse(image, { effort: 'fast' })));
  expect(together).toEqual(alone);
});

test('keeps no memory', async () => {
  const networks = await openNetworks({ threads: 1, modelDirectory: undefined });
  const grey = (pixels: Float32Array) => void pixels.fill(90);
  const rounds = async (count: number) => {
    for (let round = 0; round < count; round++) await networks.tiny.detect(416, 0.5, grey);
    return process.memoryUsage().rss / 1e6;
  };
  const warm = await rounds(20);
  // 80 canvases are 166 MB.
  expect((await rounds(80)) - warm).toBeLessThan(60);
  await networks.dispose();
});
