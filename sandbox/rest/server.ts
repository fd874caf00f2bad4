import multipart from '@fastify/multipart';
import fastify, { type FastifyError, type FastifyInstance } from 'fastify';
import { addCdnRoutes } from '../cdn/routes.ts';
import type { CdnFault, FaultPlan } from '../faults/faults.ts';
import { applicationRoutes } from './applications.ts';
import { attachmentRoutes } from './attachments.ts';
import { channelRoutes } from './channels.ts';
import { commandRoutes } from './commands.ts';
import type { RestContext } from './context.ts';
import { DiscordError } from './errors.ts';
import { addGate, prefix } from './gate.ts';
import { gatewayRoutes } from './gateway.ts';
import { guildRoutes } from './guilds.ts';
import { interactionRoutes } from './interactions.ts';
import { messageRoutes } from './messages.ts';
import { threadRoutes } from './threads.ts';
import { userRoutes } from './users.ts';
import { webhookRoutes } from './webhooks.ts';

const resources = [
  applicationRoutes,
  attachmentRoutes,
  channelRoutes,
  commandRoutes,
  gatewayRoutes,
  guildRoutes,
  interactionRoutes,
  messageRoutes,
  threadRoutes,
  userRoutes,
  webhookRoutes,
];

/** Larger than any limit a server can have, so that it is the limits that refuse. */
const hugeRequest = 600 * 1024 * 1024;

/** REST under `/api/v10`, and the CDN beside it. */
export async function createServer(
  context: RestContext,
  cdnFaults: FaultPlan<CdnFault>,
): Promise<FastifyInstance> {
  const app = fastify({
    forceCloseConnections: true,
    bodyLimit: hugeRequest,
    routerOptions: { maxParamLength: 500 },
  });
  await app.register(multipart, { limits: { fileSize: hugeRequest, fieldSize: hugeRequest, parts: 100 } });
  app.setErrorHandler<FastifyError>(async (error, request, reply) => {
    const answer = error instanceof DiscordError ? error : fromFastify(context, error);
    request.errorCode = answer.code;
    await reply.code(answer.status).send(answer.toJSON());
  });
  app.setNotFoundHandler(notFound);
  await app.register(
    async (rest) => {
      addGate(rest, context);
      rest.setNotFoundHandler(notFound);
      for (const add of resources) {
        add(rest, context);
      }
    },
    { prefix },
  );
  await app.register(async (cdn) => addCdnRoutes(cdn, context.world, cdnFaults));
  return app;
}

function notFound(): never {
  throw new DiscordError(404, 0, '404: Not Found');
}

function fromFastify({ world }: RestContext, error: FastifyError): DiscordError {
  const status = error.statusCode ?? 500;
  if (status >= 500) {
    // A fault of the sandbox itself: say so loudly instead of looking like one of Discord's.
    world.failures.push(error);
    return new DiscordError(500, -1, `the sandbox failed: ${error.stack ?? error.message}`);
  }
  return new DiscordError(status, status === 400 ? 50109 : 0, 'The request body contains invalid JSON.');
}
