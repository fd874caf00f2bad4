import type { RawImage } from '../types.ts';
import type { Pyramid } from './pyramid.ts';

/**
 * Where a point (u, v) of a canvas lies in the picture: x = xu * u + xv * v + x0, y = yu * u + yv * v + y0. Both are
 * measured in pixels from the upper left corner, so a pixel's centre is at half past its index.
 */
export interface Transform {
  readonly xu: number;
  readonly xv: number;
  readonly x0: number;
  readonly yu: number;
  readonly yv: number;
  readonly y0: number;
}

/** Picture pixels for one canvas pixel. */
export function scaleOf({ xu, xv, yu, yv }: Transform): number {
  return Math.sqrt(Math.abs(xu * yv - xv * yu));
}

export function apply(transform: Transform, u: number, v: number): { x: number; y: number } {
  return {
    x: transform.xu * u + transform.xv * v + transform.x0,
    y: transform.yu * u + transform.yv * v + transform.y0,
  };
}

/** `inner` first, then `outer`. */
export function compose(outer: Transform, inner: Transform): Transform {
  const { x: x0, y: y0 } = apply(outer, inner.x0, inner.y0);
  return {
    xu: outer.xu * inner.xu + outer.xv * inner.yu,
    xv: outer.xu * inner.xv + outer.xv * inner.yv,
    x0,
    yu: outer.yu * inner.xu + outer.yv * inner.yu,
    yv: outer.yu * inner.xv + outer.yv * inner.yv,
    y0,
  };
}

/**
 * Draws a part of a picture on a canvas, bilinear from the level of the pyramid that is just larger; black outside.
 * @returns RGB 0 to 255, not rounded, `width * height * 3` numbers.
 */
export function sample(pyramid: Pyramid, transform: Transform, width: number, height: number): Float32Array {
  const out = new Float32Array(width * height * 3);
  const { image, scale } = pyramid.levelFor(scaleOf(transform));
  const stepX = transform.xu * scale;
  const stepY = transform.yu * scale;
  let target = 0;
  for (let row = 0; row < height; row++) {
    const start = apply(transform, 0.5, row + 0.5);
    let x = start.x * scale - 0.5;
    let y = start.y * scale - 0.5;
    for (let column = 0; column < width; column++, x += stepX, y += stepY, target += 3) {
      bilinear(image, x, y, out, target);
    }
  }
  return out;
}

/** @param x @param y in pixels from the centre of the first pixel. */
function bilinear(
  { data, width, height }: RawImage,
  x: number,
  y: number,
  out: Float32Array,
  target: number,
): void {
  const left = Math.floor(x);
  const top = Math.floor(y);
  const right = x - left;
  const bottom = y - top;
  const a = (top * width + left) * 3;
  const c = a + width * 3;
  if (left >= 0 && top >= 0 && left < width - 1 && top < height - 1) {
    for (let channel = 0; channel < 3; channel++) {
      const upper = (data[a + channel] ?? 0) * (1 - right) + (data[a + channel + 3] ?? 0) * right;
      const lower = (data[c + channel] ?? 0) * (1 - right) + (data[c + channel + 3] ?? 0) * right;
      out[target + channel] = upper * (1 - bottom) + lower * bottom;
    }
    return;
  }
  // At the border a neighbour may be missing, which counts as black.
  const has = (column: number, line: number) => column >= 0 && line >= 0 && column < width && line < height;
  const weights = [
    has(left, top) ? (1 - right) * (1 - bottom) : 0,
    has(left + 1, top) ? right * (1 - bottom) : 0,
    has(left, top + 1) ? (1 - right) * bottom : 0,
    has(left + 1, top + 1) ? right * bottom : 0,
  ] as const;
  for (let channel = 0; channel < 3; channel++) {
    let sum = 0;
    if (weights[0] > 0) sum += weights[0] * (data[a + channel] ?? 0);
    if (weights[1] > 0) sum += weights[1] * (data[a + channel + 3] ?? 0);
    if (weights[2] > 0) sum += weights[2] * (data[c + channel] ?? 0);
    if (weights[3] > 0) sum += weights[3] * (data[c + channel + 3] ?? 0);
    out[target + channel] = sum;
  }
}
