import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from 'node:http';
import {
  type AddressInfo,
  createServer as createTcpServer,
  type LookupFunction,
  type Server,
} from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import {
  createDownloader,
  type Downloader,
  type DownloaderOptions,
  type DownloadOptions,
} from '../../src/attachments/download.ts';
import { DownloadFault } from '../../src/attachments/download-fault.ts';
import { UserError } from '../../src/errors/user-error.ts';

const SECRET = '/attachments/1/2/secret.jpg?ex=1&is=2&hm=signature';
const PICTURE = Uint8Array.from({ length: 300_000 }, (_, index) => index % 251);

const closing: (() => unknown)[] = [];
afterEach(async () => {
  await Promise.all(closing.splice(0).map((close) => close()));
});

async function listen(server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closing.push(() => new Promise((resolve) => server.close(resolve)));
  return (server.address() as AddressInfo).port;
}

/** A server on loopback, with what it saw. Its connections are cut at the end of the test. */
async function serve(listener: RequestListener) {
  const server = createServer(listener);
  const seen = { requests: [] as IncomingMessage[], connections: 0 };
  server.on('request', (request) => seen.requests.push(request));
  server.on('connection', () => {
    seen.connections += 1;
  });
  closing.push(() => server.closeAllConnections());
  const origin = `http://127.0.0.1:${await listen(server)}`;
  return Object.assign(seen, { origin });
}

function downloader(options: Partial<DownloaderOptions> & { allowedOrigins: readonly string[] }): Downloader {
  const made = createDownloader({ maximumBytes: 1_000_000, retryDelayMs: 5, ...options });
  closing.unshift(() => made.close());
  return made;
}

/** What a download of the secret URL ends with, when it must not succeed. */
async function failure(from: Downloader, url: string, options?: DownloadOptions): Promise<UserError> {
  const error = await from.download(url, options).then(
    () => expect.fail('the download succeeded'),
    (reason: unknown) => reason,
  );
  if (!(error instanceof UserError)) throw error;
  // Walks what a logger would print.
  const printed = JSON.stringify([
    error.message,
    error.stack,
    error.context,
    error.cause,
    String(error.cause),
  ]);
  expect(printed).not.toMatch(/secret|signature|hm=/);
  return error;
}

const faultMessage = (error: UserError) => {
  expect(error.cause).toBeInstanceOf(DownloadFault);
  return (error.cause as DownloadFault).message;
};

const sendPicture = (_request: IncomingMessage, response: ServerResponse) => {
  response.writeHead(200, { 'content-type': 'image/jpeg', 'content-length': PICTURE.length });
  response.end(PICTURE);
};

describe('what arrives', () => {
  test('is given back byte for byte, in a buffer of its own, with the query sent and nothing compressed', async () => {
    const server = await serve(sendPicture);
    const bytes = await downloader({ allowedOrigins: [server.origin] }).download(server.origin + SECRET);
    expect(Buffer.compare(bytes, PICTURE)).toBe(0);
    expect(bytes.buffer.byteLength).toBe(PICTURE.length);
    expect(server.requests[0]?.url).toBe(SECRET);
    expect(server.requests[0]?.headers).toMatchObject({ 'accept-encoding': 'identity' });
    expect(server.requests[0]?.headers).not.toHaveProperty('cookie');
  });

  test('may come in chunks without a length, and may be empty', async () => {
    const server = await serve((request, response) => {
      if (request.url === '/empty') response.end();
      else response.write(PICTURE.subarray(0, 1000), () => response.end(PICTURE.subarray(1000)));
    });
    const from = downloader({ allowedOrigins: [server.origin] });
    expect(Buffer.compare(await from.download(`${server.origin}/chunks`), PICTURE)).toBe(0);
    expect(await from.download(`${server.origin}/empty`)).toHaveLength(0);
  });

  test('may be exactly as large as the limit', async () => {
    const server = await serve(sendPicture);
    const from = downloader({ allowedOrigins: [server.origin], maximumBytes: PICTURE.length });
    const bytes = await from.download(server.origin + SECRET, { declaredBytes: PICTURE.length });
    expect(bytes).toHaveLength(PICTURE.length);
  });

  test('over few connections, which are used again', async () => {
    const server = await serve(sendPicture);
    const from = downloader({ allowedOrigins: [server.origin], connections: 2 });
    const urls = Array.from({ length: 12 }, (_, index) => `${server.origin}/${index}`);
    const all = await Promise.all(urls.map((url) => from.download(url)));
    expect(all.every((bytes) => bytes.length === PICTURE.length)).toBe(true);
    expect(server.requests).toHaveLength(12);
    expect(server.connections).toBe(2);
  });
});

describe('the allow-list', () => {
  test.each([
    ['another port', 'http://127.0.0.1:1'],
    ['another host', 'http://127.0.0.2'],
    ['a name for the same host', 'http://localhost'],
    ['another scheme', 'ftp://127.0.0.1'],
  ])('refuses %s before any connection', async (_what, other) => {
    const server = await serve(sendPicture);
    const url =
      other.includes(':1') && other.startsWith('http') ? other : `${other}:${new URL(server.origin).port}`;
    const error = await failure(downloader({ allowedOrigins: [server.origin] }), url + SECRET);
    expect(error.code).toBe('download-failed');
    expect(faultMessage(error)).toMatch(/not allowed/);
    expect(server.connections).toBe(0);
  });

  test('refuses credentials and what is no URL', async () => {
    const server = await serve(sendPicture);
    const from = downloader({ allowedOrigins: [server.origin] });
    const withCredentials = server.origin.replace('//', '//user:secret@');
    expect(faultMessage(await failure(from, withCredentials + SECRET))).toBe('credentials in the URL');
    expect(faultMessage(await failure(from, SECRET))).toBe('not a URL');
    expect(server.connections).toBe(0);
  });
});

describe('resolved addresses', () => {
  /** A listener that would be reached if the address were not refused, under a name that is allowed. */
  async function named(...answers: readonly string[]) {
    let connections = 0;
    const port = await listen(
      createTcpServer((socket) => {
        connections += 1;
        socket.destroy();
      }),
    );
    let lookups = 0;
    const lookup: LookupFunction = (_hostname, _options, callback) => {
      const address = answers[Math.min(lookups, answers.length - 1)] ?? '';
      lookups += 1;
      callback(null, [{ address, family: address.includes(':') ? 6 : 4 }]);
    };
    const origin = `https://pictures.example:${port}`;
    const from = downloader({ allowedOrigins: [origin], lookup });
    return { from, origin, connections: () => connections, lookups: () => lookups };
  }

  test.each(['127.0.0.1', '::1', '::ffff:127.0.0.1', '0.0.0.0', '::'])(
    'are refused when they lead to this machine (%s)',
    async (address) => {
      const { from, origin, connections } = await named(address);
      const error = await failure(from, origin + SECRET);
      expect(error.code).toBe('download-failed');
      expect(faultMessage(error)).toBe(`${origin}: KITH_ADDRESS_REFUSED`);
      expect(connections()).toBe(0);
    },
  );

  test('are asked for and checked anew for each connection', async () => {
    const { from, origin, connections, lookups } = await named('10.0.0.1', '127.0.0.1');
    for (const expected of [1, 2]) {
      const error = await failure(from, origin + SECRET);
      expect(faultMessage(error)).toBe(`${origin}: KITH_ADDRESS_REFUSED`);
      expect(lookups()).toBe(expected);
    }
    expect(connections()).toBe(0);
  });

  test('that cannot be had are a failed download', async () => {
    const lookup: LookupFunction = (_hostname, _options, callback) =>
      callback(Object.assign(new Error('secret name'), { code: 'ENOTFOUND' }), []);
    const from = downloader({ allowedOrigins: ['https://pictures.example'], lookup });
    const error = await failure(from, `https://pictures.example${SECRET}`);
    expect(faultMessage(error)).toBe('https://pictures.example: ENOTFOUND');
  });
});

describe('redirects', () => {
  const hops =
    (count: number): RequestListener =>
    (request, response) => {
      const hop = Number(request.url?.slice(1));
      if (hop === count) return sendPicture(request, response);
      response.writeHead([301, 302, 303, 307, 308][hop] ?? 302, { location: `/${hop + 1}` }).end('moved');
    };

  test('are followed three times', async () => {
    const server = await serve(hops(3));
    const bytes = await downloader({ allowedOrigins: [server.origin] }).download(`${server.origin}/0`);
    expect(bytes).toHaveLength(PICTURE.length);
  });

  test('are not followed a fourth time', async () => {
    const server = await serve(hops(4));
    const error = await failure(downloader({ allowedOrigins: [server.origin] }), `${server.origin}/0`);
    expect(error.code).toBe('download-failed');
    expect(faultMessage(error)).toBe(`${server.origin}: too many redirects`);
    expect(server.requests).toHaveLength(4);
  });

  test('lead to another allowed origin', async () => {
    const target = await serve(sendPicture);
    const server = await serve((_request, response) => {
      response.writeHead(302, { location: target.origin + SECRET }).end();
    });
    const from = downloader({ allowedOrigins: [server.origin, target.origin] });
    expect(await from.download(server.origin + SECRET)).toHaveLength(PICTURE.length);
  });

  test.each([
    ['off the list', (origin: string) => origin],
    ['to loopback by name', (origin: string) => origin.replace('127.0.0.1', 'localhost')],
    ['to credentials', (_: string, own: string) => own.replace('//', '//user:secret@')],
    ['to a file', () => 'file://'],
    ['to a blob of the same origin', (_: string, own: string) => `blob:${own}`],
  ])('are refused when they lead %s', async (_what, target) => {
    const other = await serve(sendPicture);
    const server = await serve((request, response) => {
      if (request.url !== SECRET) return sendPicture(request, response);
      response.writeHead(302, { location: `${target(other.origin, server.origin)}/secret` }).end();
    });
    const error = await failure(downloader({ allowedOrigins: [server.origin] }), server.origin + SECRET);
    expect(error.code).toBe('download-failed');
    expect(faultMessage(error)).toMatch(/redirect refused/);
    expect(server.requests).toHaveLength(1);
    expect(other.connections).toBe(0);
  });

  test('without a target are refused', async () => {
    const server = await serve((request, response) => {
      response.writeHead(302, request.url === '/bad' ? { location: 'http://[secret' } : {}).end();
    });
    const from = downloader({ allowedOrigins: [server.origin] });
    for (const path of ['/bad', '/none']) {
      expect(faultMessage(await failure(from, server.origin + path))).toMatch(/without a target/);
    }
  });
});

describe('sizes', () => {
  test('that Discord declares as too large are refused without asking', async () => {
    const server = await serve(sendPicture);
    const from = downloader({ allowedOrigins: [server.origin], maximumBytes: 1000 });
    const error = await failure(from, server.origin + SECRET, { declaredBytes: 1001 });
    expect(error).toMatchObject({ code: 'image-too-large', context: { bytes: 1001, maximum: 1000 } });
    expect(server.connections).toBe(0);
  });

  test('over the limit by Content-Length are refused before the body', async () => {
    const server = await serve((_request, response) => {
      // The body never comes: only a refusal by the header can end this before the time limit.
      response.writeHead(200, { 'content-length': 1001 }).flushHeaders();
    });
    const from = downloader({ allowedOrigins: [server.origin], maximumBytes: 1000 });
    const error = await failure(from, server.origin + SECRET);
    expect(error).toMatchObject({ code: 'image-too-large', context: { bytes: 1001, maximum: 1000 } });
  });

  test('are counted on what arrives: an endless body is cut', async () => {
    let cut = () => {};
    const wasCut = new Promise<void>((resolve) => {
      cut = resolve;
    });
    const server = await serve((_request, response) => {
      const more = () => {
        while (!response.destroyed && response.write(Buffer.alloc(64 * 1024)));
      };
      response.on('drain', more).on('close', cut);
      more();
    });
    const from = downloader({ allowedOrigins: [server.origin], maximumBytes: 500_000 });
    expect((await failure(from, server.origin + SECRET)).code).toBe('image-too-large');
    await wasCut;
  });

  test('less than Content-Length are an error', async () => {
    const server = await serve((_request, response) => {
      response.writeHead(200, { 'content-length': PICTURE.length });
      response.write(PICTURE.subarray(0, 1000), () => response.destroy());
    });
    const error = await failure(downloader({ allowedOrigins: [server.origin] }), server.origin + SECRET);
    expect(error.code).toBe('download-failed');
    expect(server.requests).toHaveLength(2);
  });

  test('more than Content-Length never reach the caller', async () => {
    const server = await serve((_request, response) => {
      response.strictContentLength = false;
      response.writeHead(200, { 'content-length': 10 });
      response.end(PICTURE);
    });
    const from = downloader({ allowedOrigins: [server.origin] });
    const outcome = await from.download(server.origin + SECRET).then(
      (bytes) => bytes.length,
      (error: unknown) => (error instanceof UserError ? error.code : error),
    );
    expect([10, 'download-failed']).toContain(outcome);
  });

  test('hidden in an encoding that was not asked for are refused', async () => {
    const server = await serve((_request, response) => {
      response.writeHead(200, { 'content-encoding': 'gzip' }).end('not looked at');
    });
    const error = await failure(downloader({ allowedOrigins: [server.origin] }), server.origin + SECRET);
    expect(error.code).toBe('download-failed');
    expect(faultMessage(error)).toMatch(/encoded/);
  });
});

describe('time limits', () => {
  test('for headers that do not come', async () => {
    const server = await serve(() => {});
    const from = downloader({ allowedOrigins: [server.origin], headersTimeoutMs: 60 });
    const error = await failure(from, server.origin + SECRET);
    expect(error).toMatchObject({ code: 'download-timeout', context: { seconds: 1 } });
    // On a busy machine the connection itself may take longer than that.
    expect(faultMessage(error)).toMatch(/: UND_ERR_(HEADERS|CONNECT)_TIMEOUT$/);
  });

  test('for a body that falls silent', async () => {
    const server = await serve((_request, response) => {
      response.writeHead(200, { 'content-length': 1000 }).write('a few bytes');
    });
    const from = downloader({ allowedOrigins: [server.origin], bodyTimeoutMs: 60 });
    const error = await failure(from, server.origin + SECRET);
    expect(error.code).toBe('download-timeout');
    expect(faultMessage(error)).toBe(`${server.origin}: UND_ERR_BODY_TIMEOUT`);
  });

  test('for a body that drips, never silent for long', async () => {
    const server = await serve((_request, response) => {
      response.writeHead(200, { 'content-length': 100_000 });
      const drip = setInterval(() => response.write('x'), 10);
      response.on('close', () => clearInterval(drip));
    });
    const from = downloader({ allowedOrigins: [server.origin], bodyTimeoutMs: 5_000, totalTimeoutMs: 150 });
    const error = await failure(from, server.origin + SECRET);
    expect(error.code).toBe('download-timeout');
    expect(faultMessage(error)).toBe(`${server.origin}: total time`);
  });

  test('for a download that waits for a connection', async () => {
    const server = await serve(() => {});
    const from = downloader({ allowedOrigins: [server.origin], connections: 1, totalTimeoutMs: 200 });
    const both = await Promise.all([1, 2].map(() => failure(from, server.origin + SECRET)));
    expect(both.map((error) => error.code)).toEqual(['download-timeout', 'download-timeout']);
    expect(server.requests.length).toBeLessThanOrEqual(1);
  });

  test('for endless retries: a wait longer than the limit is not begun', async () => {
    const server = await serve((_request, response) => {
      response.writeHead(429, { 'retry-after': '3600' }).end();
    });
    const error = await failure(downloader({ allowedOrigins: [server.origin] }), server.origin + SECRET);
    expect(error.code).toBe('download-failed');
    expect(faultMessage(error)).toBe(`${server.origin}: HTTP 429`);
    expect(server.requests).toHaveLength(1);
  });

  test('and the caller can stop it, with a reason of their own', async () => {
    const stop = new AbortController();
    const reason = new Error('the command was cancelled');
    const server = await serve(() => stop.abort(reason));
    const from = downloader({ allowedOrigins: [server.origin] });
    const { signal } = stop;
    await expect(from.download(server.origin + SECRET, { signal })).rejects.toBe(reason);
    await expect(from.download(server.origin + SECRET, { signal })).rejects.toBe(reason);
    expect(server.requests).toHaveLength(1);
  });
});

describe('a second try', () => {
  const failingOnce = (fail: RequestListener): RequestListener => {
    let failed = false;
    return (request, response) => {
      if (failed) return sendPicture(request, response);
      failed = true;
      fail(request, response);
    };
  };

  test.each<[string, RequestListener]>([
    ['a reset', (request) => request.socket.resetAndDestroy()],
    ['a closed connection', (request) => request.socket.destroy()],
    ['a 500', (_request, response) => response.writeHead(500).end('secret')],
    ['a 503', (_request, response) => response.writeHead(503, { 'retry-after': '0' }).end()],
    ['a 429', (_request, response) => response.writeHead(429, { 'retry-after': '0.01' }).end()],
    [
      'a body cut short',
      (_request, response) => {
        response.writeHead(200, { 'content-length': PICTURE.length });
        response.write(PICTURE.subarray(0, 1000), () => response.destroy());
      },
    ],
  ])('follows %s', async (_what, fail) => {
    const server = await serve(failingOnce(fail));
    const bytes = await downloader({ allowedOrigins: [server.origin] }).download(server.origin + SECRET);
    expect(Buffer.compare(bytes, PICTURE)).toBe(0);
    expect(server.requests).toHaveLength(2);
  });

  test.each([403, 404, 410, 206, 204])('does not follow a %i', async (status) => {
    const server = await serve((_request, response) => response.writeHead(status).end());
    const error = await failure(downloader({ allowedOrigins: [server.origin] }), server.origin + SECRET);
    expect(error.code).toBe('download-failed');
    expect(faultMessage(error)).toBe(`${server.origin}: HTTP ${status}`);
    expect(server.requests).toHaveLength(1);
  });

  test('is the last one', async () => {
    const server = await serve((_request, response) => response.writeHead(502).end());
    const error = await failure(downloader({ allowedOrigins: [server.origin] }), server.origin + SECRET);
    expect(faultMessage(error)).toBe(`${server.origin}: HTTP 502`);
    expect(server.requests).toHaveLength(2);
  });

  test('does not help where nobody listens', async () => {
    const server = createTcpServer();
    const port = await new Promise<number>((resolve) =>
      server.listen(0, '127.0.0.1', () => resolve((server.address() as AddressInfo).port)),
    );
    await new Promise((resolve) => server.close(resolve));
    const origin = `http://127.0.0.1:${port}`;
    const error = await failure(downloader({ allowedOrigins: [origin] }), origin + SECRET);
    expect(faultMessage(error)).toBe(`${origin}: ECONNREFUSED`);
  });
});

test('what is no HTTP is a failed download, and its bytes stay out of the error', async () => {
  const port = await listen(
    createTcpServer((socket) => socket.resume().end('secret bytes, not HTTP\r\n\r\n')),
  );
  const origin = `http://127.0.0.1:${port}`;
  const error = await failure(downloader({ allowedOrigins: [origin] }), origin + SECRET);
  expect(error.code).toBe('download-failed');
  expect(faultMessage(error)).toMatch(/HPE_|UND_ERR_SOCKET/);
});

test('closing fails what still runs', async () => {
  const server = await serve(() => void from.close());
  const from = downloader({ allowedOrigins: [server.origin] });
  expect((await failure(from, server.origin + SECRET)).code).toBe('download-failed');
});
