import { deferred } from './deferred.ts';
import type { Queued } from './fair-queue.ts';
import type { AnalyseRequest, Analysis } from './types.ts';

/** One picture to analyse, from when it is asked for until its caller has an answer. */
export class Job implements Queued {
  readonly bytes: Uint8Array;
  readonly effort: AnalyseRequest['effort'];
  readonly priority: AnalyseRequest['priority'];
  readonly guildId: string;
  /** When it was asked for, on the clock of `performance`. */
  readonly since = performance.now();
  /** How often a worker has taken it. */
  attempts = 0;
  readonly #answer = deferred<Analysis>();
  readonly #signal: AbortSignal | undefined;
  readonly #onAbort: () => void;

  /** @param aborted is told when the caller does not want the answer any more. */
  constructor(bytes: Uint8Array, request: AnalyseRequest, aborted: () => void) {
    this.bytes = bytes;
    this.effort = request.effort;
    this.priority = request.priority;
    this.guildId = request.guildId;
    this.#signal = request.signal;
    this.#onAbort = () => {
      this.reject(this.#signal?.reason);
      aborted();
    };
    this.#signal?.addEventListener('abort', this.#onAbort, { once: true });
  }

  get answer(): Promise<Analysis> {
    return this.#answer.promise;
  }

  resolve(analysis: Analysis): void {
    this.#forgetSignal();
    this.#answer.resolve(analysis);
  }

  reject(error: unknown): void {
    this.#forgetSignal();
    this.#answer.reject(error);
  }

  #forgetSignal(): void {
    this.#signal?.removeEventListener('abort', this.#onAbort);
  }
}
