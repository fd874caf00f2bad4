/** Which of Discord's shards a process connects, of how many in all. */
export interface ShardRange {
  /** Ascending, at least one. */
  readonly ids: readonly number[];
  readonly count: number;
}

/** Discord gives no bot more than this; a larger number is a slip. */
const mostShards = 16_384;

/**
 * @param text `0-3/8`: the shards 0 to 3 of 8; `3/8` for one of them.
 * @returns what is wrong with it, as a sentence's end, for one that is none.
 */
export function parseShards(text: string): ShardRange | string {
  const parts = /^(\d+)(?:-(\d+))?\/(\d+)$/.exec(text.trim());
  if (parts === null) {
    return 'must be of the form 0-3/8: the first and the last shard of this process, and how many there are in all';
  }
  const [first, last, count] = [parts[1], parts[2] ?? parts[1], parts[3]].map(Number) as [
    number,
    number,
    number,
  ];
  if (count < 1 || count > mostShards) {
    return `must name a number of shards from 1 to ${mostShards} after the slash`;
  }
  if (first > last) {
    return 'must name the lower shard first';
  }
  if (last >= count) {
    return `must name shards that there are: of ${count} the first is 0 and the last ${count - 1}`;
  }
  return { ids: Array.from({ length: last - first + 1 }, (_, index) => first + index), count };
}
