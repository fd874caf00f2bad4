import { UserError, type UserErrorCode, type UserErrorContexts } from '../errors/user-error.ts';
import type { NumberedFace } from '../pictures/overlay.ts';
import type { StoredCopy } from '../pictures/stored-copy.ts';
import type { DecodeLimits } from './decode-limits.ts';
import type { EngineName } from './engine.ts';
import type { Analysis, EngineOptions } from './types.ts';

/** What a worker is to do. */
export interface WorkerSettings {
  readonly engine: EngineName | 'auto';
  readonly limits: DecodeLimits;
}

/** Pool to worker, once. */
export interface StartMessage {
  readonly type: 'start';
  readonly settings: WorkerSettings;
}

/** What comes of a picture's file: its faces, the same with numbered boxes, or a smaller copy. */
export interface TaskResults {
  readonly analyse: Analysis;
  readonly number: Uint8Array;
  readonly copy: StoredCopy;
}

export type TaskKind = keyof TaskResults;
export type TaskResult = TaskResults[TaskKind];

/** What can be done with a picture's file, all that has to do with decoding it. */
export type Task = { readonly bytes: Uint8Array } & (
  | { readonly kind: 'analyse'; readonly effort: EngineOptions['effort'] }
  | { readonly kind: 'number'; readonly faces: readonly NumberedFace[] }
  | { readonly kind: 'copy' }
);

/** Pool to worker. */
export interface TaskMessage {
  readonly type: 'task';
  readonly task: Task;
}

/** Once, when the engine is loaded and warm. */
export interface ReadyMessage {
  readonly type: 'ready';
  readonly engine: EngineName;
  /** What it runs on, and why it was chosen, for the log. */
  readonly runtime: string;
  readonly reason: string;
  readonly modelVersion: string;
}

/** Worker to pool. A worker has one task at a time, so that an answer needs no number. */
export type WorkerMessage =
  | ReadyMessage
  | { readonly type: 'start-failed'; readonly error: WireError }
  | { readonly type: 'done'; readonly result: TaskResult }
  | { readonly type: 'failed'; readonly error: WireError };

/** With each message the memory of the process, in bytes: between two of them it does nothing that would change it. */
export type SentMessage = WorkerMessage & { readonly rss: number };

/** Structured cloning keeps neither the class of an error nor its own fields, so it goes over in parts. */
export type WireError =
  | {
      readonly kind: 'user';
      readonly code: UserErrorCode;
      readonly context: UserErrorContexts[UserErrorCode];
      readonly cause?: WireError;
    }
  | {
      readonly kind: 'other';
      readonly name: string;
      readonly message: string;
      readonly stack?: string;
      readonly cause?: WireError;
    };

export function toWire(error: unknown): WireError {
  if (!(error instanceof Error)) return { kind: 'other', name: 'Error', message: String(error) };
  const cause = error.cause === undefined ? {} : { cause: toWire(error.cause) };
  if (error instanceof UserError) {
    return { kind: 'user', code: error.code, context: error.context, ...cause };
  }
  const stack = error.stack === undefined ? {} : { stack: error.stack };
  return { kind: 'other', name: error.name, message: error.message, ...stack, ...cause };
}

export function fromWire(wire: WireError): Error {
  const options = wire.cause === undefined ? undefined : { cause: fromWire(wire.cause) };
  if (wire.kind === 'user') return new UserError(wire.code, wire.context, options);
  const error = new Error(wire.message, options);
  error.name = wire.name;
  if (wire.stack !== undefined) error.stack = wire.stack;
  return error;
}
