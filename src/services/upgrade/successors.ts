import type { Analysis, BoundingBox } from '../../vision/types.ts';

type Face = Analysis['faces'][number];

/** A face as an earlier model saw it. */
interface Earlier {
  /** In pixels of a picture of this size. */
  readonly box: BoundingBox;
  readonly width: number;
  readonly height: number;
}

/** Detectors differ by some pixels; two people's boxes hardly meet. */
const LEAST_OVERLAP = 0.3;

/**
 * Which face of an analysis an earlier one is: the one at its place.
 * @returns for each earlier face the index of its successor, or null. No face succeeds two.
 */
export function successors(earlier: readonly Earlier[], { faces, picture }: Analysis): (number | null)[] {
  const pairs = earlier.flatMap((one, from) => {
    const scale = one.width / picture.width;
    return faces.map(({ box }, to) => ({ from, to, overlap: overlap(scaled(box, scale), one.box) }));
  });
  const found = new Map<number, number>();
  const taken = new Set<number>();
  for (const { from, to, overlap: share } of pairs.sort((a, b) => b.overlap - a.overlap)) {
    if (share < LEAST_OVERLAP || found.has(from) || taken.has(to)) continue;
    found.set(from, to);
    taken.add(to);
  }
  return earlier.map((_, from) => found.get(from) ?? null);
}

/** A face in the pixels of a picture that is so many times as large. */
export function enlarged<Any extends Face>(face: Any, scale: number): Any {
  return { ...face, box: scaled(face.box, scale), landmarks: face.landmarks.map((value) => value * scale) };
}

function scaled({ x, y, width, height }: BoundingBox, scale: number): BoundingBox {
  return { x: x * scale, y: y * scale, width: width * scale, height: height * scale };
}

/** Intersection over union. */
function overlap(a: BoundingBox, b: BoundingBox): number {
  const across = Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x);
  const down = Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y);
  if (across <= 0 || down <= 0) return 0;
  const both = across * down;
  return both / (a.width * a.height + b.width * b.height - both);
}
