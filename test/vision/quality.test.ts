import fc from 'fast-check';
import sharp from 'sharp';
import { describe, expect, test } from 'vitest';
import { decodePicture } from '../../src/vision/decode.ts';
import { sharpness, yaw } from '../../src/vision/quality.ts';
import type { RawImage } from '../../src/vision/types.ts';
import { photoBytes } from '../photos.ts';

function picture(width: number, height: number, grey: (x: number, y: number) => number): RawImage {
  const data = new Uint8Array(width * height * 3);
  for (let at = 0; at < width * height; at++) {
    data.fill(grey(at % width, Math.floor(at / width)), at * 3, at * 3 + 3);
  }
  return { data, width, height };
}

describe('sharpness', () => {
  test('is 0 for a plain surface, an even slope and a picture without an inside', () => {
    expect(sharpness(picture(20, 20, () => 130))).toBeCloseTo(0, 3);
    expect(sharpness(picture(20, 20, (x, y) => 5 * x + 3 * y))).toBeCloseTo(0, 3);
    expect(sharpness(picture(2, 20, (x) => 255 * x))).toBe(0);
  });

  test('is what the formula gives for a checkerboard: a Laplacian of plus and minus 4 times the contrast', () => {
    expect(sharpness(picture(12, 12, (x, y) => ((x + y) % 2) * 10))).toBeCloseTo(40 ** 2, 1);
  });

  test('falls with each step of blurring a real portrait', async () => {
    const bytes = await photoBytes('marc');
    const values = await Promise.all(
      [undefined, 1, 2, 4].map(async (sigma) => {
        const blurred = sigma === undefined ? bytes : await sharp(bytes).blur(sigma).png().toBuffer();
        return sharpness((await decodePicture(blurred)).image);
      }),
    );
    expect(values.toSorted((a, b) => b - a)).toEqual(values);
    expect(new Set(values).size).toBe(4);
  });
});

describe('yaw', () => {
  function face(nose: number): Float32Array {
    const landmarks = new Float32Array(136);
    landmarks.set([100, 50], 36 * 2);
    landmarks.set([200, 50], 45 * 2);
    landmarks.set([nose, 90], 30 * 2);
    return landmarks;
  }

  test('is 0 in the middle, negative to the left, and ends at -1 and 1', () => {
    expect([150, 125, 175, 100, 80, 260].map((nose) => yaw(face(nose)))).toEqual([0, -0.5, 0.5, -1, -1, 1]);
  });

  test('is 0 where the eyes fall together, and never NaN', () => {
    expect(yaw(new Float32Array(136))).toBe(0);
  });

  test('does not change when the head is tilted, moved or nearer', () => {
    const transforms = fc.record({
      nose: fc.double({ min: 100, max: 200, noNaN: true }),
      angle: fc.double({ min: -3, max: 3, noNaN: true }),
      scale: fc.double({ min: 0.2, max: 5, noNaN: true }),
    });
    fc.assert(
      fc.property(transforms, ({ nose, angle, scale }) => {
        const upright = face(nose);
        const moved = upright.map((_, at) => {
          const x = upright[at - (at % 2)] ?? 0;
          const y = upright[at - (at % 2) + 1] ?? 0;
          return at % 2 === 0
            ? scale * (x * Math.cos(angle) - y * Math.sin(angle)) + 30
            : scale * (x * Math.sin(angle) + y * Math.cos(angle)) - 10;
        });
        expect(yaw(moved)).toBeCloseTo(yaw(upright), 3);
      }),
    );
  });
});
