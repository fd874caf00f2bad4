import { decodePicture } from '../vision/decode.ts';
import { decodeLimits } from '../vision/decode-limits.ts';
import type { BoundingBox } from '../vision/types.ts';
import { fromPixels, toWebp } from './encode.ts';

/** Side of the crop, as a multiple of the box's longer side: hair, chin and ears are outside a detector's box. */
const margin = 1.6;

/**
 * Cuts one face out of a picture's file as a square WebP of `size` pixels a side, without metadata.
 *
 * @param box in pixels of the upright picture; at an edge the crop moves inwards instead of showing a border.
 * @throws UserError `image-*` or `no-image` as `decodePicture` does.
 */
export async function cropFace(
  bytes: Uint8Array,
  box: BoundingBox,
  { size }: { readonly size: number },
  limits = decodeLimits,
): Promise<Uint8Array> {
  const { image, width } = await decodePicture(bytes, limits);
  const region = squareAround(box, image.width / width, image);
  const crop = fromPixels(image).extract(region).resize(size, size);
  return (await toWebp(crop, { quality: 82, effort: 4 })).bytes;
}

/** The square of whole pixels around a box that is given at another scale, inside the picture. */
function squareAround(
  box: BoundingBox,
  scale: number,
  picture: { readonly width: number; readonly height: number },
): { left: number; top: number; width: number; height: number } {
  const wanted = Math.max(box.width, box.height) * scale * margin;
  const side = Math.max(1, Math.min(Math.round(wanted), picture.width, picture.height));
  const start = (centre: number, length: number) =>
    Math.min(Math.max(Math.round(centre * scale - side / 2), 0), length - side);
  return {
    left: start(box.x + box.width / 2, picture.width),
    top: start(box.y + box.height / 2, picture.height),
    width: side,
    height: side,
  };
}
