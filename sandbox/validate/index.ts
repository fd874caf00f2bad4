import type { InvalidFormBody } from './report.ts';

export type { ErrorTree, FieldError, InvalidFormBody } from './report.ts';

/** What a message validator must know besides the body. */
export interface MessageContext {
  readonly kind: 'create' | 'edit';
  /** File names of the `files[n]` parts of the request, in order. */
  readonly attachmentNames: readonly string[];
  /** The message being edited carries IS_COMPONENTS_V2. */
  readonly componentsV2AlreadySet?: boolean;
  /** Sum of the sizes of the files, in bytes. */
  readonly totalBytes: number;
  /** `attachment_size_limit` of the interaction or guild, in bytes. */
  readonly attachmentSizeLimit: number;
}

export function validateMessage(_body: unknown, _context: MessageContext): InvalidFormBody | null {
  return null;
}

export function validateCommands(
  _commands: readonly unknown[],
  _scope: 'global' | 'guild',
): InvalidFormBody | null {
  return null;
}

export function validateModal(_body: unknown): InvalidFormBody | null {
  return null;
}

export function validateAutocomplete(_body: unknown): InvalidFormBody | null {
  return null;
}
