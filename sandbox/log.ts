import { EventEmitter } from 'node:events';
import type { Clock } from './clock.ts';

/** What can be seen happening in the sandbox. Tokens and signatures are left out of paths. */
export type SandboxEvent =
  | {
      readonly kind: 'request';
      readonly applicationId: string | null;
      readonly method: string;
      readonly path: string;
      readonly status: number;
      /** Discord's JSON error code, or null. */
      readonly code: number | null;
      readonly durationMs: number;
    }
  | {
      readonly kind: 'cdn';
      readonly path: string;
      readonly status: number;
    }
  | {
      readonly kind: 'gateway';
      readonly applicationId: string | null;
      readonly what: string;
    }
  | {
      readonly kind: 'dispatch';
      readonly applicationId: string;
      readonly event: string;
      readonly shard: number;
    }
  | {
      readonly kind: 'message';
      readonly what: 'created' | 'edited' | 'deleted';
      readonly messageId: string;
      readonly channelId: string;
      readonly authorId: string;
      /** The interaction that made the message, if one did. */
      readonly interactionId: string | null;
    }
  | {
      readonly kind: 'interaction';
      readonly what: 'created' | 'acknowledged' | 'rejected';
      readonly interactionId: string;
      readonly userId: string;
      /** For people: `/enroll`, `button "Accept"`, … or how it was acknowledged. */
      readonly detail: string;
    }
  | { readonly kind: 'state'; readonly what: string }
  | { readonly kind: 'fault'; readonly what: string };

export type LoggedEvent = SandboxEvent & {
  readonly sequence: number;
  /** Milliseconds since the epoch, by the sandbox's clock. */
  readonly at: number;
};

type Listener = (event: LoggedEvent) => void;

/** Everything that happened, in order, for tests, the demo and pages to read; and to listen to. */
export class EventLog {
  readonly #clock: Clock;
  readonly #entries: LoggedEvent[] = [];
  readonly #emitter = new EventEmitter().setMaxListeners(0);

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  get entries(): readonly LoggedEvent[] {
    return this.#entries;
  }

  write(event: SandboxEvent): void {
    const entry = { ...event, sequence: this.#entries.length, at: this.#clock.now() };
    this.#entries.push(entry);
    this.#emitter.emit('event', entry);
  }

  /** @returns a function that stops listening. */
  listen(listener: Listener): () => void {
    this.#emitter.on('event', listener);
    return () => this.#emitter.off('event', listener);
  }
}

/** One line for people: used in the errors of the waiting helpers. */
export function describeEvent(event: SandboxEvent): string {
  switch (event.kind) {
    case 'request':
      return `${event.method} ${event.path} -> ${event.status}${event.code === null ? '' : ` (code ${event.code})`}`;
    case 'cdn':
      return `GET ${event.path} -> ${event.status}`;
    case 'gateway':
      return `gateway: ${event.what}`;
    case 'dispatch':
      return `dispatched ${event.event}`;
    case 'message':
      return `message ${event.messageId} ${event.what}`;
    case 'interaction':
      return `interaction ${event.detail} ${event.what}`;
    case 'state':
      return event.what;
    case 'fault':
      return `injected: ${event.what}`;
  }
}
