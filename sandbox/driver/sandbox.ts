import { GatewayIntentBits, type Locale } from 'discord-api-types/v10';
import type { FastifyInstance } from 'fastify';
import type { Clock } from '../clock.ts';
import { type CdnFault, FaultPlan, type RestFault } from '../faults/faults.ts';
import { Gateway } from '../gateway/gateway.ts';
import type { EventLog } from '../log.ts';
import { RateLimits } from '../rest/rate-limits.ts';
import { createServer } from '../rest/server.ts';
import { createApplication } from '../state/applications.ts';
import { createGuild } from '../state/guilds.ts';
import { addMember } from '../state/members.ts';
import { createUser } from '../state/users.ts';
import { World } from '../state/world.ts';
import { Application } from './application.ts';
import type { Identified } from './command-options.ts';
import { Guild } from './guild.ts';
import { Person } from './person.ts';
import type { Stage } from './stage.ts';

export interface SandboxOptions {
  /** 0, the default, takes a free one. */
  readonly port?: number;
  /** How long an acknowledged interaction may take to be answered, in milliseconds. */
  readonly replyTimeoutMs?: number;
  readonly heartbeatIntervalMs?: number;
  /** How long CDN URLs work, and how long files given to commands are kept, in milliseconds. */
  readonly urlLifetimeMs?: number;
  readonly ephemeralFileLifetimeMs?: number;
}

export interface ApplicationOptions {
  readonly name: string;
  /** Which of the privileged intents are ticked in the developer portal; none by default. */
  readonly privileged?: readonly ('GuildMembers' | 'GuildPresences' | 'MessageContent')[];
}

export interface GuildOptions {
  readonly name: string;
  readonly locale?: `${Locale}`;
  /** Bots that are in it from the start, with the permissions they are given on top of everyone's. */
  readonly bots?: readonly { readonly bot: Identified; readonly permissions?: bigint }[];
}

/** A Discord of one's own on loopback, and the people in it. */
export class Sandbox {
  readonly #stage: Stage;
  readonly #server: FastifyInstance;
  readonly rateLimits: RateLimits;
  /** Injects faults into REST requests and CDN downloads. */
  readonly faults: { readonly rest: FaultPlan<RestFault>; readonly cdn: FaultPlan<CdnFault> };

  private constructor(
    stage: Stage,
    server: FastifyInstance,
    rateLimits: RateLimits,
    faults: Sandbox['faults'],
  ) {
    this.#stage = stage;
    this.#server = server;
    this.rateLimits = rateLimits;
    this.faults = faults;
  }

  static async start(options: SandboxOptions = {}): Promise<Sandbox> {
    const world = new World({
      urlLifetimeMs: options.urlLifetimeMs ?? 24 * 3_600_000,
      ephemeralFileLifetimeMs: options.ephemeralFileLifetimeMs ?? 3_600_000,
    });
    const rateLimits = new RateLimits(world.clock);
    const faults = { rest: new FaultPlan<RestFault>(world.log), cdn: new FaultPlan<CdnFault>(world.log) };
    const gateway = new Gateway(world, { heartbeatIntervalMs: options.heartbeatIntervalMs ?? 41_250 });
    const server = await createServer({ world, rateLimits, faults: faults.rest }, faults.cdn);
    gateway.attach(server.server);
    world.origin = await server.listen({ host: '127.0.0.1', port: options.port ?? 0 });
    const stage: Stage = { world, gateway, replyTimeoutMs: options.replyTimeoutMs ?? 30_000 };
    return new Sandbox(stage, server, rateLimits, faults);
  }

  /** @throws AggregateError of the sandbox's own failures, so that no test passes over one */
  async stop(): Promise<void> {
    this.#stage.gateway.close();
    await this.#server.close();
    const { failures } = this.#stage.world;
    if (failures.length > 0) {
      throw new AggregateError(failures, `the sandbox failed: ${failures.map(String).join('; ')}`);
    }
  }

  /** For discord.js: `new Client({ rest: { api: discord.restUrl } })`. It learns the gateway's address there. */
  get restUrl(): string {
    return `${this.#stage.world.origin}/api`;
  }

  /** Where attachments are downloaded from, such as `http://127.0.0.1:4000`. */
  get cdnOrigin(): string {
    return this.#stage.world.origin;
  }

  get clock(): Clock {
    return this.#stage.world.clock;
  }

  /** Everything that happened, and what happens from now on. */
  get log(): EventLog {
    return this.#stage.world.log;
  }

  /** Whether the gateway refuses connections, as in an outage of Discord. */
  set gatewayAway(away: boolean) {
    this.#stage.gateway.away = away;
  }

  createApplication(options: ApplicationOptions): Application {
    const ticked = (options.privileged ?? []).reduce((all, name) => all | GatewayIntentBits[name], 0);
    const record = createApplication(this.#stage.world, { name: options.name, privilegedIntents: ticked });
    return new Application(this.#stage, record);
  }

  /** A server, owned by somebody who appears nowhere else, with the bots in it. */
  createGuild(options: GuildOptions): Guild {
    const { world } = this.#stage;
    const owner = createUser(world, { name: `owner of ${options.name}` });
    const record = createGuild(world, { ...options, ownerId: owner.id });
    addMember(world, record, owner.id);
    const guild = new Guild(this.#stage, record);
    for (const { bot, permissions } of options.bots ?? []) {
      guild.add(bot, permissions === undefined ? {} : { permissions });
    }
    return guild;
  }

  /** Somebody who is in no server yet. */
  createPerson(options: { readonly name: string; readonly locale?: `${Locale}` }): Person {
    return new Person(this.#stage, createUser(this.#stage.world, options));
  }
}
