import { type ResourceLimits, Worker } from 'node:worker_threads';
import { type Deferred, deferred } from './deferred.ts';
import type { Analysis } from './types.ts';
import {
  fromWire,
  type ReadyMessage,
  type TaskMessage,
  type WorkerMessage,
  type WorkerSettings,
} from './worker-protocol.ts';

export type LossReason = 'crashed' | 'timed-out' | 'not-started' | 'closed';

/** A task has no answer because its worker thread is gone. What ended it is the cause. */
export class WorkerLostError extends Error {
  override readonly name = 'WorkerLostError';
  readonly reason: LossReason;

  constructor(reason: LossReason, message: string, options?: ErrorOptions) {
    super(message, options);
    this.reason = reason;
  }
}

export interface ThreadOptions {
  readonly entry: URL;
  readonly settings: WorkerSettings;
  readonly resourceLimits: ResourceLimits;
  /** Time to load the models, after which the thread is given up. */
  readonly startMs: number;
}

/** One worker thread, from its start to its end; the pool makes another in its place. */
export class WorkerThread {
  readonly #worker: Worker;
  readonly #ready = deferred<ReadyMessage>();
  readonly #lost = deferred<WorkerLostError>();
  readonly #gone = deferred<void>();
  #task: Deferred<Analysis> | undefined;
  #answers = 0;
  #state: 'starting' | 'ready' | 'lost' = 'starting';

  constructor({ entry, settings, resourceLimits, startMs }: ThreadOptions) {
    const isSource = entry.pathname.endsWith('.ts');
    this.#worker = new Worker(isSource ? new URL('./from-source.mjs', import.meta.url) : entry, {
      workerData: isSource ? { ...settings, entry: entry.href } : settings,
      resourceLimits,
      name: 'vision',
    });
    this.#worker.on('message', (message: WorkerMessage) => this.#receive(message));
    this.#worker.on('messageerror', (error) => this.#lose('crashed', 'A vision worker sent garbage', error));
    // An uncaught error in the thread, or its memory limit.
    this.#worker.on('error', (error) => this.#lose('crashed', 'A vision worker crashed', error));
    this.#worker.on('exit', (code) => {
      this.#lose('crashed', `A vision worker exited with code ${code}`);
      this.#gone.resolve();
    });
    const giveUp = () => this.#lose('not-started', `A vision worker did not start within ${startMs} ms`);
    const timer = setTimeout(giveUp, startMs);
    const stopTimer = () => clearTimeout(timer);
    this.ready.then(stopTimer, stopTimer);
  }

  /** Resolves when the thread can take tasks; rejects with a WorkerLostError when it is lost before. */
  get ready(): Promise<ReadyMessage> {
    return this.#ready.promise;
  }

  /** Resolves with the reason as soon as the thread is of no more use, which is before it is gone. */
  get lost(): Promise<WorkerLostError> {
    return this.#lost.promise;
  }

  get idle(): boolean {
    return this.#state === 'ready' && this.#task === undefined;
  }

  /** Whether it takes tasks now or may yet. */
  get usable(): boolean {
    return this.#state !== 'lost';
  }

  get busy(): boolean {
    return this.#task !== undefined;
  }

  /** How many tasks it has answered, with a result or with an error. */
  get answers(): number {
    return this.#answers;
  }

  /**
   * Runs one task; the thread must be idle. A task that takes longer than `limitMs` is ended with its thread, since
   * nothing else stops a computation.
   * @throws what the task throws, or a WorkerLostError.
   */
  async run({ bytes, effort }: TaskMessage, limitMs: number): Promise<Analysis> {
    if (!this.idle) throw new Error('A worker thread takes one task at a time, once it is ready');
    const task = deferred<Analysis>();
    this.#task = task;
    // A copy, whose memory is then moved: the original stays whole for its owner and for a second try, and a view
    // of a larger buffer does not take that along.
    const copy = new Uint8Array(bytes);
    const message: TaskMessage = { bytes: copy, effort };
    this.#worker.postMessage(message, [copy.buffer]);
    const giveUp = () => this.#lose('timed-out', `A picture took longer than ${limitMs} ms`);
    const timer = setTimeout(giveUp, limitMs);
    try {
      return await task.promise;
    } finally {
      clearTimeout(timer);
    }
  }

  /** Ends the thread; a task that is running fails as `closed`. Resolves when it is gone. */
  async close(): Promise<void> {
    this.#lose('closed', 'The vision pool was closed');
    await this.#gone.promise;
  }

  #receive(message: WorkerMessage): void {
    switch (message.type) {
      case 'ready':
        if (this.#state === 'starting') this.#state = 'ready';
        this.#ready.resolve(message);
        return;
      case 'start-failed': {
        const cause = fromWire(message.error);
        this.#lose('not-started', `A vision worker did not start: ${cause.message}`, cause);
        return;
      }
      case 'done':
        this.#answers++;
        this.#takeTask()?.resolve(message.analysis);
        return;
      case 'failed':
        this.#answers++;
        this.#takeTask()?.reject(fromWire(message.error));
    }
  }

  #takeTask(): Deferred<Analysis> | undefined {
    const task = this.#task;
    this.#task = undefined;
    return task;
  }

  /** Only the first reason counts. Does not wait for the thread, which may be deep in a native computation. */
  #lose(reason: LossReason, message: string, cause?: unknown): void {
    if (this.#state === 'lost') return;
    this.#state = 'lost';
    const loss = new WorkerLostError(reason, message, { cause });
    this.#ready.reject(loss);
    this.#takeTask()?.reject(loss);
    this.#lost.resolve(loss);
    void this.#worker.terminate();
  }
}
