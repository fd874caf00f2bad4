import { setTimeout as sleep } from 'node:timers/promises';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { RestFault } from '../faults/faults.ts';
import { applicationOfToken } from '../state/applications.ts';
import type { RestContext } from './context.ts';
import { DiscordError } from './errors.ts';

export const prefix = '/api/v10';

/** What every request passes before its route: injected faults, authentication, rate limits. */
export function addGate(app: FastifyInstance, context: RestContext): void {
  app.decorateRequest('bot', null);
  app.decorateRequest('startedAt', 0);
  app.decorateRequest('loseAnswer', false);
  app.decorateRequest('errorCode', null);

  app.addHook('onRequest', async (request, reply) => {
    request.startedAt = performance.now();
    const route = routeOf(request);
    const fault = context.faults.take(route, `${request.method} ${request.url.slice(prefix.length)}`);
    if (fault !== null && (await suffer(fault, request, reply))) {
      return;
    }
    authenticate(context, request);
    await limitRate(context, route, request, reply);
  });

  app.addHook('onSend', async (request, _reply, payload) => {
    if (request.loseAnswer) {
      request.raw.socket.destroy();
    }
    return payload;
  });

  app.addHook('onResponse', async (request, reply) => logRequest(context, request, reply));
}

/** Method and pattern, such as `GET /channels/:channelId`. */
export function routeOf(request: FastifyRequest): string {
  const pattern = request.routeOptions.url ?? request.url;
  return `${request.method} ${pattern.startsWith(prefix) ? pattern.slice(prefix.length) : pattern}`;
}

/** @returns whether the request ends here. */
async function suffer(fault: RestFault, request: FastifyRequest, reply: FastifyReply): Promise<boolean> {
  switch (fault.kind) {
    case 'status':
      // Discord's edge answers in HTML, not in JSON.
      await reply.code(fault.status).type('text/html').send(`<html><h1>${fault.status}</h1></html>`);
      return true;
    case 'rate-limit':
      await refuseForRate(reply, fault.retryAfterMs, fault.global ?? false);
      return true;
    case 'stall':
      await sleep(fault.ms, undefined, { ref: false });
      return false;
    case 'drop':
      reply.hijack();
      request.raw.socket.destroy();
      return true;
    case 'drop-answer':
      request.loseAnswer = true;
      return false;
  }
}

function authenticate({ world }: RestContext, request: FastifyRequest): void {
  if (request.routeOptions.config.tokenInPath) {
    return;
  }
  const [scheme, token = ''] = (request.headers.authorization ?? '').split(' ');
  const bot = scheme === 'Bot' ? applicationOfToken(world, token) : undefined;
  if (bot === undefined) {
    throw new DiscordError(401, 0, '401: Unauthorized');
  }
  request.bot = bot;
}

async function limitRate(
  { rateLimits }: RestContext,
  route: string,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<void> {
  if (route.includes('/interactions/')) {
    return;
  }
  const { channelId, guildId, applicationId, token } = request.params as Record<string, string | undefined>;
  const major = channelId ?? guildId ?? (token === undefined ? 'global' : `${applicationId}/${token}`);
  const { headers, refusal } = rateLimits.take(route, request.bot?.id ?? null, major);
  reply.headers(headers);
  if (refusal !== null) {
    await refuseForRate(reply, refusal.retryAfterMs, refusal.global);
  }
}

async function refuseForRate(reply: FastifyReply, retryAfterMs: number, global: boolean): Promise<void> {
  await reply
    .code(429)
    .headers({
      'retry-after': String(Math.ceil(retryAfterMs / 1000)),
      'x-ratelimit-scope': global ? 'global' : 'user',
      ...(global ? { 'x-ratelimit-global': 'true' } : {}),
    })
    .send({ message: 'You are being rate limited.', retry_after: retryAfterMs / 1000, global });
}

function logRequest({ world, rateLimits }: RestContext, request: FastifyRequest, reply: FastifyReply): void {
  if ([401, 403, 429].includes(reply.statusCode)) {
    rateLimits.invalidRequests++;
  }
  const { token } = request.params as { token?: string };
  const path = request.url.slice(prefix.length);
  world.log.write({
    kind: 'request',
    applicationId: request.bot?.id ?? null,
    method: request.method,
    path: token === undefined ? path : path.replace(token, ':token'),
    status: reply.statusCode,
    code: request.errorCode,
    durationMs: performance.now() - request.startedAt,
  });
}
