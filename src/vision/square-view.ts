import type { RawImage } from './types.ts';

/**
 * A square part of a picture, in whole pixels of the picture. It may reach past the picture's borders, where it
 * is black: networks take squares, and a face that fills its picture is found better with a border around it.
 */
export interface SquareView {
  readonly left: number;
  readonly top: number;
  readonly side: number;
}

/** In whole pixels of the picture, within its borders. */
export interface PixelRect {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

export const wholeOf = (image: RawImage): PixelRect => ({
  left: 0,
  top: 0,
  width: image.width,
  height: image.height,
});

/**
 * Resamples a view to `size` pixels a side, bilinear, as TensorFlow's `resizeBilinear` does by default: the corner
 * of pixel (0, 0) is kept in place, and nothing is averaged when shrinking.
 * @param visible pixels outside it are black even where the picture goes on.
 * @returns interleaved RGB, 0 to 255, `size * size * 3` numbers.
 */
export function sampleSquare(
  image: RawImage,
  view: SquareView,
  size: number,
  visible = wholeOf(image),
): Float32Array {
  const columns = taps(view.left, view.side, size, visible.left, visible.width);
  const rows = taps(view.top, view.side, size, visible.top, visible.height);
  const out = new Float32Array(size * size * 3);
  const { data, width } = image;
  let at = 0;
  for (const row of rows) {
    for (const column of columns) {
      for (let channel = 0; channel < 3; channel++) {
        out[at++] =
          row.weightA * pixelPair(data, row.a * width, column, channel) +
          row.weightB * pixelPair(data, row.b * width, column, channel);
      }
    }
  }
  return out;
}

/** Two neighbouring source pixels of one output pixel; a pixel that is not visible has weight 0. */
interface Tap {
  readonly a: number;
  readonly b: number;
  readonly weightA: number;
  readonly weightB: number;
}

function taps(start: number, side: number, size: number, visibleStart: number, visibleLength: number): Tap[] {
  const scale = side / size;
  const visible = (position: number) => position >= visibleStart && position < visibleStart + visibleLength;
  return Array.from({ length: size }, (_, index) => {
    const position = index * scale;
    const low = Math.floor(position);
    const fraction = position - low;
    const a = start + low;
    const b = start + Math.min(low + 1, side - 1);
    return {
      a: visible(a) ? a : visibleStart,
      b: visible(b) ? b : visibleStart,
      weightA: visible(a) ? 1 - fraction : 0,
      weightB: visible(b) ? fraction : 0,
    };
  });
}

function pixelPair(data: Uint8Array, rowStart: number, tap: Tap, channel: number): number {
  return (
    tap.weightA * (data[(rowStart + tap.a) * 3 + channel] ?? 0) +
    tap.weightB * (data[(rowStart + tap.b) * 3 + channel] ?? 0)
  );
}
