import type { Logger } from './log/logger.ts';

/** Stops one part after the other; one that fails, such as while the database is away, keeps none from stopping. */
export async function stopAll(steps: readonly (() => Promise<unknown>)[], log: Logger): Promise<void> {
  for (const step of steps) {
    try {
      await step();
    } catch (error) {
      log.error({ err: error }, 'a part did not stop as it should');
    }
  }
}
