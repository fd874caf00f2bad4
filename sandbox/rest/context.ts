import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { FaultPlan, RestFault } from '../faults/faults.ts';
import type { ApplicationRecord } from '../state/records.ts';
import type { World } from '../state/world.ts';
import type { RateLimits } from './rate-limits.ts';

export interface RestContext {
  readonly world: World;
  readonly rateLimits: RateLimits;
  readonly faults: FaultPlan<RestFault>;
}

/** Adds the routes of one resource. */
export type Routes = (app: FastifyInstance, context: RestContext) => void;

declare module 'fastify' {
  interface FastifyRequest {
    /** The bot whose token the request carries; null on routes that need none. */
    bot: ApplicationRecord | null;
    startedAt: number;
    /** Set when the answer shall be lost. */
    loseAnswer: boolean;
    /** Discord's code in the answer, for the log. */
    errorCode: number | null;
  }
  interface FastifyContextConfig {
    /** The token is in the path: interactions and their webhooks. */
    tokenInPath?: boolean;
  }
}

/** The bot that asks. @throws Error on a route without authentication, which is a fault of the sandbox. */
export function botOf(request: FastifyRequest): ApplicationRecord {
  if (request.bot === null) {
    throw new Error(`${request.url} was not authenticated`);
  }
  return request.bot;
}
