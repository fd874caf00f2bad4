import type { BoundingBox } from '../types.ts';

export interface Detection {
  readonly box: BoundingBox;
  readonly score: number;
}

const area = (box: BoundingBox) => Math.max(0, box.width) * Math.max(0, box.height);

function intersection(a: BoundingBox, b: BoundingBox): number {
  const width = Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x);
  const height = Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y);
  return Math.max(0, width) * Math.max(0, height);
}

/** Area that two boxes share, as a share of the area they cover together. */
export function intersectionOverUnion(a: BoundingBox, b: BoundingBox): number {
  const shared = intersection(a, b);
  return shared === 0 ? 0 : shared / (area(a) + area(b) - shared);
}

/** Share of the smaller box that lies in the other: 1 for a box within a box. */
export function containment(a: BoundingBox, b: BoundingBox): number {
  const shared = intersection(a, b);
  return shared === 0 ? 0 : shared / Math.min(area(a), area(b));
}

/** Keeps the best of the detections that are the same, best first. */
export function suppress<Item extends Detection>(
  detections: readonly Item[],
  same: (kept: Item, candidate: Item) => boolean,
): Item[] {
  const kept: Item[] = [];
  for (const candidate of detections.toSorted((a, b) => b.score - a.score)) {
    if (!kept.some((other) => same(other, candidate))) kept.push(candidate);
  }
  return kept;
}
