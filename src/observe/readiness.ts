import { within } from './within.ts';

/** Resolves with what is wrong, in a few words, or with null. */
export type Check = () => string | null | Promise<string | null>;

export interface Readiness {
  readonly ready: boolean;
  /** By the name of what was checked: `ok`, or what is wrong. */
  readonly checks: Readonly<Record<string, string>>;
}

/** A check that has no answer by then has failed. */
const checkMs = 2_000;

export async function readiness(checks: Readonly<Record<string, Check>>): Promise<Readiness> {
  const answers = await Promise.all(
    Object.entries(checks).map(async ([name, check]) => {
      try {
        return [name, await within(checkMs, check)] as const;
      } catch {
        // Whoever asks over HTTP is told that, and not why: an error's message may hold more than it should.
        return [name, 'does not answer'] as const;
      }
    }),
  );
  return {
    ready: answers.every(([, problem]) => problem === null),
    checks: Object.fromEntries(answers.map(([name, problem]) => [name, problem ?? 'ok'])),
  };
}
