import { setTimeout as sleep } from 'node:timers/promises';
import { percentile } from '../table.ts';
import { type Crowd, measure, type StepResult } from './measure.ts';
import type { Reading } from './reading.ts';

export interface SoakPart {
  /** At its end, from the soak's begin. */
  readonly minutes: number;
  readonly result: StepResult;
  readonly held: Reading;
}

export interface SoakOptions {
  readonly rate: number;
  readonly seconds: number;
  readonly partSeconds: number;
  readonly everySeconds: number;
  readonly read: () => Promise<Reading>;
  readonly tell: (part: SoakPart) => void;
}

/** Commands at one rate for a long time, looked at part by part. Ends early when the crowd is sent home. */
export async function soak(crowd: Crowd, options: SoakOptions): Promise<SoakPart[]> {
  const { rate, seconds, partSeconds, everySeconds, read, tell } = options;
  const parts: SoakPart[] = [];
  const started = performance.now();
  for (let done = 0; done < seconds && !crowd.signal?.aborted; done += partSeconds) {
    const part = measure(crowd, rate, Math.min(partSeconds, seconds - done));
    const readings = await readDuring(part, read, everySeconds);
    const minutes = (performance.now() - started) / 60_000;
    const latest = { minutes, result: await part, held: typical(readings) };
    parts.push(latest);
    tell(latest);
  }
  return parts;
}

async function readDuring(
  work: Promise<unknown>,
  read: () => Promise<Reading>,
  everySeconds: number,
): Promise<Reading[]> {
  const readings: Reading[] = [];
  const over = work.then(() => true);
  do readings.push(await read());
  while (!(await Promise.race([over, sleep(everySeconds * 1_000, false)])));
  return readings;
}

/** Medians, as a picture under way takes what it gives back; of the heap the least, which is after a collection. */
function typical(readings: readonly Reading[]): Reading {
  const of = (value: (reading: Reading) => number, share = 0.5) => percentile(readings.map(value), share);
  const held = (whose: 'bot' | 'workers') => ({
    rss: of((reading) => reading[whose].rss),
    pss: of((reading) => reading[whose].pss),
    files: of((reading) => reading[whose].files),
  });
  return {
    bot: held('bot'),
    workers: held('workers'),
    heap: of(({ heap }) => heap, 0),
    connections: of(({ connections }) => connections),
    temporaryFiles: of(({ temporaryFiles }) => temporaryFiles),
    workersLost: of(({ workersLost }) => workersLost, 1),
  };
}

const largestGrowth = 0.1;

/**
 * @param warmUpMinutes what is held may grow until then.
 * @returns what was promised and is not so
 */
export function brokenPromises(parts: readonly SoakPart[], warmUpMinutes: number): string[] {
  const [first, ...later] = parts.filter(({ minutes }) => minutes > warmUpMinutes);
  const last = later.at(-1);
  if (first === undefined || last === undefined) {
    return ['too short to tell whether memory grows: two parts are needed after the warm-up'];
  }
  // Not PSS: it grows when other programs that run on Node.js end.
  const memory = {
    "the bot's RSS": ({ held }: SoakPart) => held.bot.rss,
    "the bot's heap": ({ held }: SoakPart) => held.heap,
    "the workers' RSS": ({ held }: SoakPart) => held.workers.rss,
  };
  const grown = Object.entries(memory).flatMap(([what, of]) =>
    of(last) <= (1 + largestGrowth) * of(first)
      ? []
      : [`${what} grew from ${of(first).toFixed()} to ${of(last).toFixed()} MB`],
  );
  const total = (of: (result: StepResult) => number) =>
    parts.reduce((sum, { result }) => sum + of(result), 0);
  const unanswered = total(({ counts }) => counts.failed + counts.refused);
  const late = parts.filter(({ result }) => result.acknowledgedShare < 1).length;
  return [
    ...grown,
    ...(unanswered === 0 ? [] : [`${unanswered} interactions failed`]),
    ...(late === 0 ? [] : [`in ${late} parts not all were acknowledged within 3 s`]),
    ...(last.held.workersLost === 0 ? [] : [`${last.held.workersLost} workers were lost`]),
  ];
}
