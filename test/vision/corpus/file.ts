import type { UserErrorCode } from '../../../src/errors/user-error.ts';

/** A file of the corpus. */
export interface CorpusFile {
  /** Unique, and fit for a file system. Its extension may lie. */
  readonly name: string;
  readonly bytes: Uint8Array;
  /** What the decoder has to say of it, where that is certain. */
  readonly outcome?: 'decoded' | UserErrorCode;
}
