import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Logger } from '../log/logger.ts';
import type { Metrics } from './metrics.ts';
import { type Check, readiness } from './readiness.ts';

export interface HttpAddress {
  readonly host: string;
  /** 0: any that is free. */
  readonly port: number;
}

export interface Observed {
  readonly metrics: Metrics;
  readonly checks: Readonly<Record<string, Check>>;
  readonly log: Logger;
}

export interface ObservingServer {
  /** Null when its port was taken. */
  readonly port: number | null;
  close(): Promise<void>;
}

interface Answer {
  readonly status: number;
  readonly type: string;
  readonly text: string;
}

/**
 * Answers `/healthz` (the process turns), `/readyz` (commands can be answered; else 503 with what is missing) and
 * `/metrics` (for Prometheus). Nobody is asked who they are: it holds no personal data, and listens on loopback
 * unless the host chose otherwise. A port that is taken is no reason to be away from Discord: it is logged.
 */
export async function startHttpServer(address: HttpAddress, observed: Observed): Promise<ObservingServer> {
  const server = createServer({ requestTimeout: 5_000, headersTimeout: 5_000 }, (request, response) => {
    const { method = '', url = '' } = request;
    request.resume();
    answer(method, url.split('?', 1)[0] ?? '', observed).then(
      ({ status, type, text }) => {
        response.writeHead(status, { 'content-type': type, 'cache-control': 'no-store' });
        response.end(method === 'HEAD' ? undefined : text);
      },
      (error: unknown) => {
        observed.log.error({ err: error }, 'a request for the state could not be answered');
        response.writeHead(500).end();
      },
    );
  });
  return await listen(server, address, observed.log);
}

async function answer(method: string, path: string, { metrics, checks }: Observed): Promise<Answer> {
  if (method !== 'GET' && method !== 'HEAD') return plain(405, 'GET only');
  switch (path) {
    case '/healthz':
      return plain(200, 'ok');
    case '/readyz': {
      const state = await readiness(checks);
      return {
        status: state.ready ? 200 : 503,
        type: 'application/json',
        text: `${JSON.stringify(state)}\n`,
      };
    }
    case '/metrics': {
      const { registry } = metrics;
      return { status: 200, type: registry.contentType, text: await registry.metrics() };
    }
    default:
      return plain(404, 'there are /healthz, /readyz and /metrics');
  }
}

const plain = (status: number, text: string): Answer => ({ status, type: 'text/plain', text: `${text}\n` });

async function listen(server: Server, { host, port }: HttpAddress, log: Logger): Promise<ObservingServer> {
  server.listen(port, host);
  try {
    await once(server, 'listening');
  } catch (error) {
    log.error(
      { err: error, port },
      'no /metrics, /healthz and /readyz: choose another KITH_HTTP_PORT, or 0 for none',
    );
    return { port: null, close: async () => {} };
  }
  const { port: given } = server.address() as AddressInfo;
  log.info({ port: given }, 'answers /healthz, /readyz and /metrics');
  return {
    port: given,
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
