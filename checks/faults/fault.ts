import type { FaultStage } from './stage.ts';

/** What was seen of one fault. */
export interface Observation {
  /** What a user was told while it lasted. */
  readonly seen: string;
  /** From when the cause was gone until a command was answered as it should be; 0 when it never was otherwise. */
  readonly recoveryMs: number;
}

/** Something that goes wrong for real, and what is promised about it. */
export interface Fault {
  readonly name: string;
  /** What a user must be told while it lasts. */
  readonly tells: RegExp;
  readonly recoversWithinMs: number;
  /** Where the bot's database is: behind a line that can be cut, or its own embedded one. */
  readonly database: 'line' | 'embedded';
  /** Left out of `npm test`, for its time. */
  readonly isSlow?: boolean;
  /** Why it cannot be tried on this machine, or null. */
  readonly obstacle?: () => string | null;
  run(stage: FaultStage): Promise<Observation>;
}

/**
 * Most faults: something is broken, a user asks, it is mended.
 * @param strike breaks it. @returns what mends it
 */
export async function whileBroken(
  stage: FaultStage,
  strike: () => Promise<() => Promise<void> | void>,
): Promise<Observation> {
  const mend = await strike();
  const seen = await stage.ask();
  // A photo that is told to be remembered in the middle of it must be there afterwards, too.
  await stage.enrol();
  await mend();
  return { seen, recoveryMs: await stage.untilAnswered() };
}
