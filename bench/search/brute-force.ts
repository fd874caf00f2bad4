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
    // Four sums beside one another: in a single one, each addition waits for the one before.
    let [a, b, c, d] = [0, 0, 0, 0];
    let sum = 0;
    for (let block = 0; block < N && sum <= limit; block += 16) {
      for (let place = block; place < block + 16; place += 4) {
        a += squaredDifference(gallery, query, start, place);
        b += squaredDifference(gallery, query, start, place + 1);
        c += squaredDifference(gallery, query, start, place + 2);
        d += squaredDifference(gallery, query, start, place + 3);
      }
      sum = a + b + c + d;
    }
    const distance = Math.round(Math.sqrt(sum) * 1e9) / 1e9;
    if (sum <= limit && distance <= threshold) hits.push({ index: start / N, distance });
  }
  return hits.sort((a, b) => a.distance - b.distance || a.index - b.index);
}

function squaredDifference(gallery: Float32Array, query: Float32Array, start: number, place: number): number {
  const difference = (gallery[start + place] ?? 0) - (query[place] ?? 0);
  return difference * difference;
}
