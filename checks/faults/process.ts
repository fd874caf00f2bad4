import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { familyOf, survivorsOf } from '../../test/e2e/processes.ts';
import type { Fault } from './fault.ts';

const answered = /\*\*Franck\*\*/;
const hourMs = 3_600_000;

/** Set forward by a day in mid-choice, then back by two: what waits must not expire, nobody may be kept out. */
export const clockSet: Fault = {
  name: 'The clock is set forward a day, then back two',
  tells: answered,
  recoversWithinMs: 5_000,
  database: 'line',
  isSlow: true,
  async run(stage) {
    const offset = join(stage.dataDirectory, 'clock-offset');
    const set = async (hours: number) => {
      await writeFile(offset, String(hours * hourMs));
      process.kill(stage.bot.pid, 'SIGUSR2');
      await sleep(50);
    };
    await stage.bot.stop();
    await stage.restart({
      environment: { KITH_CLOCK_OFFSET: offset, KITH_SEARCHES_PER_MINUTE: '3' },
      preload: [new URL('./settable-clock.ts', import.meta.url)],
    });
    const choice = await stage.beginEnrolment();
    await set(24);
    const chosen = await choice.accept();
    await stage.ask();
    await stage.ask();
    await set(-24);
    // The third within a minute of real time, as many as may be.
    const seen = chosen.includes('Remembered') ? await stage.ask() : chosen;
    await stage.bot.stop();
    await stage.restart();
    await rm(offset);
    return { seen, recoveryMs: await stage.untilAnswered() };
  },
};

/** So slow that the command outlives what is left of the bot's life, and too fast to be given up as silent. */
const slowly = { kind: 'drip', bytes: 100, everyMs: 1_000 } as const;

/** Ends the bot while a command is under way. @returns what was told, and how long the end took */
async function endInMidCommand(
  stage: Parameters<Fault['run']>[0],
  fileName: string,
): Promise<{ readonly seen: string; readonly recoveryMs: number }> {
  const family = (await familyOf(stage.bot.pid)).map(({ pid }) => pid);
  const acknowledged = stage.acknowledgement();
  const asked = stage.ask(fileName);
  await acknowledged;
  const started = performance.now();
  const code = await stage.bot.stop('SIGTERM');
  const ms = performance.now() - started;
  const orphans = await survivorsOf(family);
  if (code !== 0 || orphans.length > 0 || ms > 10_000) {
    throw new Error(`ended with ${code} after ${Math.round(ms)} ms, leaving ${orphans.length} processes`);
  }
  const seen = await asked;
  const restarted = performance.now();
  await stage.restart();
  await stage.untilAnswered();
  return { seen, recoveryMs: performance.now() - restarted };
}

export const terminated: Fault = {
  name: 'SIGTERM in mid-command',
  tells: answered,
  recoversWithinMs: 30_000,
  database: 'line',
  isSlow: true,
  run: (stage) => endInMidCommand(stage, 'photo.jpg'),
};

export const terminatedWhileSlow: Fault = {
  name: 'SIGTERM while a command waits for a slow picture',
  tells: /being restarted/,
  recoversWithinMs: 30_000,
  database: 'embedded',
  isSlow: true,
  async run(stage) {
    stage.discord.faults.cdn.inject('slow.jpg', slowly);
    return await endInMidCommand(stage, 'slow.jpg');
  },
};

export const killed: Fault = {
  name: 'kill -9 of the bot in mid-command',
  tells: /\(no answer\)/,
  recoversWithinMs: 30_000,
  database: 'embedded',
  isSlow: true,
  async run(stage) {
    stage.discord.faults.cdn.inject('slow.jpg', slowly);
    const acknowledged = stage.acknowledgement();
    const asked = stage.ask('slow.jpg');
    await acknowledged;
    await stage.bot.stop('SIGKILL');
    const started = performance.now();
    await stage.restart();
    await stage.untilAnswered();
    const recoveryMs = performance.now() - started;
    return { seen: await asked, recoveryMs };
  },
};
