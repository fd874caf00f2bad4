import { setTimeout as sleep } from 'node:timers/promises';
import { Slots } from './slots.ts';

/** Whether somebody waits for the answer to a command. */
export interface Commands {
  readonly isIdle: boolean;
  /** Resolves when nobody waits. */
  idle(): Promise<void>;
}

/** Somebody who waits comes first, but a command that hangs must not stop everything. */
const longestWaitMs = 2_000;

/** For so long after a command another one is likely. */
const rememberedMs = 10_000;

/**
 * Lets pictures to the engine when nobody waits for it. A picture that has been begun is finished, so while commands
 * come one after the other, one worker is left to them; otherwise all are used.
 */
export class Courtesy {
  readonly #commands: Commands;
  readonly #all: Slots;
  readonly #allButOne: Slots;
  #lastCommandAt = Number.NEGATIVE_INFINITY;

  /** @param workers how many pictures the engine looks at at once. */
  constructor(workers: number, commands: Commands) {
    this.#commands = commands;
    this.#all = new Slots(workers);
    this.#allButOne = new Slots(Math.max(1, workers - 1));
  }

  /** More than the engine looks at never waits in front of it: that would stand between it and a command. */
  async run<T>(work: () => Promise<T>): Promise<T> {
    return await this.#all.run(async () => {
      await this.#giveWay();
      if (performance.now() - this.#lastCommandAt > rememberedMs) return await work();
      return await this.#allButOne.run(async () => {
        await this.#giveWay();
        return await work();
      });
    });
  }

  async #giveWay(): Promise<void> {
    if (this.#commands.isIdle) return;
    const over = new AbortController();
    const limit = sleep(longestWaitMs, undefined, { signal: over.signal, ref: false }).catch(() => {});
    await Promise.race([this.#commands.idle(), limit]);
    over.abort();
    this.#lastCommandAt = performance.now();
  }
}
