import { UserError } from '../errors/user-error.ts';

/** What to call an ending: a word of ours, never a message. */
export function outcomeOf(error: unknown): string {
  return error instanceof UserError ? error.code : 'error';
}

/** Runs `work` and tells how it ended, `ok` or `outcomeOf` its failure, and how long it took. */
export async function timed<T>(
  work: () => Promise<T>,
  observe: (outcome: string, seconds: number) => void,
): Promise<T> {
  const started = performance.now();
  let outcome = 'ok';
  try {
    return await work();
  } catch (error) {
    outcome = outcomeOf(error);
    throw error;
  } finally {
    observe(outcome, (performance.now() - started) / 1_000);
  }
}
