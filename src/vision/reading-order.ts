import type { BoundingBox } from './types.ts';

/**
 * Orders boxes as a reader would number them: rows from the top, each from the left. A box belongs to a row when
 * its centre is less than a height below that of the row's highest box: in a group, faces of the row behind are
 * seen only where they are a head higher.
 */
export function inReadingOrder<Item extends { readonly box: BoundingBox }>(items: readonly Item[]): Item[] {
  const rows: { readonly centre: number; readonly reach: number; readonly items: Item[] }[] = [];
  const fromTheTop = items.toSorted((a, b) => centreY(a.box) - centreY(b.box));
  for (const item of fromTheTop) {
    const row = rows.at(-1);
    if (row !== undefined && centreY(item.box) - row.centre < row.reach) row.items.push(item);
    else rows.push({ centre: centreY(item.box), reach: item.box.height, items: [item] });
  }
  return rows.flatMap((row) => row.items.sort((a, b) => a.box.x - b.box.x));
}

const centreY = ({ y, height }: BoundingBox): number => y + height / 2;
