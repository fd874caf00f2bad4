import { readdir } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { Scrape } from './scrape.ts';

/** What there must be none of when all has been answered. */
const work: readonly (readonly [what: string, metric: string, label?: string])[] = [
  ['pictures that wait for a worker', 'kith_vision_waiting'],
  ['workers at work', 'kith_vision_workers', 'state="busy"'],
  ['jobs that are due', 'kith_jobs', 'state="due"'],
  ['jobs that failed', 'kith_jobs', 'state="later"'],
  ['jobs that are being done', 'kith_jobs', 'state="active"'],
  ['statements that wait for a connection', 'kith_database_waiting'],
];

const patienceMs = 15_000;

/**
 * What a bot that nobody asks anything still has to do, or has left behind. What it does by the clock passes.
 * @param temporary where it may keep temporary files; those of the compiler that it is run with do not count.
 * @returns a line for each thing; none when all is as it must be
 */
export async function leftovers(metricsUrl: string, temporary: string): Promise<string[]> {
  const until = performance.now() + patienceMs;
  for (;;) {
    const left = [...workLeft(await Scrape.of(metricsUrl)), ...(await filesLeft(temporary))];
    if (left.length === 0 || performance.now() > until) return left;
    await sleep(200);
  }
}

function workLeft(scrape: Scrape): string[] {
  return work.flatMap(([what, metric, label]) => {
    const count = scrape.gauge(metric, label);
    return count === 0 ? [] : [`${count} ${what}`];
  });
}

export async function filesLeft(temporary: string): Promise<string[]> {
  const names = await readdir(temporary, { recursive: true });
  return names.filter((name) => !name.startsWith('tsx-')).map((name) => `the file ${name}`);
}
