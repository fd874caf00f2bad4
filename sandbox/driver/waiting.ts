import { describeEvent } from '../log.ts';
import type { World } from '../state/world.ts';

/** Nothing happened in time. The message tells what was seen instead. */
export class WaitTimeout extends Error {
  override readonly name = 'WaitTimeout';
}

export interface Wait<T> {
  /** Looked at now and after everything that happens; waits while it gives undefined. */
  readonly look: () => T | undefined;
  readonly timeoutMs: number;
  /** The sentence for when it never comes. */
  readonly failure: () => string;
}

/** How many of the last things that happened are told when waiting was in vain. */
const told = 15;

/** @throws WaitTimeout, or what `look` throws */
export function waitFor<T>(world: World, { look, timeoutMs, failure }: Wait<T>): Promise<T> {
  const since = world.log.entries.length;
  return new Promise((resolve, reject) => {
    const attempt = () => {
      try {
        const seen = look();
        if (seen !== undefined) {
          finish();
          resolve(seen);
        }
      } catch (error) {
        finish();
        reject(error);
      }
    };
    const stop = world.log.listen(attempt);
    const timer = setTimeout(() => {
      finish();
      reject(new WaitTimeout(`${failure()}\n${recent(world, since)}`));
    }, timeoutMs);
    const finish = () => {
      stop();
      clearTimeout(timer);
    };
    attempt();
  });
}

function recent(world: World, since: number): string {
  const seen = world.log.entries.slice(since).slice(-told);
  return seen.length === 0
    ? 'Nothing happened meanwhile.'
    : `Meanwhile:\n${seen.map((event) => `  ${describeEvent(event)}`).join('\n')}`;
}
