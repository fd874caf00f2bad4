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

/** The transform of a canvas with left and right exchanged. */
export function mirrored(transform: Transform, width: number): Transform {
  const { x, y } = apply(transform, width, 0);
  const { xu, xv, yu, yv } = transform;
  // Written out: a spread makes an object of another hidden class, for which `sample` would be compiled again.
  return { xu: -xu, xv, x0: x, yu: -yu, yv, y0: y };
}

/**
 * Draws a part of a picture on a canvas, bilinear from the level of the pyramid that is just larger; black outside.
 * @param out receives RGB 0 to 255, not rounded: `width * height * 3` numbers.
 */
export function sample(
  pyramid: Pyramid,
  transform: Transform,
  width: number,
  height: number,
  out: Float32Array,
): void {
  const { image, scale } = pyramid.levelFor(scaleOf(transform));
  const { data } = image;
  const [lastX, lastY] = [image.width - 1, image.height - 1];
  const row = image.width * 3;
  const stepX = transform.xu * scale;
  const stepY = transform.yu * scale;
  out.fill(0);
  for (let v = 0, to = 0; v < height; v++) {
    const start = apply(transform, 0.5, v + 0.5);
    let x = start.x * scale - 0.5;
    let y = start.y * scale - 0.5;
    for (let u = 0; u < width; u++, to += 3, x += stepX, y += stepY) {
      const left = Math.floor(x);
      const top = Math.floor(y);
      if (left < 0 || top < 0 || left >= lastX || top >= lastY) {
        sampleBorder(image, x, y, out, to);
        continue;
      }
      const a = top * row + left * 3;
      const c = a + row;
      // Shares of the pixels to the lower right, lower left, upper right and upper left.
      const d = (x - left) * (y - top);
      const e = y - top - d;
      const f = x - left - d;
      const g = 1 - d - e - f;
      out[to] = g * (data[a] ?? 0) + f * (data[a + 3] ?? 0) + e * (data[c] ?? 0) + d * (data[c + 3] ?? 0);
      out[to + 1] =
        g * (data[a + 1] ?? 0) + f * (data[a + 4] ?? 0) + e * (data[c + 1] ?? 0) + d * (data[c + 4] ?? 0);
      out[to + 2] =
        g * (data[a + 2] ?? 0) + f * (data[a + 5] ?? 0) + e * (data[c + 2] ?? 0) + d * (data[c + 5] ?? 0);
    }
  }
}

/** One pixel at the border, where a neighbour may be missing and then counts as black; or outside, all black. */
function sampleBorder(
  { data, width, height }: RawImage,
  x: number,
  y: number,
  out: Float32Array,
  to: number,
): void {
  if (x <= -1 || y <= -1 || x >= width || y >= height) return;
  const left = Math.floor(x);
  const top = Math.floor(y);
  for (const [column, columnShare] of [
    [left, 1 - x + left],
    [left + 1, x - left],
  ] as const) {
    for (const [line, lineShare] of [
      [top, 1 - y + top],
      [top + 1, y - top],
    ] as const) {
      if (column < 0 || line < 0 || column >= width || line >= height) continue;
      const at = (line * width + column) * 3;
      for (let channel = 0; channel < 3; channel++) {
        out[to + channel] = (out[to + channel] ?? 0) + columnShare * lineShare * (data[at + channel] ?? 0);
      }
    }
  }
}
