import sharp, { type OverlayOptions, type Sharp } from 'sharp';
import { decodePicture } from '../../src/vision/decode.ts';
import type { BoundingBox, Face, FaceEngine, RawImage } from '../../src/vision/types.ts';
import { groupPhotos, type Photo, photoBytes, portraits } from '../../test/photos.ts';

/** A face as it is found where it is large, and its picture. */
export interface KnownFace {
  readonly photo: Photo;
  readonly image: RawImage;
  readonly face: Face;
}

export async function raw(picture: Sharp): Promise<RawImage> {
  const { data, info } = await picture.removeAlpha().raw().toBuffer({ resolveWithObject: true });
  return { data, width: info.width, height: info.height };
}

export const asSharp = ({ data, width, height }: RawImage): Sharp =>
  sharp(data, { raw: { width, height, channels: 3 } });

/**
 * The faces of the portraits and group photos: 42.
 * @param more photos whose faces are wanted too.
 */
export async function knownFaces(engine: FaceEngine, more: readonly Photo[] = []): Promise<KnownFace[]> {
  const known: KnownFace[] = [];
  for (const photo of [...portraits, ...groupPhotos, ...more]) {
    const { image } = await decodePicture(await photoBytes(photo));
    for (const face of await engine.analyse(image, { effort: 'fast' })) known.push({ photo, image, face });
  }
  return known;
}

export interface Place {
  readonly left: number;
  readonly top: number;
}

/** A face shrunk to a size, with a little of what is around it, as an overlay; and its box. */
export async function miniature(
  { image, face }: KnownFace,
  size: number,
  { left, top }: Place,
): Promise<{ overlay: OverlayOptions; box: BoundingBox }> {
  const { x, y, width, height } = face.box;
  const room = Math.min(width, height) * 0.7;
  const from = { left: Math.max(0, Math.round(x - room)), top: Math.max(0, Math.round(y - room)) };
  const region = {
    ...from,
    width: Math.min(image.width - from.left, Math.round(width + 2 * room)),
    height: Math.min(image.height - from.top, Math.round(height + 2 * room)),
  };
  const scale = size / Math.min(width, height);
  const input = await asSharp(image)
    .extract(region)
    .resize(Math.round(region.width * scale), Math.round(region.height * scale), { fit: 'fill' })
    .png()
    .toBuffer();
  const box = {
    x: left + (x - from.left) * scale,
    y: top + (y - from.top) * scale,
    width: width * scale,
    height: height * scale,
  };
  return { overlay: { input, left, top }, box };
}

export interface Square extends Place {
  readonly side: number;
}

/** @param sides of the box, the longer one, that a side of the square is. */
export function squareAround({ x, y, width, height }: BoundingBox, sides: number): Square {
  const side = Math.round(Math.max(width, height) * sides);
  return { left: Math.round(x + width / 2 - side / 2), top: Math.round(y + height / 2 - side / 2), side };
}

/** A part of a picture, black where there is none of it. */
export async function cutOut(image: RawImage, { left, top, side }: Square): Promise<RawImage> {
  const before = (from: number) => Math.max(0, -from);
  const after = (from: number, length: number) => Math.max(0, from + side - length);
  // Padded first, in a pipeline of its own: within one, sharp cuts before it pads.
  const padded = await raw(
    asSharp(image).extend({
      left: before(left),
      right: after(left, image.width),
      top: before(top),
      bottom: after(top, image.height),
      background: '#000',
    }),
  );
  const region = { left: left + before(left), top: top + before(top), width: side, height: side };
  return raw(asSharp(padded).extract(region));
}
