import { availableParallelism } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { UserError } from '../errors/user-error.ts';
import type { Logger } from '../log/logger.ts';
import type { NumberedFace } from '../pictures/overlay.ts';
import type { PictureMaker } from '../pictures/picture-maker.ts';
import type { StoredCopy } from '../pictures/stored-copy.ts';
import { decodeLimits } from './decode-limits.ts';
import { deferred } from './deferred.ts';
import type { EngineName } from './engine.ts';
import { FairQueue } from './fair-queue.ts';
import { Job } from './job.ts';
import type { AnalyseRequest, Analysis, FaceAnalyser, TaskRequest } from './types.ts';
import { type LossReason, WorkerLostError, WorkerProcess, type WorkerState } from './worker-process.ts';
import type { ReadyMessage, Task, TaskKind, TaskResults } from './worker-protocol.ts';

export interface VisionPoolOptions {
  readonly log: Pick<Logger, 'info' | 'warn'>;
  readonly engine?: EngineName | 'auto';
  /** Each holds the models: about 200 MB with the native engine, 500 MB with face-api on WebAssembly. */
  readonly workers?: number;
  /** Larger files are refused as `image-too-large`. */
  readonly maximumBytes?: number;
  /** Time for one picture, from when its worker begins. */
  readonly taskMs?: number;
  /** Time for a worker to load its models. */
  readonly startMs?: number;
  readonly queue?: QueueLimits;
  /** Limit of each worker's JavaScript heap in MB: pixels and tensors lie outside it. */
  readonly heapMb?: number;
  readonly observer?: PoolObserver;
  /** A module that calls `serveTasks`: another one lets tests hang and crash. */
  readonly workerEntry?: URL;
}

/** Is told what cannot be seen from outside. Must not throw. */
export interface PoolObserver {
  /** A worker took a picture that waited so long. */
  taken(priority: TaskRequest['priority'], waitedMs: number): void;
  lost(reason: LossReason): void;
}

/** What waits and who works at this moment. */
export interface PoolLoad {
  readonly waiting: Readonly<Record<TaskRequest['priority'], number>>;
  readonly workers: readonly { readonly state: WorkerState; readonly rss: number }[];
}

/** How much may wait; past any of them the answer to an analysis is `busy`. */
export interface QueueLimits {
  /** Pictures of one priority. */
  readonly total: number;
  /** Pictures of one priority and one guild: none can fill the queue for the others. */
  readonly perGuild: number;
  /** Size of all the files that wait. */
  readonly bytes: number;
}

/** Compiled, this file and the entry have another extension. */
const defaultEntry = new URL(`./worker.${import.meta.url.endsWith('.ts') ? 'ts' : 'js'}`, import.meta.url);

/** A worker that is lost before it answered anything will likely be lost again: another waits, longer each time. */
const restartDelay = (failures: number): number => (failures < 2 ? 0 : Math.min(30_000, 250 * 2 ** failures));

/**
 * Starts worker processes that do all that has to do with a picture's file, so that the calling thread never waits for
 * a computation, and no stranger's file is decoded where the token is.
 * Resolves when the first can work; the others follow on their own. The first chooses the engine for all of them,
 * since descriptors of different engines cannot be compared.
 *
 * They are processes because a crash in native code, be it a decoder's on a hostile picture or ONNX Runtime's when
 * it is ended in the middle of a run, ends the whole process it happens in: see docs/decisions/0013-vision-workers.md.
 * @throws WorkerLostError that says why when no engine can be loaded.
 */
export async function createVisionPool(options: VisionPoolOptions): Promise<VisionPool> {
  const settings = withDefaults(options);
  const first = startWorker(settings, settings.engine);
  try {
    const about = await first.ready;
    const { engine, runtime, reason, modelVersion } = about;
    const { log, workers } = settings;
    log.info({ engine, runtime, reason, modelVersion, workers }, 'vision engine loaded');
    return new VisionPool(settings, first, about);
  } catch (error) {
    await first.close();
    throw error;
  }
}

function withDefaults(options: VisionPoolOptions): Required<VisionPoolOptions> {
  return {
    engine: 'auto',
    workers: Math.min(availableParallelism(), 2),
    maximumBytes: decodeLimits.maxBytes,
    taskMs: 30_000,
    startMs: 60_000,
    queue: { total: 64, perGuild: 16, bytes: 256 * 2 ** 20 },
    heapMb: 512,
    observer: { taken() {}, lost() {} },
    workerEntry: defaultEntry,
    ...options,
  };
}

function startWorker(settings: Required<VisionPoolOptions>, engine: EngineName | 'auto'): WorkerProcess {
  return new WorkerProcess({
    entry: settings.workerEntry,
    settings: { engine, limits: { ...decodeLimits, maxBytes: settings.maximumBytes } },
    heapMb: settings.heapMb,
    startMs: settings.startMs,
  });
}

export class VisionPool implements FaceAnalyser, PictureMaker {
  readonly modelVersion: string;
  readonly engine: EngineName;
  readonly #settings: Required<VisionPoolOptions>;
  readonly #workers = new Set<WorkerProcess>();
  readonly #keepers: Promise<void>[];
  readonly #queue = new FairQueue<Job>();
  /** Jobs without an answer, waiting or at work. */
  readonly #open = new Set<Job>();
  readonly #closed = deferred<void>();
  #accepting = true;
  #isClosed = false;
  /** Moving average of what a picture takes a worker. */
  #typicalMs = 1000;

  constructor(settings: Required<VisionPoolOptions>, first: WorkerProcess, about: ReadyMessage) {
    this.modelVersion = about.modelVersion;
    this.#settings = settings;
    this.engine = about.engine;
    this.#keepers = [this.#keep(first)];
    while (this.#keepers.length < settings.workers) this.#keepers.push(this.#keep(this.#startWorker()));
  }

  async analyse(bytes: Uint8Array, request: AnalyseRequest): Promise<Analysis> {
    return await this.#run({ kind: 'analyse', bytes, effort: request.effort }, request);
  }

  async drawNumberedBoxes(
    bytes: Uint8Array,
    faces: readonly NumberedFace[],
    request: TaskRequest,
  ): Promise<Uint8Array> {
    return await this.#run({ kind: 'number', bytes, faces }, request);
  }

  async makeStoredCopy(bytes: Uint8Array, request: TaskRequest): Promise<StoredCopy> {
    return await this.#run({ kind: 'copy', bytes }, request);
  }

  /**
   * @param task whose bytes must not be changed before there is an answer.
   * @throws UserError `no-image`, `image-*`, `busy` for an analysis when too much waits already, `analysis-failed`
   *   when the picture took too long or ended two workers, `restarting` when the pool is closed; WorkerLostError when
   *   no worker can be started; the signal's reason when it is aborted.
   */
  async #run<Kind extends TaskKind>(
    task: Task & { readonly kind: Kind },
    request: TaskRequest,
  ): Promise<TaskResults[Kind]> {
    request.signal?.throwIfAborted();
    if (!this.#accepting) throw closedError();
    if (task.kind === 'analyse') this.#refuseWhenFull(task.bytes, request);
    const job = new Job(task, request, () => this.#queue.remove(job));
    this.#open.add(job);
    // What comes after the analysis is what an answer is made of: it is neither refused nor does it wait for others'
    // analyses, or all the work on those that were let in would end in nothing whenever too many come.
    if (task.kind === 'analyse') this.#queue.push(job);
    else this.#queue.pushFirst(job);
    this.#dispatch();
    try {
      // A worker answers the task that it was given.
      return (await job.answer) as TaskResults[Kind];
    } finally {
      this.#open.delete(job);
    }
  }

  /**
   * Takes no more work, then ends the workers.
   * @param options.drain lets what waits and runs be finished before; without it all that fails as `closed`.
   */
  async close({ drain = false }: { drain?: boolean } = {}): Promise<void> {
    this.#accepting = false;
    if (drain) await Promise.allSettled([...this.#open].map((job) => job.answer));
    this.#isClosed = true;
    this.#closed.resolve();
    for (let job = this.#queue.take(); job !== undefined; job = this.#queue.take()) job.reject(closedError());
    await Promise.all([...this.#workers].map((worker) => worker.close()));
    await Promise.all(this.#keepers);
  }

  /** Whether a worker takes pictures now, or will when it has done the one it has. */
  get hasWorker(): boolean {
    return [...this.#workers].some((worker) => worker.idle || worker.busy);
  }

  load(): PoolLoad {
    return {
      waiting: { interactive: this.#queue.size('interactive'), background: this.#queue.size('background') },
      workers: [...this.#workers].map(({ state, rss }) => ({ state, rss })),
    };
  }

  #refuseWhenFull(bytes: Uint8Array, request: TaskRequest): void {
    const { total, perGuild, bytes: maximumBytes } = this.#settings.queue;
    const openBytes = [...this.#open].reduce((sum, job) => sum + job.task.bytes.byteLength, 0);
    const isFull =
      this.#queue.size(request.priority) >= total ||
      this.#queue.sizeOf(request) >= perGuild ||
      (openBytes > 0 && openBytes + bytes.byteLength > maximumBytes);
    if (isFull) throw new UserError('busy', { retryAfterSeconds: this.#secondsUntilFree(request.priority) });
  }

  /** What is before a newcomer, at the pace of late. Work in the background does not hold up interactive work. */
  #secondsUntilFree(priority: TaskRequest['priority']): number {
    const atWork = [...this.#workers].filter((worker) => worker.busy).length;
    const before =
      atWork + (priority === 'interactive' ? this.#queue.size('interactive') : this.#queue.size());
    return Math.max(1, Math.ceil((before * this.#typicalMs) / this.#settings.workers / 1000));
  }

  #dispatch(): void {
    for (const worker of this.#workers) {
      if (!worker.idle) continue;
      const job = this.#queue.take();
      if (job === undefined) return;
      void this.#perform(job, worker);
    }
  }

  async #perform(job: Job, worker: WorkerProcess): Promise<void> {
    if (job.attempts === 0) this.#settings.observer.taken(job.priority, performance.now() - job.since);
    job.attempts++;
    const started = performance.now();
    try {
      job.resolve(await worker.run(job.task, this.#settings.taskMs));
      this.#typicalMs += 0.2 * (performance.now() - started - this.#typicalMs);
    } catch (error) {
      // What crashed may have been something else's fault, such as memory; but only once.
      const again = error instanceof WorkerLostError && error.reason === 'crashed' && job.attempts < 2;
      if (again && !this.#isClosed && this.#open.has(job)) this.#queue.pushFirst(job);
      else job.reject(toAnswer(error));
    }
    this.#dispatch();
  }

  /** Looks after one place for a worker: when a worker is lost, another takes its place. */
  async #keep(first: WorkerProcess): Promise<void> {
    let failures = 0;
    for (let worker = first; ; worker = this.#startWorker()) {
      this.#workers.add(worker);
      worker.ready.then(
        () => this.#dispatch(),
        (error: unknown) => this.#failWhenNoneIsLeft(error),
      );
      const loss = await worker.lost;
      this.#workers.delete(worker);
      if (this.#isClosed) return;
      this.#settings.observer.lost(loss.reason);
      this.#settings.log.warn(
        { reason: loss.reason, err: loss },
        'vision worker lost, another takes its place',
      );
      failures = worker.answers > 0 ? 0 : failures + 1;
      await Promise.race([sleep(restartDelay(failures), undefined, { ref: false }), this.#closed.promise]);
      if (this.#isClosed) return;
    }
  }

  #startWorker(): WorkerProcess {
    return startWorker(this.#settings, this.engine);
  }

  /** Nobody should wait for workers that do not start; each later attempt answers those who came since. */
  #failWhenNoneIsLeft(error: unknown): void {
    if ([...this.#workers].some((worker) => worker.usable)) return;
    for (let job = this.#queue.take(); job !== undefined; job = this.#queue.take())
      job.reject(toAnswer(error));
  }
}

const closedError = () => toAnswer(new WorkerLostError('closed', 'The vision pool is closed'));

/** What is told to whoever asked. */
function toAnswer(error: unknown): unknown {
  if (!(error instanceof WorkerLostError)) return error;
  switch (error.reason) {
    case 'crashed':
    case 'timed-out':
      return new UserError('analysis-failed', {}, { cause: error });
    case 'closed':
      return new UserError('restarting', {}, { cause: error });
    case 'not-started':
      return error;
  }
}
