import { errors } from 'undici';

/**
 * Why a download failed, in words that may be logged: a signed attachment URL is a secret, so the message holds the
 * origin and a code, never a path or a query. The cause of every `UserError` that a download ends with.
 */
export class DownloadFault extends Error {
  override readonly name = 'DownloadFault';
  /** Whether asking once more may help: the connection broke, or the server said "later". */
  readonly transient: boolean;
  /** How long the server asked to wait, if it did. */
  readonly retryAfterMs: number | null;

  constructor(message: string, options: { transient?: boolean; retryAfterMs?: number | null } = {}) {
    super(message);
    this.transient = options.transient ?? false;
    this.retryAfterMs = options.retryAfterMs ?? null;
  }
}

/** Codes of a connection that broke: the other side restarted, or closed a kept-alive connection as it was used. */
const RESET_CODES: ReadonlySet<string> = new Set(['ECONNRESET', 'EPIPE', 'UND_ERR_SOCKET']);

/**
 * The fault for an error of undici or of a socket, which carries a code. Nothing else of the error is kept: a parser
 * error holds bytes of the picture. Null for an error without a code: that is a bug, to be thrown on as it is.
 */
export function faultOf(error: unknown, origin: string): DownloadFault | null {
  const code = codeOf(error);
  return code === null ? null : new DownloadFault(`${origin}: ${code}`, { transient: RESET_CODES.has(code) });
}

/** The code of an error of undici or Node, if it is one. */
export function codeOf(error: unknown): string | null {
  if (!(error instanceof Error)) return null;
  if ('code' in error && typeof error.code === 'string') return error.code;
  // undici gives only some of its parser's errors a code.
  return error instanceof errors.HTTPParserError ? 'HPE_UNKNOWN' : null;
}
