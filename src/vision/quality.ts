import type { BoundingBox, FaceQuality, RawImage } from './types.ts';

/** What a face's picture is worth for recognition: pure functions, the same for every engine. */
export function faceQuality(box: BoundingBox, chip: RawImage, landmarks: Float32Array): FaceQuality {
  return {
    size: Math.min(box.width, box.height),
    sharpness: sharpness(chip),
    yaw: yaw(landmarks),
  };
}

/**
 * Variance of the Laplacian (4 neighbours) of the grey picture, borders left out: 0 for a plain surface, more the
 * finer the detail. Pictures are comparable only at one size, which the aligned chip has.
 */
export function sharpness(image: RawImage): number {
  const { width, height } = image;
  if (width < 3 || height < 3) return 0;
  const grey = luma(image);
  let sum = 0;
  let squares = 0;
  for (let y = 1; y < height - 1; y++) {
    for (let x = 1; x < width - 1; x++) {
      const at = y * width + x;
      const value =
        (grey[at - 1] ?? 0) +
        (grey[at + 1] ?? 0) +
        (grey[at - width] ?? 0) +
        (grey[at + width] ?? 0) -
        4 * (grey[at] ?? 0);
      sum += value;
      squares += value * value;
    }
  }
  const count = (width - 2) * (height - 2);
  return squares / count - (sum / count) ** 2;
}

/** ITU-R BT.601 weights, 0 to 255. */
function luma({ data, width, height }: RawImage): Float32Array {
  const grey = new Float32Array(width * height);
  for (let at = 0; at < grey.length; at++) {
    grey[at] =
      0.299 * (data[at * 3] ?? 0) + 0.587 * (data[at * 3 + 1] ?? 0) + 0.114 * (data[at * 3 + 2] ?? 0);
  }
  return grey;
}

const outerCornerOfRightEye = 36;
const outerCornerOfLeftEye = 45;
const noseTip = 30;

/**
 * Rough yaw: where the nose's tip lies between the outer corners of the eyes, measured along the line through them
 * so that a tilted head makes no difference. -1: at or past the corner on the picture's left, 0: in the middle,
 * 1: at or past the corner on the right.
 * @param landmarks 68 points in iBUG 300-W order, x0, y0, x1, y1, …
 */
export function yaw(landmarks: Float32Array): number {
  const [ax, ay] = point(landmarks, outerCornerOfRightEye);
  const [bx, by] = point(landmarks, outerCornerOfLeftEye);
  const [nx, ny] = point(landmarks, noseTip);
  const [dx, dy] = [bx - ax, by - ay];
  const lengthSquared = dx * dx + dy * dy;
  if (lengthSquared === 0) return 0;
  const along = ((nx - ax) * dx + (ny - ay) * dy) / lengthSquared;
  return Math.max(-1, Math.min(1, 2 * along - 1));
}

function point(landmarks: Float32Array, index: number): [number, number] {
  return [landmarks[2 * index] ?? 0, landmarks[2 * index + 1] ?? 0];
}
