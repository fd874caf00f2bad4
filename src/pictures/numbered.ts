import { decodePicture } from '../vision/decode.ts';
import { decodeLimits } from '../vision/decode-limits.ts';
import type { RawImage } from '../vision/types.ts';
import { fromPixels, toWebp } from './encode.ts';
import { drawOverlay, type NumberedFace } from './overlay.ts';

/** Longer side of a marked picture. Small pictures are enlarged to the minimum, so that numbers are sharp on them. */
const side = { minimum: 640, maximum: 1600 } as const;

/** Tried from the best until the file is small enough. The first is what nearly every picture gets. */
const qualities = [86, 72, 55, 35, 15] as const;

/**
 * Draws a box around each face of a picture's file, and a tag with its number: a WebP of at most 1600 px on the
 * longer side, without metadata. The emphasis is told by colour and by line: solid, dashed, dotted.
 *
 * @param faces with boxes in pixels of the upright picture, and numbers from 0 to 99.
 * @param maximumBytes of the result; Discord takes files of up to 10 MiB.
 * @throws UserError `image-*` or `no-image` as `decodePicture` does.
 */
export async function drawNumberedBoxes(
  bytes: Uint8Array,
  faces: readonly NumberedFace[],
  { maximumBytes = 8_000_000, limits = decodeLimits } = {},
): Promise<Uint8Array> {
  const { image, width } = await decodePicture(bytes, { ...limits, workingSide: side.maximum });
  const target = sizeOf(image);
  const scale = target.width / width;
  const overlay = drawOverlay(
    target.width,
    target.height,
    faces.map((face) => ({ ...face, box: scaleBox(face.box, scale) })),
  );
  // Made anew for each quality, which is hardly ever more than one: sharp's clone() copies all pixels on this thread.
  const marked = () =>
    fromPixels(image)
      .resize({ ...target, fit: 'fill' })
      .composite([{ input: Buffer.from(overlay) }]);

  for (const quality of qualities) {
    const file = await toWebp(marked(), { quality, effort: 2 });
    if (file.bytes.byteLength <= maximumBytes) return file.bytes;
  }
  throw new RangeError(`no quality brings a picture of ${side.maximum} px below ${maximumBytes} bytes`);
}

function sizeOf({ width, height }: RawImage): { width: number; height: number } {
  const factor = Math.max(1, side.minimum / Math.max(width, height));
  return { width: Math.round(width * factor), height: Math.round(height * factor) };
}

function scaleBox(box: NumberedFace['box'], scale: number): NumberedFace['box'] {
  return { x: box.x * scale, y: box.y * scale, width: box.width * scale, height: box.height * scale };
}
