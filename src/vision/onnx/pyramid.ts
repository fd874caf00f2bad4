import type { RawImage } from '../types.ts';

/**
 * Averages each 2 x 2 pixels; the last row or column of an odd side is dropped. Written out for the three channels:
 * this sees every pixel of every picture, and in loops it takes three times as long.
 */
function halve({ data, width, height }: RawImage): RawImage {
  const halfWidth = width >> 1;
  const halfHeight = height >> 1;
  const half = new Uint8Array(halfWidth * halfHeight * 3);
  const row = width * 3;
  let to = 0;
  for (let y = 0; y < halfHeight; y++) {
    const a = data.subarray(2 * y * row, (2 * y + 1) * row);
    const b = data.subarray((2 * y + 1) * row, (2 * y + 2) * row);
    for (let x = 0, at = 0; x < halfWidth; x++, at += 6, to += 3) {
      half[to] = ((a[at] ?? 0) + (a[at + 3] ?? 0) + (b[at] ?? 0) + (b[at + 3] ?? 0) + 2) >> 2;
      half[to + 1] = ((a[at + 1] ?? 0) + (a[at + 4] ?? 0) + (b[at + 1] ?? 0) + (b[at + 4] ?? 0) + 2) >> 2;
      half[to + 2] = ((a[at + 2] ?? 0) + (a[at + 5] ?? 0) + (b[at + 2] ?? 0) + (b[at + 5] ?? 0) + 2) >> 2;
    }
  }
  return { data: half, width: halfWidth, height: halfHeight };
}

export interface Level {
  readonly image: RawImage;
  /** Its pixels for one of the picture: 1, 1/2, 1/4, … */
  readonly scale: number;
}

/** A picture and its halves, quarters, …, made when first asked for: shrinking from them neither aliases nor is slow. */
export class Pyramid {
  /**
   * V8 forgets the hidden class of objects when it collects while there is none, as after each picture, and drops the
   * code compiled for it: `sample` then took 30 ms to compile for every picture.
   */
  static readonly remembered = new Pyramid({ data: new Uint8Array(0), width: 0, height: 0 });
  readonly image: RawImage;
  readonly #levels: RawImage[];

  constructor(image: RawImage) {
    this.image = image;
    this.#levels = [image];
  }

  /** The smallest level that need not be enlarged when `shrink` of the picture's pixels are to become one. */
  levelFor(shrink: number): Level {
    let depth = 0;
    let image = this.image;
    while (shrink >= 2 ** (depth + 1) && image.width >= 2 && image.height >= 2) {
      depth++;
      image = this.#levels[depth] ?? halve(image);
      this.#levels[depth] = image;
    }
    return { image, scale: 2 ** -depth };
  }
}
