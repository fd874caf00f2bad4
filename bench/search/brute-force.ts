const N = 128;

export interface Hit {
  readonly index: number;
  readonly distance: number;
}

/**
 * The same answer without a database, the limit that memory sets: every descriptor of the guild, given up as soon as
 * it is too far. Faces of guild g are those with index % guilds === g, laid out one guild after the other.
 */
export function bruteForce(gallery: Float32Array, query: Float32Array, threshold: number): Hit[] {
  const limit = (threshold + 1e-9) ** 2;
  const hits: Hit[] = [];
  for (let start = 0; start < gallery.length; start += N) {
    let sum = 0;
    for (let block = 0; block < N && sum <= limit; block += 16) {
      for (let place = block; place < block + 16; place += 1) {
        const difference = (gallery[start + place] ?? 0) - (query[place] ?? 0);
        sum += difference * difference;
      }
    }
    const distance = Math.round(Math.sqrt(sum) * 1e9) / 1e9;
    if (sum <= limit && distance <= threshold) hits.push({ index: start / N, distance });
  }
  return hits.sort((a, b) => a.distance - b.distance || a.index - b.index);
}
