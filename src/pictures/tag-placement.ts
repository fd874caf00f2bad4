import type { BoundingBox } from '../vision/types.ts';
import { inset, moveInside, overlapArea } from './rectangle.ts';

export interface TaggedFace {
  readonly box: BoundingBox;
  /** Size of its tag. */
  readonly tag: { readonly width: number; readonly height: number };
}

/**
 * What a pixel costs, by what is covered: two numbers on top of each other are both lost; a covered neighbour may be
 * the one who is asked for; of the own face, only the middle matters. `near` is for the margin around a tag: a number
 * between two faces could be read as the other's.
 */
const costs = { tag: 10, otherFace: 3, ownFace: 2, near: 0.5 } as const;

/** Width of that margin, as a share of the tag's height. */
const nearMargin = 0.3;

/** The middle of a box, which shows eyes, nose and mouth, begins this share of its sides within. */
const middleInset = 0.14;

/** Rounds of improvement. Each makes the whole better or is the last; real photos need two or three. */
const maximumRounds = 12;

/**
 * Places a number tag at each face: on a corner of its box, outside along a side, or in an inner corner,
 * wherever it covers least of other tags, other faces and the middle of its own. Tags are always inside `bounds`.
 *
 * Greedy in the order given, then every tag in turn is moved to the best place that the others leave it, until none
 * moves: no single tag could be better placed where the others are.
 *
 * @returns one rectangle a face, in the same order.
 */
export function placeTags(faces: readonly TaggedFace[], bounds: BoundingBox): BoundingBox[] {
  const candidates = faces.map((face) => tagCandidates(face, bounds));
  const placed: BoundingBox[] = [];
  for (let round = 0; round < maximumRounds; round += 1) {
    let moved = false;
    for (const [index, places] of candidates.entries()) {
      const current = placed[index];
      const others = placed.filter((tag) => tag !== current);
      // The place it has comes first: among equals it stays, so that the rounds end.
      const best = cheapest(current === undefined ? places : [current, ...places], (tag) =>
        costOf(tag, index, faces, others),
      );
      if (best === current) continue;
      placed[index] = best;
      moved = true;
    }
    if (!moved) break;
  }
  return placed;
}

/**
 * The places for one tag, the most pleasing first, all of them inside `bounds`: on a corner, then outside along a
 * side, at its ends before anywhere between, then in an inner corner.
 */
export function tagCandidates({ box, tag }: TaggedFace, bounds: BoundingBox): BoundingBox[] {
  const { width, height } = tag;
  const left = box.x;
  const top = box.y;
  const right = left + box.width;
  const bottom = top + box.height;
  const along = ({ xs, ys }: { xs: readonly number[]; ys: readonly number[] }): [number, number][] => [
    ...[top - height, bottom].flatMap((y) => xs.map((x): [number, number] => [x, y])),
    ...[left - width, right].flatMap((x) => ys.map((y): [number, number] => [x, y])),
  ];
  const corners = (x0: number, x1: number, y0: number, y1: number): [number, number][] => [
    [x0, y0],
    [x1, y0],
    [x0, y1],
    [x1, y1],
  ];
  const places = [
    ...corners(left - width / 2, right - width / 2, top - height / 2, bottom - height / 2),
    ...along({
      xs: [left, right - width, (left + right - width) / 2],
      ys: [top, bottom - height, (top + bottom - height) / 2],
    }),
    ...along({ xs: slide(left, right, width), ys: slide(top, bottom, height) }),
    ...corners(left, right - width, top, bottom - height),
  ];
  return places.map(([x, y]) => moveInside({ x, y, width, height }, bounds));
}

/** Starts of a tag of this length that keep its middle along a side: further off, whose it is could not be told. */
function slide(start: number, end: number, length: number): number[] {
  const step = length / 4;
  const count = Math.floor((end - start) / step);
  return Array.from({ length: count + 1 }, (_, index) => start - length / 2 + index * step);
}

function costOf(
  tag: BoundingBox,
  own: number,
  faces: readonly TaggedFace[],
  otherTags: readonly BoundingBox[],
): number {
  const around = inset(tag, -nearMargin * tag.height);
  let cost = 0;
  for (const other of otherTags) cost += costs.tag * overlapArea(tag, other);
  for (const [index, { box }] of faces.entries()) {
    if (index === own) {
      const middle = inset(box, middleInset * Math.min(box.width, box.height));
      cost += costs.ownFace * overlapArea(tag, middle);
    } else {
      cost += costs.otherFace * overlapArea(tag, box) + costs.near * overlapArea(around, box);
    }
  }
  return cost;
}

/** The first of the cheapest. A pixel is not worth a less pleasing place, so costs are compared in whole ones. */
function cheapest(places: readonly BoundingBox[], cost: (tag: BoundingBox) => number): BoundingBox {
  let best: BoundingBox | undefined;
  let lowest = Number.POSITIVE_INFINITY;
  for (const place of places) {
    const value = Math.round(cost(place));
    if (value < lowest) {
      best = place;
      lowest = value;
    }
    if (lowest === 0) break;
  }
  if (best === undefined) throw new RangeError('a tag needs at least one place');
  return best;
}
