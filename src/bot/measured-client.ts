import { type Client, Events, Status } from 'discord.js';
import type { Metrics } from '../observe/metrics.ts';

/** Times requests to Discord, counts rate limits and lost connections, and shows the gateway's state. */
export function measureClient(client: Client, metrics: Metrics): void {
  const { rest, ws } = client;
  const { makeRequest } = rest.options;
  rest.options.makeRequest = async (url, init) => {
    const started = performance.now();
    let status = 'none';
    try {
      const response = await makeRequest(url, init);
      status = String(response.status);
      return response;
    } finally {
      const seconds = (performance.now() - started) / 1_000;
      metrics.requestSeconds.observe({ purpose: purposeOf(url), status }, seconds);
    }
  };
  rest.on('rateLimited', ({ global, scope }) => metrics.rateLimits.inc({ scope: global ? 'global' : scope }));
  client.on(Events.ShardReconnecting, () => metrics.gatewayReconnects.inc());

  metrics.watch('kith_gateway_up', 'Whether the connection to the gateway stands.', ['shard'], () =>
    ws.shards.map(({ id, status }) => ({
      labels: { shard: String(id) },
      value: status === Status.Ready ? 1 : 0,
    })),
  );
  metrics.watch('kith_gateway_ping_seconds', "The gateway's answer to the last heartbeat.", ['shard'], () =>
    ws.shards
      .filter(({ ping }) => ping >= 0)
      .map(({ id, ping }) => ({ labels: { shard: String(id) }, value: ping / 1_000 })),
  );
  metrics.watch('kith_guilds', 'Servers that this process serves.', [], () => [
    { labels: {}, value: client.guilds.cache.size },
  ]);
}

/** What the gateway lacks, in words; null when every shard is connected. */
export function gatewayProblem({ ws: { shards } }: Client): string | null {
  if (shards.size === 0) return 'not connected yet';
  const away = shards.filter(({ status }) => status !== Status.Ready).map(({ id }) => id);
  return away.length === 0 ? null : `not connected: shard ${away.join(', ')}`;
}

/** The tokens in the paths are not looked at. */
function purposeOf(url: string): 'acknowledge' | 'reply' | 'other' {
  if (/\/interactions\/\d+\/[^/]+\/callback/.test(url)) return 'acknowledge';
  return /\/webhooks\/\d+\//.test(url) ? 'reply' : 'other';
}
