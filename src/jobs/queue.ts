import PgBoss from 'pg-boss';
import { DatabaseSetupError } from '../db/errors.ts';
import type { QueueStorage } from '../db/types.ts';
import type { Logger } from '../log/logger.ts';
import type { JobHandler, JobHandlers, JobName, JobPayloads, Jobs } from './jobs.ts';

/** Of its own, so that its tables and Kith's cannot meet. */
const schema = 'kith_jobs';

interface QueueShape {
  /** How many run at once in a process. */
  readonly workers: number;
  /** A job that takes longer was lost, and is done again by another worker. */
  readonly expireInSeconds: number;
  /** How often the queue is asked. What this process sends is begun at once. */
  readonly pollingIntervalSeconds: number;
}

const shapes: { readonly [Name in JobName]: QueueShape } = {
  prepare: { workers: 1, expireInSeconds: 900, pollingIntervalSeconds: 5 },
  walk: { workers: 2, expireInSeconds: 300, pollingIntervalSeconds: 2 },
  message: { workers: 2, expireInSeconds: 300, pollingIntervalSeconds: 2 },
  chore: { workers: 1, expireInSeconds: 900, pollingIntervalSeconds: 5 },
  'forget-guild': { workers: 1, expireInSeconds: 900, pollingIntervalSeconds: 15 },
  tick: { workers: 1, expireInSeconds: 120, pollingIntervalSeconds: 5 },
};

const names = Object.keys(shapes) as JobName[];

/** Discord's outages last minutes, rarely hours: with the growing delays the last attempt is after a day. */
const retries = { retryLimit: 12, retryDelay: 5, retryBackoff: true } as const;

/** The queue, on pg-boss, in the same database as everything else. */
export class JobQueue implements Jobs {
  readonly #boss: PgBoss;
  readonly #log: Logger;
  readonly #stopping = new AbortController();
  readonly #workers = new Map<JobName, string[]>();
  readonly #running = new Set<Promise<void>>();

  private constructor(boss: PgBoss, log: Logger) {
    this.#boss = boss;
    this.#log = log;
  }

  /** @throws DatabaseSetupError when the database role may not create the queue's schema. */
  static async start(storage: QueueStorage, log: Logger): Promise<JobQueue> {
    const boss = new PgBoss({
      db: storage,
      schema,
      maintenanceIntervalSeconds: 30,
      // Ids of messages that may be deleted by now: no reason to keep them for long.
      archiveCompletedAfterSeconds: 600,
      archiveFailedAfterSeconds: 86_400,
      deleteAfterHours: 24,
    });
    boss.on('error', (error) => log.warn({ err: error }, 'the queue met an error'));
    try {
      await boss.start();
    } catch (error) {
      throw explain(error);
    }
    for (const name of names) {
      const { expireInSeconds } = shapes[name];
      const options = { name, policy: 'standard', expireInSeconds, ...retries } as const;
      await boss.createQueue(name, options);
      // A queue that was made by an earlier version keeps what it was made with.
      await boss.updateQueue(name, options);
    }
    return new JobQueue(boss, log);
  }

  async send<Name extends JobName>(name: Name, payload: JobPayloads[Name]): Promise<void> {
    await this.#boss.send(name, payload);
    for (const worker of this.#workers.get(name) ?? []) {
      this.#boss.notifyWorker(worker);
    }
  }

  /** Starts to do jobs, and to look for work that is due every minute. */
  async work(handlers: JobHandlers): Promise<void> {
    for (const name of names) {
      await this.#workOn(name, handlers);
    }
    await this.#boss.schedule('tick', '* * * * *');
    await this.send('tick', {});
  }

  async #workOn<Name extends JobName>(name: Name, { [name]: handler }: JobHandlers): Promise<void> {
    const { workers, pollingIntervalSeconds } = shapes[name];
    const ids: string[] = [];
    for (let worker = 0; worker < workers; worker++) {
      ids.push(
        await this.#boss.work<JobPayloads[Name]>(
          name,
          { batchSize: 1, pollingIntervalSeconds },
          async ([job]) => {
            if (job !== undefined) await this.#track(this.#run(name, handler, job.data));
          },
        ),
      );
    }
    this.#workers.set(name, ids);
  }

  async #run<Name extends JobName>(
    name: Name,
    handler: JobHandler<Name>,
    payload: JobPayloads[Name],
  ): Promise<void> {
    const { signal } = this.#stopping;
    try {
      signal.throwIfAborted();
      await handler(payload, signal);
    } catch (error) {
      if (signal.aborted) this.#log.debug({ job: name }, 'job interrupted, to be done again');
      else this.#log.warn({ job: name, err: error }, 'job failed, to be done again');
      // The queue keeps what it is told of a failure: that must not be more than this.
      throw new Error(signal.aborted ? 'interrupted' : 'failed');
    }
  }

  async #track(run: Promise<void>): Promise<void> {
    this.#running.add(run);
    try {
      await run;
    } finally {
      this.#running.delete(run);
    }
  }

  /** Interrupts what is running; it is done again after the next start. */
  async stop(): Promise<void> {
    this.#stopping.abort(new Error('stopping'));
    await Promise.allSettled(this.#running);
    await this.#boss.stop({ graceful: true, timeout: 5_000 });
  }
}

function explain(error: unknown): unknown {
  const state = error instanceof Error && 'sqlState' in error ? error.sqlState : undefined;
  const permissionDenied = '42501';
  return state === permissionDenied
    ? new DatabaseSetupError(
        'migration-failed',
        `Kith's database role may not create the schema "${schema}" for its queue. ` +
          'Let an administrator run, with the database and the role put in: GRANT CREATE ON DATABASE … TO …;',
        { cause: error },
      )
    : error;
}
