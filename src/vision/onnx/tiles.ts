import type { RawImage } from '../types.ts';
import { ssdGranularity, ssdSide } from './ssd.ts';
import { type View, viewAround } from './view.ts';

/** Tiles share at least this much, so that a face of up to this size lies whole in one of them. */
const overlap = 64;

/** The fewest tiles of at most the network's size that cover a length, evenly spread and as short as they may be. */
function split(length: number): { readonly side: number; readonly centres: readonly number[] } {
  const count = Math.max(1, Math.ceil((length - overlap) / (ssdSide - overlap)));
  const side = Math.ceil((length + (count - 1) * overlap) / count / ssdGranularity) * ssdGranularity;
  const step = count === 1 ? 0 : (length - side) / (count - 1);
  return { side, centres: Array.from({ length: count }, (_, i) => side / 2 + i * step) };
}

/** Overlapping views of one size that cover a picture, `scale` of its pixels to one of theirs. */
export function tiles({ width, height }: RawImage, scale: number): View[] {
  const columns = split(width / scale);
  const rows = split(height / scale);
  return rows.centres.flatMap((y) =>
    columns.centres.map((x) => viewAround({ x: x * scale, y: y * scale }, scale, [columns.side, rows.side])),
  );
}
