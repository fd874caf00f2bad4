/** Euclidean distance of two descriptors. */
export function distance(a: Float32Array, b: Float32Array): number {
  return Math.hypot(...a.map((value, at) => value - (b[at] ?? Number.NaN)));
}

/** The only element of a list. */
export function only<Item>(items: readonly Item[]): Item {
  const [item] = items;
  if (item === undefined || items.length !== 1) throw new Error(`expected one, have ${items.length}`);
  return item;
}
