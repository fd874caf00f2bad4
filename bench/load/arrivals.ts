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
 * Lets `arrive` begin at random moments, `rate` a second on average, whether or not what came before has ended: users do
 * not wait for each other. It is a Poisson process of which the number is given, or a run of some seconds would be of
 * another rate than it says. Each is told the moment at which it was due, and what it measures counts from then, so that
 * a stall counts for everyone whom it kept waiting (no coordinated omission).
 * @returns when the last has ended.
 */
export async function arrivals(
  { rate, seconds, random, signal }: Arrivals,
  arrive: (due: number) => Promise<void>,
): Promise<void> {
  const begun: Promise<void>[] = [];
  const started = performance.now();
  const moments = Array.from({ length: Math.round(rate * seconds) }, random).toSorted((a, b) => a - b);
  for (const moment of moments) {
    const due = started + moment * seconds * 1_000;
    const early = due - performance.now();
    if (early > 0) await sleep(early);
    if (signal?.aborted) break;
    begun.push(arrive(due));
  }
  await Promise.all(begun);
}
