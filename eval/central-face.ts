import type { BoundingBox } from '../src/vision/types.ts';

/**
 * Evaluation sets name one person a picture, who is in its centre (LFW's convention). Of several faces the one
 * whose box covers the centre best is theirs: the one where the centre lies the fewest half sides from the
 * middle of the box. So a large face slightly off is preferred to a small one as far off.
 * @returns null when there is no face.
 */
export function centralFace<Face extends { readonly box: BoundingBox }>({
  picture,
  faces,
}: {
  readonly picture: Size;
  readonly faces: readonly Face[];
}): Face | null {
  const [central] = faces.toSorted((a, b) => offCentre(a.box, picture) - offCentre(b.box, picture));
  return central ?? null;
}

interface Size {
  readonly width: number;
  readonly height: number;
}

/** In half sides of the box, along the worse axis; at most 1 when the box contains the picture's centre. */
function offCentre(box: BoundingBox, picture: Size): number {
  const across = Math.abs(box.x + box.width / 2 - picture.width / 2) / (box.width / 2);
  const down = Math.abs(box.y + box.height / 2 - picture.height / 2) / (box.height / 2);
  return Math.max(across, down);
}
