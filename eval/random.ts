/**
 * A sequence of numbers from 0 to 1 that is the same for the same seed on every machine (mulberry32), so that a
 * subsample can be drawn again.
 */
export function randomFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** @returns `count` of the items, every choice as likely, in the order they are drawn (Fisher and Yates). */
export function draw<Item>(items: readonly Item[], count: number, random: () => number): Item[] {
  const left = [...items];
  const drawn: Item[] = [];
  while (drawn.length < count && left.length > 0) {
    const at = Math.floor(random() * left.length);
    const last = left.pop();
    if (last === undefined) break;
    const chosen = at < left.length ? left[at] : last;
    if (at < left.length) left[at] = last;
    if (chosen !== undefined) drawn.push(chosen);
  }
  return drawn;
}
