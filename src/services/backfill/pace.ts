/** How fast a backfill has been of late. */
export interface Pace {
  readonly picturesPerSecond: number;
  /** Null while it cannot be told. */
  readonly secondsLeft: number | null;
}

interface Sample {
  readonly at: number;
  readonly pictures: number;
  readonly share: number;
}

/** What is looked back on, in milliseconds: long enough to be steady, short enough to be of late. */
const windowMs = 60_000;
const shortestMs = 3_000;

/** Remembers how far each backfill was in the last minute. In memory: after a restart it is told again soon. */
export class Paces {
  readonly #samples = new Map<string, Sample[]>();
  readonly #now: () => number;

  /** @param now milliseconds. */
  constructor(now: () => number = () => performance.now()) {
    this.#now = now;
  }

  /** @param share 0 to 1. @returns null while there is nothing to compare with. */
  take(key: string, { pictures, share }: { readonly pictures: number; readonly share: number }): Pace | null {
    const at = this.#now();
    const samples = (this.#samples.get(key) ?? []).filter((sample) => sample.at >= at - windowMs);
    samples.push({ at, pictures, share });
    this.#samples.set(key, samples);
    const [first] = samples;
    if (first === undefined || at - first.at < shortestMs) return null;
    const seconds = (at - first.at) / 1_000;
    const progress = (share - first.share) / seconds;
    return {
      picturesPerSecond: (pictures - first.pictures) / seconds,
      secondsLeft: progress > 0 ? (1 - share) / progress : null,
    };
  }

  forget(key: string): void {
    this.#samples.delete(key);
  }
}
