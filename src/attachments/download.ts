import type { LookupFunction } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { Agent, type Dispatcher } from 'undici';
import { UserError } from '../errors/user-error.ts';
import { checkUrl, parseOrigins } from './allowed-origins.ts';
import { codeOf, DownloadFault, faultOf } from './download-fault.ts';
import { createPublicLookup } from './public-address.ts';
import { withTimeLimit } from './time-limit.ts';

export interface DownloaderOptions {
  /** The only origins that are ever asked, redirects included; see `DISCORD_CDN_ORIGINS`. */
  readonly allowedOrigins: readonly string[];
  /** Largest file, in bytes. */
  readonly maximumBytes: number;
  /** For a connection, and then for the response's headers. Default 5,000. */
  readonly headersTimeoutMs?: number;
  /** Longest silence within a body. Default 5,000. */
  readonly bodyTimeoutMs?: number;
  /** For everything together: waiting for a connection, redirects, the retry, the body. Default 20,000. */
  readonly totalTimeoutMs?: number;
  /** Connections to one origin; further downloads wait for one. Default 16. */
  readonly connections?: number;
  /** Before the one retry, unless the server names a longer wait. Default 250. */
  readonly retryDelayMs?: number;
  /** Resolves names; its answers are checked. Default `dns.lookup`. */
  readonly lookup?: LookupFunction;
}

export interface DownloadOptions {
  readonly signal?: AbortSignal;
  /** The size that Discord gives with an attachment: one that is too large is refused without asking. */
  readonly declaredBytes?: number;
}

export interface Downloader {
  /**
   * Fetches a file. The bytes own their whole buffer, so it may be transferred to a thread.
   *
   * @throws UserError `download-failed`, `download-timeout` or `image-too-large`; where there is more to know, its
   *   cause is a `DownloadFault`, whose message may be logged. The signal's reason, when the signal aborts.
   */
  download(url: string, options?: DownloadOptions): Promise<Uint8Array<ArrayBuffer>>;
  /** Ends every connection; a download still running fails. */
  close(): Promise<void>;
}

const MAXIMUM_REDIRECTS = 3;
const REDIRECTS: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);
const TIMEOUT_CODES: ReadonlySet<string> = new Set([
  'UND_ERR_CONNECT_TIMEOUT',
  'UND_ERR_HEADERS_TIMEOUT',
  'UND_ERR_BODY_TIMEOUT',
  'ETIMEDOUT',
]);

/** Makes the one thing that fetches files from the network. What it refuses is in the threat model. */
export function createDownloader(options: DownloaderOptions): Downloader {
  const { maximumBytes } = options;
  const origins = parseOrigins(options.allowedOrigins);
  const headersTimeout = options.headersTimeoutMs ?? 5_000;
  const bodyTimeout = options.bodyTimeoutMs ?? 5_000;
  const totalTimeout = options.totalTimeoutMs ?? 20_000;
  const retryDelay = options.retryDelayMs ?? 250;

  const agent = new Agent({
    connections: options.connections ?? 16,
    headersTimeout,
    bodyTimeout,
    keepAliveTimeout: 30_000,
    // A literal address is never looked up: of those, `parseOrigins` let through the public and the loopback ones.
    connect: { timeout: headersTimeout, lookup: createPublicLookup(options.lookup) },
  });

  /** Asks for `start` and follows redirects by hand, so that each step passes the same check. */
  async function fetchOnce(start: URL, signal: AbortSignal): Promise<Uint8Array<ArrayBuffer>> {
    let url = start;
    for (let redirects = 0; ; redirects += 1) {
      const response = await agent.request({
        origin: url.origin,
        path: url.pathname + url.search,
        method: 'GET',
        headers: { accept: 'image/*', 'accept-encoding': 'identity' },
        signal,
      });
      if (response.statusCode === 200) return await readBody(response, url.origin, maximumBytes);
      discard(response.body);
      if (!REDIRECTS.has(response.statusCode)) throw statusFault(response, url.origin);
      if (redirects === MAXIMUM_REDIRECTS) throw new DownloadFault(`${url.origin}: too many redirects`);
      url = redirectTarget(response, url, origins);
    }
  }

  async function fetchWithRetry(url: URL, signal: AbortSignal): Promise<Uint8Array<ArrayBuffer>> {
    try {
      return await fetchOnce(url, signal);
    } catch (error) {
      const fault = error instanceof DownloadFault ? error : faultOf(error, url.origin);
      const delay = Math.max(retryDelay, fault?.retryAfterMs ?? 0);
      if (!fault?.transient || delay >= totalTimeout) throw error;
      await sleep(delay, undefined, { signal });
      return await fetchOnce(url, signal);
    }
  }

  return {
    async download(text, { signal: outer, declaredBytes } = {}) {
      const url = checkUrl(text, origins);
      if ('refused' in url) throw failed(new DownloadFault(url.refused));
      if (declaredBytes !== undefined && declaredBytes > maximumBytes) {
        throw new UserError('image-too-large', { bytes: declaredBytes, maximum: maximumBytes });
      }
      const expired = () => timedOut(totalTimeout, new DownloadFault(`${url.origin}: total time`));
      return await withTimeLimit(totalTimeout, expired, outer, async (signal) => {
        try {
          return await fetchWithRetry(url, signal);
        } catch (error) {
          throw toUserError(error, url.origin, { headersTimeout, bodyTimeout });
        }
      });
    },
    close: () => agent.destroy(),
  };
}

/**
 * Reads a body while it is small enough; undici fails one that ends before its Content-Length. Memory: the file
 * twice, for a moment, at the end.
 */
async function readBody(
  { headers, body }: Dispatcher.ResponseData,
  origin: string,
  maximum: number,
): Promise<Uint8Array<ArrayBuffer>> {
  const tooLarge = (bytes: number) => new UserError('image-too-large', { bytes, maximum });
  try {
    const encoding = headers['content-encoding'];
    if (encoding !== undefined && encoding !== 'identity') {
      throw new DownloadFault(`${origin}: encoded although identity was asked for`);
    }
    const declared = Number(headers['content-length'] ?? 0);
    if (declared > maximum) throw tooLarge(declared);

    const chunks: Uint8Array[] = [];
    let length = 0;
    for await (const chunk of body as AsyncIterable<Uint8Array>) {
      length += chunk.byteLength;
      if (length > maximum) throw tooLarge(length);
      chunks.push(chunk);
    }
    return join(chunks, length);
  } catch (error) {
    discard(body);
    throw error;
  }
}

/** Into a buffer of its own: `Buffer.concat` may take a slice of Node's shared pool. */
function join(chunks: readonly Uint8Array[], length: number): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(length);
  let offset = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, offset);
    offset += chunk.byteLength;
  }
  return bytes;
}

/** Gives up a body that nobody will read, and its connection with it: how long it may be is not known. */
function discard(body: Dispatcher.ResponseData['body']): void {
  // Destroying an unread body makes undici emit an error about just that.
  body.on('error', () => undefined);
  body.destroy();
}

function statusFault({ statusCode, headers }: Dispatcher.ResponseData, origin: string): DownloadFault {
  const transient = statusCode === 429 || statusCode >= 500;
  const seconds = Number(headers['retry-after']);
  const retryAfterMs = Number.isFinite(seconds) ? seconds * 1_000 : null;
  return new DownloadFault(`${origin}: HTTP ${statusCode}`, { transient, retryAfterMs });
}

function redirectTarget({ headers }: Dispatcher.ResponseData, from: URL, origins: ReadonlySet<string>): URL {
  const { location } = headers;
  if (typeof location !== 'string' || !URL.canParse(location, from.href)) {
    throw new DownloadFault(`${from.origin}: redirect without a target`);
  }
  const target = checkUrl(new URL(location, from).href, origins);
  if ('refused' in target) throw new DownloadFault(`${from.origin}: redirect refused: ${target.refused}`);
  return target;
}

/** Errors without a code are bugs, not failed downloads, and pass as they are. */
function toUserError(
  error: unknown,
  origin: string,
  limits: { headersTimeout: number; bodyTimeout: number },
): unknown {
  if (error instanceof UserError) return error;
  if (error instanceof DownloadFault) return failed(error);
  const fault = faultOf(error, origin);
  if (fault === null) return error;
  const code = codeOf(error);
  if (code === null || !TIMEOUT_CODES.has(code)) return failed(fault);
  return timedOut(code === 'UND_ERR_BODY_TIMEOUT' ? limits.bodyTimeout : limits.headersTimeout, fault);
}

function failed(cause: DownloadFault): UserError {
  return new UserError('download-failed', {}, { cause });
}

function timedOut(milliseconds: number, cause: DownloadFault): UserError {
  return new UserError('download-timeout', { seconds: Math.ceil(milliseconds / 1_000) }, { cause });
}
