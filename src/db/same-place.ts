/** The edges of a bounding box, as SQL. */
interface Box {
  readonly x: string;
  readonly y: string;
  readonly width: string;
  readonly height: string;
}

/** The columns of a box: `box_x` and so on, of a table or of none in particular. */
export function boxOf(table?: string): Box {
  const prefix = table === undefined ? 'box_' : `${table}.box_`;
  return { x: `${prefix}x`, y: `${prefix}y`, width: `${prefix}width`, height: `${prefix}height` };
}

/** Whether two boxes in a file are of one face: each holds the other's middle, as engines differ by some pixels. */
export function samePlace(one: Box, other: Box): string {
  return `${middleIn(one, other)} and ${middleIn(other, one)}`;
}

function middleIn(one: Box, other: Box): string {
  return `${one.x} + ${one.width} / 2 between ${other.x} and ${other.x} + ${other.width}
      and ${one.y} + ${one.height} / 2 between ${other.y} and ${other.y} + ${other.height}`;
}
