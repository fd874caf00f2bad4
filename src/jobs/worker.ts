import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from '../log/logger.ts';

/** What a worker needs of the queue. */
export interface JobSource<Payload> {
  /** Null when nothing is due. */
  fetch(): Promise<{ readonly id: string; readonly data: Payload } | null>;
  complete(id: string): Promise<void>;
  /** It is done again, later each time. */
  fail(id: string): Promise<void>;
}

export interface WorkerOptions<Payload> {
  readonly name: string;
  readonly source: JobSource<Payload>;
  readonly handle: (payload: Payload, signal: AbortSignal) => Promise<void>;
  /** How often the queue is asked while there is nothing to do. */
  readonly pollingMs: number;
  readonly log: Logger;
}

/**
 * Does one job after the other. pg-boss has workers of its own, but they let the result of a job go without waiting
 * (10.4.2, manager.js): a database that is away at that moment would end the process, and one that is stopped while
 * they run is written to after its end.
 */
export class JobWorker<Payload> {
  readonly #options: WorkerOptions<Payload>;
  readonly #stopping = new AbortController();
  readonly #loop: Promise<void>;
  #nap = new AbortController();

  constructor(options: WorkerOptions<Payload>) {
    this.#options = options;
    this.#loop = this.#run();
  }

  /** There may be something to do. */
  wake(): void {
    this.#nap.abort();
  }

  /** Interrupts the job that is being done; resolves when nothing is. */
  async stop(): Promise<void> {
    this.#stopping.abort(new Error('stopping'));
    this.wake();
    await this.#loop;
  }

  async #run(): Promise<void> {
    const { name, pollingMs, log } = this.#options;
    const { signal } = this.#stopping;
    while (!signal.aborted) {
      const nap = new AbortController();
      this.#nap = nap;
      try {
        if (await this.#one()) continue;
      } catch (error) {
        log.warn({ job: name, err: error }, 'the queue could not be asked');
      }
      // Whoever woke it while it looked must not be missed.
      if (!nap.signal.aborted && !signal.aborted) {
        await sleep(pollingMs, undefined, { signal: nap.signal, ref: false }).catch(() => {});
      }
    }
  }

  /** @returns whether there was a job. */
  async #one(): Promise<boolean> {
    const { source } = this.#options;
    const job = await source.fetch();
    if (job === null) return false;
    if (await this.#succeeds(job.data)) await source.complete(job.id);
    else await source.fail(job.id);
    return true;
  }

  async #succeeds(payload: Payload): Promise<boolean> {
    const { name, handle, log } = this.#options;
    const { signal } = this.#stopping;
    try {
      signal.throwIfAborted();
      const started = performance.now();
      await handle(payload, signal);
      log.debug({ job: name, ms: Math.round(performance.now() - started) }, 'job done');
      return true;
    } catch (error) {
      if (signal.aborted) log.debug({ job: name }, 'job interrupted, to be done again');
      else log.warn({ job: name, err: error }, 'job failed, to be done again');
      return false;
    }
  }
}
