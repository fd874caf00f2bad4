import { describe, expect, test } from 'vitest';
import { sampleSquare } from '../../src/vision/square-view.ts';
import type { RawImage } from '../../src/vision/types.ts';

/** Red grows by 10 a column, green by 10 a row, blue is 200. */
function ramp(width: number, height: number): RawImage {
  const pixels = Array.from({ length: width * height }, (_, at) => [
    10 * (at % width),
    10 * Math.floor(at / width),
    200,
  ]);
  return { data: Uint8Array.from(pixels.flat()), width, height };
}

const at = (pixels: Float32Array, size: number, x: number, y: number) =>
  Array.from(pixels.subarray((y * size + x) * 3, (y * size + x) * 3 + 3));

describe('sampleSquare', () => {
  test('gives the pixels themselves at their own size', () => {
    const image = ramp(6, 6);
    expect(sampleSquare(image, { left: 0, top: 0, side: 6 }, 6)).toEqual(Float32Array.from(image.data));
  });

  test('interpolates between neighbours, with the first pixel in place', () => {
    const pixels = sampleSquare(ramp(6, 6), { left: 1, top: 2, side: 2 }, 4);
    expect(at(pixels, 4, 0, 0)).toEqual([10, 20, 200]);
    expect(at(pixels, 4, 1, 1)).toEqual([15, 25, 200]);
    // Past the last pixel of the view it is repeated: what lies outside the view is not looked at.
    expect(at(pixels, 4, 3, 3)).toEqual([20, 30, 200]);
  });

  test('is black past the borders of the picture', () => {
    const pixels = sampleSquare(ramp(2, 3), { left: -2, top: 0, side: 6 }, 6);
    expect(at(pixels, 6, 1, 1)).toEqual([0, 0, 0]);
    expect(at(pixels, 6, 2, 1)).toEqual([0, 10, 200]);
    expect(at(pixels, 6, 3, 2)).toEqual([10, 20, 200]);
    expect(at(pixels, 6, 4, 2)).toEqual([0, 0, 0]);
    expect(at(pixels, 6, 2, 3)).toEqual([0, 0, 0]);
  });

  test('is black outside of what is visible, where the picture goes on', () => {
    const pixels = sampleSquare(ramp(6, 6), { left: 0, top: 0, side: 6 }, 6, {
      left: 2,
      top: 1,
      width: 2,
      height: 4,
    });
    expect(at(pixels, 6, 1, 2)).toEqual([0, 0, 0]);
    expect(at(pixels, 6, 2, 1)).toEqual([20, 10, 200]);
    expect(at(pixels, 6, 4, 2)).toEqual([0, 0, 0]);
    expect(at(pixels, 6, 3, 5)).toEqual([0, 0, 0]);
  });
});
