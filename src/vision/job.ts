import { deferred } from './deferred.ts';
import type { Queued } from './fair-queue.ts';
import type { TaskRequest } from './types.ts';
import type { Task, TaskResult } from './worker-protocol.ts';

/** One task with a picture, from when it is asked for until its caller has an answer. */
export class Job implements Queued {
  readonly task: Task;
  readonly priority: TaskRequest['priority'];
  readonly guildId: string;
  /** When it was asked for, on the clock of `performance`. */
  readonly since = performance.now();
  /** How often a worker has taken it. */
  attempts = 0;
  readonly #answer = deferred<TaskResult>();
  readonly #signal: AbortSignal | undefined;
  readonly #onAbort: () => void;

  /** @param aborted is told when the caller does not want the answer any more. */
  constructor(task: Task, request: TaskRequest, aborted: () => void) {
    this.task = task;
    this.priority = request.priority;
    this.guildId = request.guildId;
    this.#signal = request.signal;
    this.#onAbort = () => {
      this.reject(this.#signal?.reason);
      aborted();
    };
    this.#signal?.addEventListener('abort', this.#onAbort, { once: true });
  }

  get answer(): Promise<TaskResult> {
    return this.#answer.promise;
  }

  resolve(result: TaskResult): void {
    this.#forgetSignal();
    this.#answer.resolve(result);
  }

  reject(error: unknown): void {
    this.#forgetSignal();
    this.#answer.reject(error);
  }

  #forgetSignal(): void {
    this.#signal?.removeEventListener('abort', this.#onAbort);
  }
}
