import { subscribe, unsubscribe } from 'node:diagnostics_channel';

/** An HTTP request that Kith made and whose answer it has read. Times by `performance.now()`. */
export interface MadeRequest {
  readonly method: string;
  /** Without its query, which holds signatures. */
  readonly path: string;
  readonly startedAt: number;
  readonly endedAt: number;
}

interface UndiciMessage {
  readonly request: { readonly origin: string | URL; readonly method: string; readonly path: string };
}

/** Tells of the requests of this process to an origin. @returns a function that ends it. */
export function observeRequests(origin: string, told: (request: MadeRequest) => void): () => void {
  const begun = new WeakMap<object, number>();
  const created = (message: unknown): void => {
    begun.set((message as UndiciMessage).request, performance.now());
  };
  const read = (message: unknown): void => {
    const { request } = message as UndiciMessage;
    const startedAt = begun.get(request);
    if (startedAt !== undefined && new URL(request.origin).origin === origin) {
      const [path = ''] = request.path.split('?');
      told({ method: request.method, path, startedAt, endedAt: performance.now() });
    }
  };
  subscribe('undici:request:create', created);
  subscribe('undici:request:trailers', read);
  return () => {
    unsubscribe('undici:request:create', created);
    unsubscribe('undici:request:trailers', read);
  };
}
