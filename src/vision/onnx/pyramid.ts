import type { RawImage } from '../types.ts';

/** Averages each 2 x 2 pixels; the last row or column of an odd side is dropped. */
function halve({ data, width, height }: RawImage): RawImage {
  const halfWidth = width >> 1;
  const halfHeight = height >> 1;
  const half = new Uint8Array(halfWidth * halfHeight * 3);
  const row = width * 3;
  let target = 0;
  for (let y = 0; y < halfHeight; y++) {
    let source = y * 2 * row;
    for (let x = 0; x < halfWidth; x++, source += 6) {
      for (let channel = source; channel < source + 3; channel++) {
        const upper = (data[channel] ?? 0) + (data[channel + 3] ?? 0);
        const lower = (data[channel + row] ?? 0) + (data[channel + row + 3] ?? 0);
        half[target++] = (upper + lower + 2) >> 2;
      }
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
