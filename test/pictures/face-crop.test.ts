import { describe, expect, test } from 'vitest';
import { cropFace } from '../../src/pictures/face-crop.ts';
import { photoBytes } from '../photos.ts';
import { difference, expectBareWebp, picture, pixels } from './helpers.ts';

describe('cropFace', () => {
  test('is a square WebP of the size that was asked for', async () => {
    const crop = await cropFace(
      await photoBytes('sample1'),
      { x: 838, y: 421, width: 186, height: 228 },
      { size: 160 },
    );
    const header = await expectBareWebp(crop);
    expect([header.width, header.height]).toEqual([160, 160]);
  });

  test('has the face in its middle and a margin around', async () => {
    const face = { x: 300, y: 200, width: 80, height: 100 };
    const bytes = await picture(800, 600, '#0000ff', [{ ...face, fill: '#ff0000' }])
      .png()
      .toBuffer();
    const { at } = await pixels(await cropFace(bytes, face, { size: 160 }));
    // 100 px of the picture's 160 px square are the face's height: one pixel of the crop is one of the picture.
    for (const [x, y] of [
      [80, 80],
      [44, 34],
      [116, 126],
    ] as const) {
      expect(difference(at(x, y), [255, 0, 0])).toBeLessThan(60);
    }
    for (const [x, y] of [
      [80, 20],
      [80, 140],
      [30, 80],
      [130, 80],
    ] as const) {
      expect(difference(at(x, y), [0, 0, 255])).toBeLessThan(60);
    }
  });

  test.each([
    ['beyond the left upper corner', { x: -30, y: -40, width: 90, height: 110 }],
    ['beyond the right lower corner', { x: 760, y: 540, width: 90, height: 110 }],
    ['as large as the picture', { x: -10, y: -10, width: 820, height: 620 }],
    ['outside the picture', { x: 900, y: 700, width: 50, height: 50 }],
    ['without a size', { x: 10, y: 10, width: 0, height: 0 }],
  ])('stays inside the picture for a box %s', async (_what, box) => {
    const bytes = await picture(800, 600, '#ffffff').png().toBuffer();
    const { at, width, height } = await pixels(await cropFace(bytes, box, { size: 64 }));
    expect([width, height]).toEqual([64, 64]);
    for (const [x, y] of [
      [0, 0],
      [63, 0],
      [0, 63],
      [63, 63],
    ] as const) {
      expect(difference(at(x, y), [255, 255, 255])).toBeLessThan(10);
    }
  });

  test('takes boxes of the picture in full size also where that is shrunk while it is read', async () => {
    const face = { x: 2600, y: 100, width: 300, height: 300 };
    const bytes = await picture(5000, 500, '#0000ff', [{ ...face, fill: '#ff0000' }])
      .jpeg()
      .toBuffer();
    const { at } = await pixels(await cropFace(bytes, face, { size: 100 }));
    expect(difference(at(50, 50), [255, 0, 0])).toBeLessThan(60);
    for (const [x, y] of [
      [12, 50],
      [88, 50],
      [50, 12],
      [50, 88],
    ] as const) {
      expect(difference(at(x, y), [0, 0, 255])).toBeLessThan(60);
    }
  });

  test('says what is no picture', async () => {
    const box = { x: 0, y: 0, width: 10, height: 10 };
    await expect(cropFace(new Uint8Array([1, 2, 3]), box, { size: 64 })).rejects.toMatchObject({
      code: 'image-unsupported-type',
    });
  });
});
