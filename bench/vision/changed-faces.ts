import sharp, { type Sharp } from 'sharp';
import { centralFace } from '../../eval/central-face.ts';
import type { AnalysedFace, BoundingBox, FaceEngine, RawImage } from '../../src/vision/types.ts';
import { franckFrames, portraits } from '../../test/photos.ts';
import { asSharp, cutOut, type KnownFace, knownFaces, raw, squareAround } from './pictures.ts';

/** A face of a test photo, as it is or made worse. */
export interface ChangedFace extends Pick<AnalysedFace, 'descriptor' | 'quality' | 'score'> {
  readonly person: string;
  /** The face of a photo that it is: unchanged and changed ones share it. */
  readonly source: string;
  /** For a face of a group photo, which. */
  readonly group: string | null;
  readonly change: string;
}

export const unchanged = 'as it is';

/**
 * Whether two faces are certainly of different people. Nobody is twice in a picture, and the portraits are of different
 * people; but the group photos have one photographer, and one woman at least is in two of them.
 */
export function areStrangers(a: ChangedFace, b: ChangedFace): boolean {
  const maybeTheSame = a.group !== null && b.group !== null && a.group !== b.group;
  return a.person !== b.person && !maybeTheSame;
}

type Change = (picture: RawImage, face: BoundingBox) => Promise<RawImage> | RawImage;

const shrunkTo =
  (pixels: number): Change =>
  (picture, face) =>
    raw(asSharp(picture).resize(Math.round((picture.width * pixels) / Math.min(face.width, face.height))));

const blurredBy =
  (share: number): Change =>
  (picture, face) =>
    raw(asSharp(picture).blur(Math.max(0.3, face.width * share)));

const jpeg = async (picture: RawImage, quality: number): Promise<RawImage> =>
  raw(sharp(await asSharp(picture).jpeg({ quality }).toBuffer()));

/** What happens to photos on their way into a chat. */
const changes: Readonly<Record<string, Change>> = {
  [unchanged]: (picture) => picture,
  'rotated by 12 degrees': (picture) => raw(asSharp(picture).rotate(12, { background: '#555' })),
  'face of 60 px': shrunkTo(60),
  'face of 45 px': shrunkTo(45),
  'face of 30 px': shrunkTo(30),
  'JPEG at quality 22': (picture) => jpeg(picture, 22),
  'face of 60 px, JPEG at quality 50': async (picture, face) => jpeg(await shrunkTo(60)(picture, face), 50),
  'face of 45 px, JPEG at quality 50': async (picture, face) => jpeg(await shrunkTo(45)(picture, face), 50),
  'face of 30 px, JPEG at quality 50': async (picture, face) => jpeg(await shrunkTo(30)(picture, face), 50),
  darkened: (picture) => raw(dark(asSharp(picture))),
  'squeezed to 85 % of the width': (picture) =>
    raw(asSharp(picture).resize(Math.round(picture.width * 0.85), picture.height, { fit: 'fill' })),
  'blurred by 1.5 % of the face': blurredBy(0.015),
  'blurred by 3 % of the face': blurredBy(0.03),
  'blurred by 5 % of the face': blurredBy(0.05),
};

const dark = (picture: Sharp): Sharp => picture.gamma(1, 2.2).linear(0.55, 0);

/** What of a face's surroundings a picture of it alone shows, in sides of its box. */
const surroundings = 2.5;

/**
 * The faces of the test photos, each in a picture of its own, with every change. A changed face that is not found is
 * left out.
 */
export async function changedFaces(engine: FaceEngine): Promise<ChangedFace[]> {
  const faces: ChangedFace[] = [];
  for (const [index, known] of (await knownFaces(engine, franckFrames)).entries()) {
    const square = squareAround(known.face.box, surroundings);
    const picture = await cutOut(known.image, square);
    const box = { ...known.face.box, x: known.face.box.x - square.left, y: known.face.box.y - square.top };
    for (const [change, apply] of Object.entries(changes)) {
      const image = await apply(picture, box);
      const found = await engine.analyse(image, { effort: 'fast' });
      const face = centralFace({ picture: image, faces: found });
      if (face === null) continue;
      const { descriptor, quality, score } = face;
      faces.push({ ...nameOf(known, index), change, descriptor, quality, score });
    }
  }
  return faces;
}

function nameOf({ photo }: KnownFace, index: number): Pick<ChangedFace, 'person' | 'source' | 'group'> {
  if (franckFrames.includes(photo)) return { person: 'franck', source: photo.name, group: null };
  if (portraits.includes(photo)) return { person: photo.name, source: photo.name, group: null };
  const face = `${photo.name}-${index}`;
  return { person: face, source: face, group: photo.name };
}
