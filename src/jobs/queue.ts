import PgBoss from 'pg-boss';
import { DatabaseSetupError } from '../db/errors.ts';
import type { QueueStorage } from '../db/types.ts';
import type { Logger } from '../log/logger.ts';
import type { JobHandlers, JobName, JobPayloads, Jobs } from './jobs.ts';
import { type JobSource, JobWorker } from './worker.ts';

/** Of its own, so that its tables and Kith's cannot meet. */
const schema = 'kith_jobs';

interface QueueShape {
  /** How many run at once in a process. */
  readonly workers: number;
  /** A job that takes longer was lost, and is done again by another worker. */
  readonly expireInSeconds: number;
  /** How often the queue is asked. What this process sends is begun at once. */
  readonly pollingIntervalSeconds: number;
  /** The same job, sent again so soon, is one. At most as long as completed jobs stay (`archiveSeconds`). */
  readonly onceInSeconds?: number;
}

const archiveSeconds = 600;

const shapes: { readonly [Name in JobName]: QueueShape } = {
  // Sent every minute until it is done.
  prepare: { workers: 1, expireInSeconds: 900, pollingIntervalSeconds: 5, onceInSeconds: archiveSeconds },
  walk: { workers: 2, expireInSeconds: 300, pollingIntervalSeconds: 2 },
  message: { workers: 2, expireInSeconds: 60, pollingIntervalSeconds: 2 },
  chore: { workers: 1, expireInSeconds: 900, pollingIntervalSeconds: 5 },
  'forget-guild': { workers: 1, expireInSeconds: 900, pollingIntervalSeconds: 15 },
  tick: { workers: 1, expireInSeconds: 120, pollingIntervalSeconds: 5 },
};

const names = Object.keys(shapes) as JobName[];

const tickMs = 60_000;

/**
 * A process that was killed leaves its jobs behind as if they were being done. They expire; but a process mostly
 * starts because one ended, and need not wait for that. Should another one do them in fact, they are done twice then,
 * with the effect of once.
 */
const releaseActive = `update ${schema}.job set state = 'retry', start_after = now() where state = 'active'`;

/** What stands in a queue. */
export interface QueueDepth {
  readonly name: JobName;
  readonly due: number;
  /** Failed before, to be done again. */
  readonly later: number;
  readonly active: number;
  /** For how long the job that waits longest is due; 0 when none is. */
  readonly oldestSeconds: number;
}

const depths = `select queue.name as name,
  count(*) filter (where state < 'active' and start_after <= now())::int as due,
  count(*) filter (where state < 'active' and start_after > now())::int as later,
  count(*) filter (where state = 'active')::int as active,
  coalesce(extract(epoch from now() - min(start_after)
    filter (where state < 'active' and start_after <= now())), 0)::float8 as "oldestSeconds"
from unnest($1::text[]) as queue (name)
left join ${schema}.job on job.name = queue.name and job.state < 'completed'
group by queue.name`;

/** A worker took a job that was due for so long. */
export type JobTaken = (name: JobName, waitedMs: number) => void;

/** Discord's outages last minutes, rarely hours: with the growing delays the last attempt is after a day. */
const retries = { retryLimit: 12, retryDelay: 5, retryBackoff: true } as const;

type Worker = Pick<JobWorker<unknown>, 'wake' | 'stop'>;

/** The queue, on pg-boss, in the same database as everything else. */
export class JobQueue implements Jobs {
  readonly #boss: PgBoss;
  readonly #storage: QueueStorage;
  readonly #log: Logger;
  readonly #taken: JobTaken;
  readonly #workers = new Map<JobName, Worker[]>();
  #ticking: NodeJS.Timeout | undefined;

  private constructor(boss: PgBoss, storage: QueueStorage, log: Logger, taken: JobTaken) {
    this.#boss = boss;
    this.#storage = storage;
    this.#log = log;
    this.#taken = taken;
  }

  /**
   * @param taken must not throw.
   * @throws DatabaseSetupError when the database role may not create the queue's schema.
   */
  static async start(storage: QueueStorage, log: Logger, taken: JobTaken = () => {}): Promise<JobQueue> {
    const boss = new PgBoss({
      db: storage,
      schema,
      schedule: false,
      maintenanceIntervalSeconds: 15,
      // Ids of messages that may be deleted by now: no reason to keep them for long.
      archiveCompletedAfterSeconds: archiveSeconds,
      archiveFailedAfterSeconds: 86_400,
      deleteAfterHours: 24,
    });
    boss.on('error', (error) => log.warn({ err: error }, 'the queue met an error'));
    try {
      await storage.setUp(async () => {
        await boss.start();
        for (const name of names) {
          const { expireInSeconds } = shapes[name];
          const options = { name, policy: 'standard', expireInSeconds, ...retries } as const;
          await boss.createQueue(name, options);
          // A queue that was made by an earlier version keeps what it was made with.
          await boss.updateQueue(name, options);
        }
      });
    } catch (error) {
      throw explain(error);
    }
    return new JobQueue(boss, storage, log, taken);
  }

  async send<Name extends JobName>(name: Name, payload: JobPayloads[Name]): Promise<void> {
    const { onceInSeconds } = shapes[name];
    await this.#boss.send(
      name,
      payload,
      onceInSeconds === undefined
        ? {}
        : { singletonKey: JSON.stringify(payload), singletonSeconds: onceInSeconds },
    );
    this.#wake(name);
  }

  /** Jobs that are being done are to be done again: for the time when nobody does any. */
  async releaseActive(): Promise<void> {
    await this.#storage.executeSql(releaseActive, []);
  }

  /** Starts to do jobs, and to look for work that is due every minute. */
  work(handlers: JobHandlers): void {
    for (const name of names) {
      this.#workers.set(name, this.#workersOf(name, handlers));
    }
    const tick = () => {
      this.#tick().catch((error: unknown) =>
        this.#log.warn({ err: error }, 'the minute passes without work'),
      );
    };
    this.#ticking = setInterval(tick, tickMs);
    this.#ticking.unref();
    tick();
  }

  async depths(): Promise<QueueDepth[]> {
    const { rows } = await this.#storage.executeSql(depths, [names]);
    return rows as QueueDepth[];
  }

  /** Interrupts what is running; it is done again after the next start. */
  async stop(): Promise<void> {
    clearInterval(this.#ticking);
    await Promise.all([...this.#workers.values()].flat().map((worker) => worker.stop()));
    await this.#boss.stop({ graceful: false });
  }

  /** However many processes there are, one of them does it. */
  async #tick(): Promise<void> {
    await this.#boss.send('tick', {}, { singletonSeconds: tickMs / 1_000 });
    this.#wake('tick');
  }

  #wake(name: JobName): void {
    for (const worker of this.#workers.get(name) ?? []) {
      worker.wake();
    }
  }

  #workersOf<Name extends JobName>(name: Name, { [name]: handle }: JobHandlers): Worker[] {
    const boss = this.#boss;
    const taken = this.#taken;
    const { workers, pollingIntervalSeconds } = shapes[name];
    const source: JobSource<JobPayloads[Name]> = {
      async fetch() {
        const [job] = await boss.fetch<JobPayloads[Name]>(name, { includeMetadata: true });
        if (job === undefined) return null;
        // Both by the database's clock.
        taken(name, job.startedOn.getTime() - job.startAfter.getTime());
        return job;
      },
      complete: (id) => boss.complete(name, id),
      // The queue would keep what it is told of a failure, and that must not be the failure.
      fail: (id) => boss.fail(name, id, {}),
    };
    const pollingMs = pollingIntervalSeconds * 1_000;
    return Array.from(
      { length: workers },
      () => new JobWorker({ name, source, handle, pollingMs, log: this.#log }),
    );
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
