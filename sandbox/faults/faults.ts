import type { EventLog } from '../log.ts';

/** What goes wrong with a request to REST. */
export type RestFault =
  | { readonly kind: 'status'; readonly status: 500 | 502 | 503 | 504 }
  /** 429 with this retry time; `global` as if the whole bot were too fast. */
  | { readonly kind: 'rate-limit'; readonly retryAfterMs: number; readonly global?: boolean }
  /** Answers late. */
  | { readonly kind: 'stall'; readonly ms: number }
  /** The connection breaks before the request has any effect. */
  | { readonly kind: 'drop' }
  /** The request takes effect, but its answer is lost. */
  | { readonly kind: 'drop-answer' };

/** What goes wrong with a download from the CDN. */
export type CdnFault =
  | { readonly kind: 'status'; readonly status: 403 | 404 | 500 | 502 | 503 }
  /** Nothing comes for a while, not even headers. */
  | { readonly kind: 'stall'; readonly ms: number }
  /** `bytes` at a time, one piece every `everyMs`. */
  | { readonly kind: 'drip'; readonly bytes: number; readonly everyMs: number }
  /** The connection breaks after `bytes` of the body. */
  | { readonly kind: 'truncate'; readonly bytes: number }
  /** Headers promise `bytes`; the body is what it is. */
  | { readonly kind: 'content-length'; readonly bytes: number }
  /** No length is told, and the body goes on and on after the file: for limits on what arrives. */
  | { readonly kind: 'endless' }
  | { readonly kind: 'redirect'; readonly to: string }
  /** Other bytes than were uploaded. */
  | { readonly kind: 'body'; readonly bytes: Uint8Array };

interface Planned<Fault> {
  readonly matches: (target: string) => boolean;
  readonly fault: Fault;
  left: number;
}

/** Faults waiting for requests to hit. Each hits the next `times` requests it matches, oldest first. */
export class FaultPlan<Fault extends { readonly kind: string }> {
  readonly #planned: Planned<Fault>[] = [];
  readonly #log: EventLog;

  constructor(log: EventLog) {
    this.#log = log;
  }

  /**
   * @param target for REST the method and route, such as `POST /channels/:channelId/messages`, for the CDN a
   *   file name; or a pattern that is tried on method and path, or on the path.
   */
  inject(target: string | RegExp, fault: Fault, times = 1): void {
    const matches =
      typeof target === 'string'
        ? (seen: string) => seen.split('\n').includes(target)
        : (seen: string) => seen.split('\n').some((line) => target.test(line));
    this.#planned.push({ matches, fault, left: times });
  }

  clear(): void {
    this.#planned.length = 0;
  }

  /** The fault for a request known by any of these names, used up by one. */
  take(...names: readonly string[]): Fault | null {
    const seen = names.join('\n');
    const planned = this.#planned.find(({ matches, left }) => left > 0 && matches(seen));
    if (planned === undefined) {
      return null;
    }
    planned.left--;
    this.#log.write({ kind: 'fault', what: `${planned.fault.kind} on ${names[0]}` });
    return planned.fault;
  }
}
