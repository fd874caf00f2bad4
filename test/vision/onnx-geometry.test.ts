import { describe, expect, test } from 'vitest';
import { alignment } from '../../src/vision/onnx/alignment.ts';
import {
  containment,
  intersectionOverUnion,
  suppress,
} from '../../src/vision/onnx/non-maximum-suppression.ts';
import { Pyramid } from '../../src/vision/onnx/pyramid.ts';
import { apply, compose, scaleOf } from '../../src/vision/onnx/sample.ts';
import { ssdAnchors } from '../../src/vision/onnx/ssd.ts';
import { tiles } from '../../src/vision/onnx/tiles.ts';
import {
  borderedView,
  boxInPicture,
  draw,
  mirrorImage,
  type View,
  viewAround,
  wholeView,
} from '../../src/vision/onnx/view.ts';
import type { RawImage } from '../../src/vision/types.ts';

/** Red grows to the right, green downwards, four steps a pixel at most. */
function gradient(width: number, height: number): RawImage {
  const data = new Uint8Array(width * height * 3);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++)
      data.set([x * (200 / width), y * (200 / height), 77], (y * width + x) * 3);
  }
  return { data, width, height };
}

/** On a canvas that has been used before. */
function drawn(image: RawImage, view: View): Float32Array {
  const canvas = new Float32Array(view.width * view.height * 3).fill(99);
  draw(new Pyramid(image), view, canvas);
  return canvas;
}

const blank = (width: number, height: number): RawImage => ({ data: new Uint8Array(0), width, height });

describe('alignment', () => {
  test('follows a face that is turned, larger and elsewhere', () => {
    const points = Float32Array.from({ length: 136 }, (_, i) => Math.sin(i * 12.9898) * 40 + 100);
    const before = alignment(points, 150);
    const angle = 0.6;
    const move = {
      xu: 2 * Math.cos(angle),
      xv: -2 * Math.sin(angle),
      x0: 30,
      yu: 2 * Math.sin(angle),
      yv: 2 * Math.cos(angle),
      y0: -12,
    };
    const moved = points.map((_, i) => {
      const { x, y } = apply(move, points[i & ~1] ?? Number.NaN, points[i | 1] ?? Number.NaN);
      return i % 2 === 0 ? x : y;
    });
    const after = alignment(moved, 150);
    const expected = compose(move, before);
    for (const key of ['xu', 'xv', 'x0', 'yu', 'yv', 'y0'] as const)
      expect(after[key]).toBeCloseTo(expected[key], 3);
    expect(scaleOf(after)).toBeCloseTo(2 * scaleOf(before), 4);
  });
});

describe('sampling', () => {
  test('reproduces the picture at scale 1', () => {
    const image = gradient(37, 21);
    const pixels = drawn(image, viewAround({ x: 18.5, y: 10.5 }, 1, [37, 21]));
    expect(Uint8Array.from(pixels)).toEqual(image.data);
  });

  test.each([2, 3, 5.5, 8, 0.4])('keeps every point in place at scale %f', (scale) => {
    const image = gradient(400, 400);
    const side = Math.floor(300 / scale);
    const view = viewAround({ x: 201, y: 188 }, scale, [side, side], 0);
    const pixels = drawn(image, view);
    for (const [u, v] of [
      [1, 1],
      [side - 2, 3],
      [Math.floor(side / 2), side - 2],
    ] as const) {
      const { x, y } = apply(view.transform, u + 0.5, v + 0.5);
      const at = (v * side + u) * 3;
      expect(Math.abs((pixels[at] ?? Number.NaN) - (x - 0.5) / 2)).toBeLessThan(1);
      expect(Math.abs((pixels[at + 1] ?? Number.NaN) - (y - 0.5) / 2)).toBeLessThan(1);
    }
  });

  test('averages what it shrinks: a fine pattern turns grey instead of into stripes', () => {
    const image = gradient(256, 256);
    image.data.forEach((_, i) => {
      image.data[i] = Math.floor(i / 3) % 2 === 0 ? 0 : 255;
    });
    const pixels = drawn(image, viewAround({ x: 127.5, y: 127.5 }, 5, [51, 51]));
    for (const value of pixels) expect(Math.abs(value - 127.5)).toBeLessThan(2);
  });

  test('is black outside the picture', () => {
    const image = gradient(20, 20);
    const pixels = drawn(image, borderedView(image, 40, 2));
    const at = (x: number, y: number) => pixels[(y * 40 + x) * 3 + 2];
    expect(at(5, 20)).toBe(0);
    expect(at(20, 35)).toBe(0);
    expect(at(20, 20)).toBe(77);
  });

  test('mirrors', () => {
    const view = viewAround({ x: 30, y: 25 }, 1.3, [20, 10], 33);
    const [straight, mirror] = [drawn(gradient(60, 50), view), drawn(gradient(60, 50), mirrorImage(view))];
    for (let y = 0; y < 10; y++) {
      for (let x = 0; x < 20; x++) {
        expect(mirror[(y * 20 + x) * 3]).toBeCloseTo(straight[(y * 20 + 19 - x) * 3] ?? Number.NaN, 3);
      }
    }
  });
});

describe('views', () => {
  test.each([0, 90, 180, 270])('show the picture turned clockwise by %i degrees', (turn) => {
    const image = gradient(64, 32);
    const view = wholeView(image, 64, 32, turn);
    expect([view.width, view.height]).toEqual(turn % 180 === 0 ? [64, 32] : [32, 64]);
    const pixels = drawn(image, view);
    // The upper left corner of the picture is the darkest in red and green.
    const corners = [
      [1, 1],
      [view.width - 2, 1],
      [view.width - 2, view.height - 2],
      [1, view.height - 2],
    ].map(([x = 0, y = 0]) => {
      const at = (y * view.width + x) * 3;
      return (pixels[at] ?? Number.NaN) + (pixels[at + 1] ?? Number.NaN);
    });
    expect(corners.indexOf(Math.min(...corners))).toBe(turn / 90);
    const whole = boxInPicture(view, { x: 0, y: 0, width: view.width, height: view.height });
    const expected = { x: 0, y: 0, width: 64, height: 32 };
    for (const key of ['x', 'y', 'width', 'height'] as const)
      expect(whole[key]).toBeCloseTo(expected[key], 9);
  });

  test.each([
    [4000, 3000],
    [1300, 200],
    [513, 512],
    [40, 3],
  ])('tiles of %i x %i cover all of it and overlap', (width, height) => {
    const views = tiles(blank(width, height), 2);
    const boxes = views.map((view) =>
      boxInPicture(view, { x: 0, y: 0, width: view.width, height: view.height }),
    );
    for (const view of views) {
      expect(view.width % 32 === 0 && view.width <= 512).toBe(true);
      expect(view.height % 32 === 0 && view.height <= 512).toBe(true);
    }
    // A face of up to 64 pixels of the view lies whole in some tile, wherever it is.
    for (let i = 0; i < 500; i++) {
      const size = Math.min(127, width, height);
      const face = {
        x: (((i * 7919) % 1000) / 1000) * (width - size),
        y: (((i * 104729) % 1000) / 1000) * (height - size),
        width: size,
        height: size,
      };
      expect(boxes.some((box) => containment(box, face) > 1 - 1e-9)).toBe(true);
    }
  });

  test('anchors of a part of the canvas are those that lie in it', () => {
    const key = ({ x, y, width, height }: ReturnType<typeof ssdAnchors>[number]) =>
      [x, y, width, height].join();
    const all = new Set(ssdAnchors(512, 512).map(key));
    const part = ssdAnchors(512, 352).map(key);
    expect(part.every((anchor) => all.has(anchor))).toBe(true);
    expect(part).toHaveLength(3 * 32 * 22 + 6 * (16 * 11 + 8 * 6 + 4 * 3 + 2 * 2 + 1));
  });
});

test('suppression keeps the best of each and measures overlap', () => {
  const at = (x: number, score: number, size = 10) => ({
    box: { x, y: 0, width: size, height: size },
    score,
  });
  const [a, b, c, inner] = [at(0, 0.5), at(2, 0.9), at(30, 0.3), at(3, 0.4, 4)];
  expect(intersectionOverUnion(a.box, b.box)).toBeCloseTo(80 / 120);
  expect(intersectionOverUnion(a.box, c.box)).toBe(0);
  expect(containment(a.box, inner.box)).toBe(1);
  expect(suppress([a, b, c], (x, y) => intersectionOverUnion(x.box, y.box) > 0.5)).toEqual([b, c]);
});
