import { randomBytes } from 'node:crypto';
import { ApplicationFlags, GatewayIntentBits } from 'discord-api-types/v10';
import type { ApplicationRecord, GuildRecord } from './records.ts';
import { userJson } from './users.ts';
import { known, type Viewer, type World } from './world.ts';

/** The intents that have to be ticked in the developer portal. */
export const privilegedIntents =
  GatewayIntentBits.GuildMembers | GatewayIntentBits.GuildPresences | GatewayIntentBits.MessageContent;

export interface NewApplication {
  readonly name: string;
  readonly privilegedIntents?: number;
}

/** An application and its bot user, which have the same id. */
export function createApplication(world: World, options: NewApplication): ApplicationRecord {
  const id = world.ids.next();
  world.users.set(id, {
    id,
    name: options.name,
    bot: true,
    locale: 'en-US',
    acceptsDirectMessages: true,
  });
  const application: ApplicationRecord = {
    id,
    name: options.name,
    token: botToken(id),
    privilegedIntents: options.privilegedIntents ?? 0,
    commands: new Map(),
    recommendedShards: 1,
    sessionStartsLeft: 1_000,
  };
  world.applications.set(id, application);
  return application;
}

export function applicationOfToken(world: World, token: string): ApplicationRecord | undefined {
  return [...world.applications.values()].find((application) => application.token === token);
}

/** The application as REST sees through its eyes. */
export function restViewer(application: ApplicationRecord): Viewer {
  return {
    userId: application.id,
    messageContent: (application.privilegedIntents & GatewayIntentBits.MessageContent) !== 0,
  };
}

export function guildsOf(world: World, application: ApplicationRecord): GuildRecord[] {
  return [...world.guilds.values()].filter(({ members }) => members.has(application.id));
}

export function applicationFlags(application: ApplicationRecord): number {
  const flags: readonly [number, ApplicationFlags][] = [
    [GatewayIntentBits.GuildPresences, ApplicationFlags.GatewayPresenceLimited],
    [GatewayIntentBits.GuildMembers, ApplicationFlags.GatewayGuildMembersLimited],
    [GatewayIntentBits.MessageContent, ApplicationFlags.GatewayMessageContentLimited],
  ];
  return flags
    .filter(([intent]) => application.privilegedIntents & intent)
    .reduce((all, [, flag]) => all | flag, 0);
}

export function applicationJson(world: World, application: ApplicationRecord): object {
  return {
    id: application.id,
    name: application.name,
    icon: null,
    description: '',
    bot_public: true,
    bot_require_code_grant: false,
    verify_key: '0'.repeat(64),
    team: null,
    flags: applicationFlags(application),
    bot: userJson(known(world.users, application.id)),
    approximate_guild_count: guildsOf(world, application).length,
    interactions_endpoint_url: null,
    redirect_uris: [],
  };
}

/** Of the shape of a real one: the id, a time, a secret. */
export function botToken(id: string): string {
  const part = (bytes: Buffer) => bytes.toString('base64url');
  return `${part(Buffer.from(id))}.${part(randomBytes(4))}.${part(randomBytes(28))}`;
}
