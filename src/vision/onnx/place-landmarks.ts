import type { BoundingBox } from '../types.ts';
import { alignment } from './alignment.ts';
import type { FoundFace } from './find-faces.ts';
import { chipSide, landmarkSide, type Networks } from './networks.ts';
import type { Pyramid } from './pyramid.ts';
import { apply, compose, scaleOf, type Transform } from './sample.ts';
import { draw, mirrorImage, type View, viewAround } from './view.ts';

/** Side of the crop for one of the face's box: with a little room the points are steadier (measured: 0011). */
const room = 1.1;
/**
 * Placings of upright faces disagree by 0.02 (median) to 0.045 (95 %); of faces seen sideways or upside down 97 % by
 * more than 0.06.
 */
const suspicious = 0.05;
/** A face that leans more than this many degrees in its crop is seen again upright. */
const leaning = 15;
/** Beyond this the points lie anywhere: no face, or none that can be aligned. */
export const implausible = 0.2;

/** The point that takes each point's place in a mirrored face, in iBUG 300-W order. */
const mirroredPoint: readonly number[] = [
  ...[16, 15, 14, 13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1, 0],
  ...[26, 25, 24, 23, 22, 21, 20, 19, 18, 17],
  ...[27, 28, 29, 30, 35, 34, 33, 32, 31],
  ...[45, 44, 43, 42, 47, 46, 39, 38, 37, 36, 41, 40],
  ...[54, 53, 52, 51, 50, 49, 48, 59, 58, 57, 56, 55, 64, 63, 62, 61, 60, 67, 66, 65],
];

export interface PlacedFace {
  /** 68 points as x0, y0, x1, …, in pixels of the picture. */
  readonly landmarks: Float32Array;
  /**
   * How far the points that the network places in the face and in its mirror image are apart, root mean square, as a
   * share of the aligned chip's side. It is sure of a face and its answers agree; of anything else they do not.
   */
  readonly disagreement: number;
  /** Degrees by which the face is turned in the crop that they were placed in. */
  readonly lean: number;
}

/** Places the 68 landmarks of faces, whichever way they are turned. */
export async function placeLandmarks(
  networks: Networks,
  pyramid: Pyramid,
  faces: readonly FoundFace[],
): Promise<PlacedFace[]> {
  const first = await place(
    networks,
    pyramid,
    faces.map((face) => cropOfBox(face.box, face.turn)),
  );
  const placed: PlacedFace[] = [];
  for (const [i, face] of faces.entries()) {
    const initial = first[i];
    if (!initial) throw new Error('no landmarks for a face');
    placed.push(await improve(networks, pyramid, face, initial));
  }
  return placed;
}

/**
 * A detector finds many a face that lies on its side or its head. Where the points look wrong they are placed once more
 * in a crop that they align, and then, if need be, beginning from each of the other ways up.
 */
async function improve(
  networks: Networks,
  pyramid: Pyramid,
  { box, turn }: FoundFace,
  initial: PlacedFace,
): Promise<PlacedFace> {
  if (initial.disagreement <= suspicious && Math.abs(initial.lean) <= leaning) return initial;
  const again = async (attempts: readonly PlacedFace[]) =>
    best([...attempts, ...(await place(networks, pyramid, attempts.map(alignedCrop)))]);
  const refined = await again([initial]);
  if (refined.disagreement <= suspicious) return refined;
  const turned = [90, 180, 270].map((more) => cropOfBox(box, turn + more));
  return best([refined, await again(await place(networks, pyramid, turned))]);
}

function best(attempts: readonly PlacedFace[]): PlacedFace {
  return attempts.reduce((a, b) => (b.disagreement < a.disagreement ? b : a));
}

function cropOfBox({ x, y, width, height }: BoundingBox, turn: number): View {
  const scale = (Math.max(width, height) * room) / landmarkSide;
  return viewAround({ x: x + width / 2, y: y + height / 2 }, scale, [landmarkSide, landmarkSide], turn);
}

/** A crop like one of a face's box, laid by its landmarks: box and aligned chip relate so in the median. */
function alignedCrop({ landmarks }: PlacedFace): View {
  const scale = (chipSide * 1.1) / landmarkSide;
  const chipCentre = { x: chipSide / 2, y: chipSide * 0.45 };
  const inChip = viewAround(chipCentre, scale, [landmarkSide, landmarkSide]);
  return { ...inChip, transform: compose(alignment(landmarks, chipSide), inChip.transform) };
}

/** Sees each crop and its mirror image. */
async function place(networks: Networks, pyramid: Pyramid, views: readonly View[]): Promise<PlacedFace[]> {
  const crops = views.flatMap((view) => [view, mirrorImage(view)]);
  const shapes = await networks.landmarks(crops.length, (pixels, i) => {
    const crop = crops[i];
    if (crop) draw(pyramid, crop, pixels);
  });
  return views.map((view, i) => {
    const [straight, mirror] = [shapes[2 * i], shapes[2 * i + 1]];
    if (!straight || !mirror) throw new Error('no landmarks for a face');
    return agree(view, straight, mirrorBack(mirror));
  });
}

/** Points of a mirrored crop as points of the crop. */
function mirrorBack(shape: Float32Array): Float32Array {
  return shape.map((_, at) => {
    const source = (mirroredPoint[at >> 1] ?? Number.NaN) * 2;
    return at % 2 === 0 ? landmarkSide - (shape[source] ?? Number.NaN) : (shape[source + 1] ?? Number.NaN);
  });
}

/** The mean of two placings, in the picture. The jaw is left out of the comparison: it is vague in every face. */
function agree(view: View, a: Float32Array, b: Float32Array): PlacedFace {
  const landmarks = new Float32Array(a.length);
  let squares = 0;
  for (let at = 0; at < a.length; at += 2) {
    const [ax = Number.NaN, ay = Number.NaN] = a.subarray(at);
    const [bx = Number.NaN, by = Number.NaN] = b.subarray(at);
    const { x, y } = apply(view.transform, (ax + bx) / 2, (ay + by) / 2);
    landmarks[at] = x;
    landmarks[at + 1] = y;
    if (at >= jaw * 2) squares += (ax - bx) ** 2 + (ay - by) ** 2;
  }
  const distance = Math.sqrt(squares / (a.length / 2 - jaw)) * scaleOf(view.transform);
  const aligned = alignment(landmarks, chipSide);
  const lean = ((angleOf(aligned) - angleOf(view.transform) + 540) % 360) - 180;
  return { landmarks, disagreement: distance / (scaleOf(aligned) * chipSide), lean };
}

/** Degrees, -180 to 180. */
const angleOf = ({ xu, yu }: Transform) => (Math.atan2(yu, xu) * 180) / Math.PI;

/** The first 17 points. */
const jaw = 17;
