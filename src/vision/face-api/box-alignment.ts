import type { PixelRect, SquareView } from '../square-view.ts';
import type { BoundingBox, RawImage } from '../types.ts';

/** Distance from eyes to mouth, and height of the three points' centre, as shares of the square's side. */
const eyesToMouth = 0.45;
const centreHeight = 0.43;

/**
 * face-api's own alignment (`useDlibAlignment`): an axis-aligned square around the centres of the eyes and the
 * mouth, in whole pixels of the picture.
 * @param landmarks 68 points in iBUG 300-W order, x0, y0, x1, y1, …
 */
export function alignedBox(landmarks: Float32Array): BoundingBox {
  const eyeA = centreOf(landmarks, 36, 42);
  const eyeB = centreOf(landmarks, 42, 48);
  const mouth = centreOf(landmarks, 48, 68);
  const distance = (eye: Point) => Math.hypot(mouth.x - eye.x, mouth.y - eye.y);
  const side = Math.floor((distance(eyeA) + distance(eyeB)) / 2 / eyesToMouth);
  const x = Math.floor(Math.max(0, (eyeA.x + eyeB.x + mouth.x) / 3 - side / 2));
  const y = Math.floor(Math.max(0, (eyeA.y + eyeB.y + mouth.y) / 3 - side * centreHeight));
  return { x, y, width: side, height: side };
}

interface Point {
  readonly x: number;
  readonly y: number;
}

function centreOf(landmarks: Float32Array, from: number, to: number): Point {
  let x = 0;
  let y = 0;
  for (let index = from; index < to; index++) {
    x += landmarks[2 * index] ?? 0;
    y += landmarks[2 * index + 1] ?? 0;
  }
  return { x: x / (to - from), y: y / (to - from) };
}

/** The part of a box that lies within the picture, in whole pixels; undefined when nothing does. */
export function clip(box: BoundingBox, image: RawImage): PixelRect | undefined {
  const left = Math.max(0, box.x);
  const top = Math.max(0, box.y);
  const width = Math.floor(Math.min(box.x + box.width, image.width) - left);
  const height = Math.floor(Math.min(box.y + box.height, image.height) - top);
  if (width < 1 || height < 1) return undefined;
  return { left: Math.floor(left), top: Math.floor(top), width, height };
}

/** The square that face-api pads a crop to: black above and below, or left and right, of it. */
export function squareAround({ left, top, width, height }: PixelRect): SquareView {
  const side = Math.max(width, height);
  // The odd pixel goes below, or to the right.
  const padding = (length: number) => Math.floor((side - length) / 2);
  return { left: left - padding(width), top: top - padding(height), side };
}
