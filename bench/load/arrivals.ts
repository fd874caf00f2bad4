import { setTimeout as sleep } from 'node:timers/promises';

export interface Arrivals {
  readonly rate: number;
  readonly seconds: number;
  /** 0 to 1. */
  readonly random: () => number;
  /** Lets nobody else arrive. */
  readonly signal?: AbortSignal | undefined;
}

/**
 * Lets `arrive` begin at random moments, `rate` a second on average (a Poisson process), whether or not what came before
 * has ended: users do not wait for each other. Each is told the moment at which it was due, and what it measures counts
 * from then, so that a stall counts for everyone whom it kept waiting (no coordinated omission).
 * @returns when the last has ended.
 */
export async function arrivals(
  { rate, seconds, random, signal }: Arrivals,
  arrive: (due: number) => Promise<void>,
): Promise<void> {
  const begun: Promise<void>[] = [];
  const started = performance.now();
  const end = started + seconds * 1_000;
  for (let due = started; ; ) {
    due += (-Math.log(1 - random()) / rate) * 1_000;
    if (due >= end) break;
    const early = due - performance.now();
    if (early > 0) await sleep(early);
    if (signal?.aborted) break;
    begun.push(arrive(due));
  }
  await Promise.all(begun);
}
