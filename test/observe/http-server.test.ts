import { request } from 'node:http';
import { text } from 'node:stream/consumers';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { createLogger } from '../../src/log/logger.ts';
import { type ObservingServer, startHttpServer } from '../../src/observe/http-server.ts';
import { Metrics } from '../../src/observe/metrics.ts';
import { type Check, readiness } from '../../src/observe/readiness.ts';

const host = '127.0.0.1';
const open: ObservingServer[] = [];

afterEach(async () => {
  await Promise.all(open.splice(0).map((server) => server.close()));
});

async function serve(checks: Record<string, Check> = {}, metrics = new Metrics(), port = 0) {
  const lines: string[] = [];
  const log = createLogger('info', { write: (line: string) => void lines.push(line) });
  const server = await startHttpServer({ host, port }, { metrics, checks, log });
  open.push(server);
  return { server, lines, metrics };
}

async function ask({ port }: ObservingServer, path: string, method = 'GET') {
  return await new Promise<{ status: number | undefined; type: string | undefined; body: string }>(
    (resolve, reject) => {
      request({ host, port, path, method }, (response) => {
        const { statusCode: status, headers } = response;
        text(response).then((body) => resolve({ status, type: headers['content-type'], body }), reject);
      })
        .on('error', reject)
        .end();
    },
  );
}

describe('the server that tells how Kith is', () => {
  it('is alive as long as it answers, whatever else is not', async () => {
    const { server } = await serve({ database: () => 'gone' });
    expect(await ask(server, '/healthz')).toMatchObject({ status: 200, body: 'ok\n' });
  });

  it('is ready when nothing is missing', async () => {
    const { server } = await serve({ gateway: () => null, database: async () => null });
    const { status, body } = await ask(server, '/readyz?from=probe');
    expect(status).toBe(200);
    expect(JSON.parse(body)).toEqual({ ready: true, checks: { gateway: 'ok', database: 'ok' } });
  });

  it('says what is missing, but not what an error said', async () => {
    const { server } = await serve({
      gateway: () => 'not connected: shard 1',
      database: () => Promise.reject(new Error('password hunter2 refused')),
      vision: () => null,
    });
    const { status, body } = await ask(server, '/readyz');
    expect(status).toBe(503);
    expect(JSON.parse(body)).toEqual({
      ready: false,
      checks: { gateway: 'not connected: shard 1', database: 'does not answer', vision: 'ok' },
    });
  });

  it('takes a check without an answer for a failed one', async () => {
    vi.useFakeTimers();
    const state = readiness({ database: () => new Promise(() => {}) });
    await vi.advanceTimersByTimeAsync(2_000);
    vi.useRealTimers();
    expect(await state).toEqual({ ready: false, checks: { database: 'does not answer' } });
  });

  it('shows metrics in the format of Prometheus, and none of a reading that fails', async () => {
    const { server, metrics } = await serve();
    metrics.rateLimits.inc({ scope: 'user' });
    metrics.watch('kith_fine', 'Fine.', ['kind'], () => [{ labels: { kind: 'a' }, value: 7 }]);
    metrics.watch('kith_away', 'Away.', ['kind'], () => Promise.reject(new Error('away')));
    const { status, type, body } = await ask(server, '/metrics');
    expect(status).toBe(200);
    expect(type).toContain('text/plain; version=0.0.4');
    expect(body).toContain('kith_discord_rate_limits_total{scope="user"} 1');
    expect(body).toContain('kith_fine{kind="a"} 7');
    expect(body).not.toMatch(/^kith_away\b/m);
    expect(body).toMatch(/^nodejs_eventloop_lag_p99_seconds /m);
    expect((await ask(server, '/metrics')).body).toContain('kith_readings_failed_total{metric="kith_away"}');
  });

  it('has nothing else, and changes nothing', async () => {
    const { server } = await serve();
    expect((await ask(server, '/')).status).toBe(404);
    expect((await ask(server, '/metrics', 'POST')).status).toBe(405);
    expect(await ask(server, '/healthz', 'HEAD')).toMatchObject({ status: 200, body: '' });
  });

  it('does without when its port is taken, and says so', async () => {
    const first = await serve();
    const { server, lines } = await serve({}, new Metrics(), first.server.port ?? 0);
    expect(server.port).toBeNull();
    expect(lines.join('')).toMatch(/"level":50.*EADDRINUSE.*KITH_HTTP_PORT/s);
  });
});
