import { type ChildProcess, fork } from 'node:child_process';
import { type Deferred, deferred } from './deferred.ts';
import { workerEnvironment } from './worker-environment.ts';
import {
  fromWire,
  type ReadyMessage,
  type SentMessage,
  type StartMessage,
  type Task,
  type TaskMessage,
  type TaskResult,
  type WorkerSettings,
} from './worker-protocol.ts';

export type WorkerState = 'starting' | 'idle' | 'busy';
export type LossReason = 'crashed' | 'timed-out' | 'not-started' | 'closed';

/** A task has no answer because its worker is gone. What ended it is the cause, where that is known. */
export class WorkerLostError extends Error {
  override readonly name = 'WorkerLostError';
  readonly reason: LossReason;

  constructor(reason: LossReason, message: string, options?: ErrorOptions) {
    super(message, options);
    this.reason = reason;
  }
}

export interface WorkerOptions {
  readonly entry: URL;
  readonly settings: WorkerSettings;
  /** Limit of the JavaScript heap in MB: pixels and tensors lie outside it. */
  readonly heapMb: number;
  /** Time to load the models, after which the worker is given up. */
  readonly startMs: number;
}

/**
 * Each of glibc's arenas keeps what one thread of sharp or ONNX Runtime has freed: with a single one a worker takes a
 * quarter less memory and no more time (`npm run bench:memory`). Whoever set it otherwise is obeyed; musl ignores it.
 */
const oneArena = { MALLOC_ARENA_MAX: '1' };

/** For V8's young objects: hardly any live in a worker, as pixels lie outside the heap. V8's own limit is 16. */
const semiSpaceMb = 4;

/** How much of what a worker last wrote to its standard error is kept, to say why it ended. */
const lastWordsLength = 2000;

/** One worker, from its start to its end; the pool makes another in its place. */
export class WorkerProcess {
  readonly #child: ChildProcess;
  readonly #ready = deferred<ReadyMessage>();
  readonly #lost = deferred<WorkerLostError>();
  readonly #gone = deferred<void>();
  #task: Deferred<TaskResult> | undefined;
  #answers = 0;
  #rss = 0;
  #lastWords = '';
  #state: 'starting' | 'ready' | 'lost' = 'starting';

  constructor({ entry, settings, heapMb, startMs }: WorkerOptions) {
    this.#child = fork(entry, {
      // Typed arrays arrive as such.
      serialization: 'advanced',
      env: { ...oneArena, ...workerEnvironment(process.env) },
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
      // A debugger's port can be had once only.
      execArgv: [
        ...process.execArgv.filter((argument) => !argument.startsWith('--inspect')),
        `--max-old-space-size=${heapMb}`,
        `--max-semi-space-size=${semiSpaceMb}`,
        // serve-tasks.ts collects after each picture. On one thread: the heap has 10 MB, and the other processors have
        // pictures of their own, while each of V8's threads takes some milliseconds to help.
        '--expose-gc',
        '--single-threaded-gc',
      ],
    });
    this.#child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      this.#lastWords = (this.#lastWords + text).slice(-lastWordsLength);
    });
    this.#child.on('message', (message: SentMessage) => this.#receive(message));
    this.#child.on('error', (error) => {
      this.#lose('crashed', 'A vision worker cannot be started or reached', error);
      if (this.#child.pid === undefined) this.#gone.resolve();
    });
    // After `exit`, when all of standard error has been read.
    this.#child.on('close', (code, signal) => {
      const words = this.#lastWords.trim();
      const cause = words === '' ? undefined : new Error(words);
      this.#lose('crashed', `A vision worker ended with ${signal ?? `code ${code}`}`, cause);
      this.#gone.resolve();
    });
    const giveUp = () => this.#lose('not-started', `A vision worker did not start within ${startMs} ms`);
    const timer = setTimeout(giveUp, startMs);
    const stopTimer = () => clearTimeout(timer);
    this.ready.then(stopTimer, stopTimer);
    this.#send({ type: 'start', settings });
  }

  /** Resolves when the worker can take tasks; rejects with a WorkerLostError when it is lost before. */
  get ready(): Promise<ReadyMessage> {
    return this.#ready.promise;
  }

  /** Resolves with the reason as soon as the worker is of no more use, which is before it is gone. */
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

  get state(): WorkerState {
    return this.busy ? 'busy' : this.idle ? 'idle' : 'starting';
  }

  /** Memory of the process when it last spoke, in bytes; 0 before it did. */
  get rss(): number {
    return this.#rss;
  }

  /**
   * Runs one task; the worker must be idle. A task that takes longer than `limitMs` is ended with its worker, since
   * nothing else stops a computation.
   * @throws what the task throws, or a WorkerLostError.
   */
  async run(task: Task, limitMs: number): Promise<TaskResult> {
    if (!this.idle) throw new Error('A worker takes one task at a time, once it is ready');
    const answer = deferred<TaskResult>();
    this.#task = answer;
    this.#send({ type: 'task', task });
    const giveUp = () => this.#lose('timed-out', `A picture took longer than ${limitMs} ms`);
    const timer = setTimeout(giveUp, limitMs);
    try {
      return await answer.promise;
    } finally {
      clearTimeout(timer);
    }
  }

  /** Ends the worker; a task that is running fails as `closed`. Resolves when it is gone. */
  async close(): Promise<void> {
    this.#lose('closed', 'The vision pool was closed');
    await this.#gone.promise;
  }

  #send(message: StartMessage | TaskMessage): void {
    this.#child.send(message, (error) => {
      if (error !== null) this.#lose('crashed', 'A vision worker cannot be reached', error);
    });
  }

  #receive(message: SentMessage): void {
    this.#rss = message.rss;
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
        this.#takeTask()?.resolve(message.result);
        return;
      case 'failed':
        this.#answers++;
        this.#takeTask()?.reject(fromWire(message.error));
    }
  }

  #takeTask(): Deferred<TaskResult> | undefined {
    const task = this.#task;
    this.#task = undefined;
    return task;
  }

  /** Only the first reason counts. Does not wait for the end of the process. */
  #lose(reason: LossReason, message: string, cause?: unknown): void {
    if (this.#state === 'lost') return;
    this.#state = 'lost';
    const loss = new WorkerLostError(reason, message, { cause });
    this.#ready.reject(loss);
    this.#takeTask()?.reject(loss);
    this.#lost.resolve(loss);
    // It has nothing to put in order, and may be where it hears nothing else.
    this.#child.kill('SIGKILL');
  }
}
