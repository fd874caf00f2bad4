import { visionWorkersOf } from '../../test/e2e/processes.ts';
import { type ProcessUse, useOf } from '../vision/process-use.ts';
import { filesLeft } from './leftovers.ts';
import { Scrape } from './scrape.ts';

/** What some processes hold: memory in MB. */
export type Held = Omit<ProcessUse, 'pid' | 'cpu'>;

/** What a bot holds at one moment. */
export interface Reading {
  readonly bot: Held;
  readonly workers: Held;
  /** Of the bot's own JavaScript, what was not yet collected included; in MB. */
  readonly heap: number;
  /** Between the bot and PostgreSQL. */
  readonly connections: number;
  readonly temporaryFiles: number;
  /** Since it started. */
  readonly workersLost: number;
}

export interface ObservedBot {
  readonly pid: number;
  readonly metricsUrl: string;
  readonly temporary: string;
}

export async function read({ pid, metricsUrl, temporary }: ObservedBot): Promise<Reading> {
  const [scrape, workers] = await Promise.all([Scrape.of(metricsUrl), visionWorkersOf(pid)]);
  return {
    bot: await useOf(pid),
    workers: together(await Promise.all(workers.map((worker) => useOf(worker.pid)))),
    heap: scrape.gauge('nodejs_heap_size_used_bytes') / 2 ** 20,
    connections: scrape.gauge('kith_database_connections'),
    temporaryFiles: (await filesLeft(temporary)).length,
    workersLost: scrape.counter('kith_vision_workers_lost_total'),
  };
}

const together = (uses: readonly Held[]): Held =>
  uses.reduce((sum, { rss, pss, files }) => ({
    rss: sum.rss + rss,
    pss: sum.pss + pss,
    files: sum.files + files,
  }));
