import type { Clock } from '../clock.ts';

/** Discord's epoch: the first second of 2015. */
const epoch = 1_420_070_400_000;
/** Ids of moments in the past get the upper half of the 22 low bits, so that they never meet fresh ones. */
const backdated = 1n << 21n;

/** Makes ids that are unique, ordered by time, and tell their time as Discord's do. */
export class SnowflakeFactory {
  readonly #clock: Clock;
  #last = 0n;
  #counter = 0n;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** An id for now, greater than every id for now before it. */
  next(): string {
    const fresh = timeBits(this.#clock.now());
    this.#last = fresh > this.#last ? fresh : this.#last + 1n;
    return this.#last.toString();
  }

  /** An id for a moment in the past (milliseconds since the epoch), in the order of the calls. */
  at(time: number): string {
    this.#counter = (this.#counter + 1n) % backdated;
    return (timeBits(time) | backdated | this.#counter).toString();
  }
}

/** Milliseconds since the epoch. */
export function timeOf(snowflake: string): number {
  return Number(BigInt(snowflake) >> 22n) + epoch;
}

/** By age: for sorting ids, oldest first. */
export function compareSnowflakes(a: string, b: string): number {
  return a.length - b.length || (a < b ? -1 : a > b ? 1 : 0);
}

function timeBits(time: number): bigint {
  return BigInt(Math.floor(time) - epoch) << 22n;
}
