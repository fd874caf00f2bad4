/** Real time plus an offset, so that a test can let 15 minutes pass without waiting for them. */
export class Clock {
  #offset = 0;

  /** Milliseconds since the epoch. */
  now(): number {
    return Date.now() + this.#offset;
  }

  /** Lets `ms` milliseconds pass at once. Timers that already run are not shortened. */
  advance(ms: number): void {
    if (!(ms >= 0)) {
      throw new RangeError('time only goes forward');
    }
    this.#offset += ms;
  }
}
