import sharp, { type Sharp } from 'sharp';
import type { RawImage } from '../vision/types.ts';

/** A sharp pipeline over decoded pixels. Whatever it writes holds no metadata: pixels have none. */
export function fromPixels({ data, width, height }: RawImage): Sharp {
  return sharp(data, { raw: { width, height, channels: 3 } });
}

/** As a WebP file; `effort` as in libwebp, 0 (fast) to 6 (small). */
export async function toWebp(
  picture: Sharp,
  options: { readonly quality: number; readonly effort: number },
): Promise<{ readonly bytes: Uint8Array; readonly width: number; readonly height: number }> {
  const { data, info } = await picture.webp(options).toBuffer({ resolveWithObject: true });
  return { bytes: data, width: info.width, height: info.height };
}
