/**
 * Runs `work` with a signal that aborts after `milliseconds`, with the reason that `expired` makes, or when `outer`
 * aborts, with its reason. Rejects with that reason at once, also when the work does not heed the signal: a request
 * that still waits for a connection does not.
 */
export async function withTimeLimit<T>(
  milliseconds: number,
  expired: () => Error,
  outer: AbortSignal | undefined,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  outer?.throwIfAborted();
  // Not AbortSignal.any over AbortSignal.timeout: Node 20 may collect such a signal before it fires.
  const controller = new AbortController();
  const { signal } = controller;
  const timer = setTimeout(() => controller.abort(expired()), milliseconds);
  const abort = () => controller.abort(outer?.reason);
  outer?.addEventListener('abort', abort, { once: true });
  const aborted = new Promise<never>((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  });
  try {
    return await Promise.race([work(signal), aborted]);
  } finally {
    clearTimeout(timer);
    outer?.removeEventListener('abort', abort);
  }
}
