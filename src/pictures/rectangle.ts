import type { BoundingBox } from '../vision/types.ts';

/** Pixels that two rectangles share. */
export function overlapArea(a: BoundingBox, b: BoundingBox): number {
  const width = Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x);
  const height = Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y);
  return width > 0 && height > 0 ? width * height : 0;
}

/** The rectangle smaller by `by` at each side, or larger where that is negative. */
export function inset(box: BoundingBox, by: number): BoundingBox {
  return { x: box.x + by, y: box.y + by, width: box.width - 2 * by, height: box.height - 2 * by };
}

/** Moves a rectangle by as little as brings it inside `bounds`. It must not be larger than they are. */
export function moveInside(box: BoundingBox, bounds: BoundingBox): BoundingBox {
  return {
    ...box,
    x: Math.min(Math.max(box.x, bounds.x), bounds.x + bounds.width - box.width),
    y: Math.min(Math.max(box.y, bounds.y), bounds.y + bounds.height - box.height),
  };
}

/** Cuts a rectangle off at `bounds`; one that lies outside keeps a side of one pixel at the edge. */
export function clip(box: BoundingBox, bounds: BoundingBox): BoundingBox {
  const within = (value: number, start: number, length: number) =>
    Math.min(Math.max(value, start), start + length);
  const left = within(box.x, bounds.x, bounds.width - 1);
  const top = within(box.y, bounds.y, bounds.height - 1);
  const right = within(box.x + box.width, left + 1, bounds.x + bounds.width - left - 1);
  const bottom = within(box.y + box.height, top + 1, bounds.y + bounds.height - top - 1);
  return { x: left, y: top, width: right - left, height: bottom - top };
}
