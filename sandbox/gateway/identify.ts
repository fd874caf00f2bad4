import { randomUUID } from 'node:crypto';
import { GatewayCloseCodes as Close, GatewayDispatchEvents } from 'discord-api-types/v10';
import { applicationFlags, applicationOfToken, guildsOf, privilegedIntents } from '../state/applications.ts';
import { guildCreateJson } from '../state/guild-create.ts';
import type { ApplicationRecord } from '../state/records.ts';
import { userJson } from '../state/users.ts';
import { known, type World } from '../state/world.ts';
import { allIntents } from './intents.ts';
import { Session } from './session.ts';
import { gatewayUrl } from './url.ts';

/** More guilds than this must be spread over several shards. */
const guildsPerShard = 2_500;

interface Refusal {
  readonly code: Close;
  readonly reason: string;
}

/** @returns a new session, or why there is none. */
export function identify(world: World, data: unknown): Session | Refusal {
  const {
    token,
    intents,
    shard = [0, 1],
  } = data as {
    token?: unknown;
    intents?: unknown;
    shard?: unknown;
  };
  const application = typeof token === 'string' ? applicationOfToken(world, token) : undefined;
  if (application === undefined) {
    return { code: Close.AuthenticationFailed, reason: 'Authentication failed.' };
  }
  const refusal = refuseIntents(application, intents) ?? refuseShard(world, application, shard);
  if (refusal !== null) {
    return refusal;
  }
  application.sessionStartsLeft = Math.max(0, application.sessionStartsLeft - 1);
  return new Session(world, {
    id: randomUUID().replaceAll('-', ''),
    application,
    intents: intents as number,
    shard: shard as [number, number],
  });
}

function refuseIntents(application: ApplicationRecord, intents: unknown): Refusal | null {
  if (!Number.isInteger(intents) || ((intents as number) & ~allIntents) !== 0) {
    return { code: Close.InvalidIntents, reason: 'Invalid intent(s).' };
  }
  const disallowed = (intents as number) & privilegedIntents & ~application.privilegedIntents;
  return disallowed === 0 ? null : { code: Close.DisallowedIntents, reason: 'Disallowed intent(s).' };
}

function refuseShard(world: World, application: ApplicationRecord, shard: unknown): Refusal | null {
  const [id, count] = Array.isArray(shard) ? (shard as unknown[]) : [];
  if (
    !Number.isInteger(id) ||
    !Number.isInteger(count) ||
    (id as number) < 0 ||
    (id as number) >= (count as number)
  ) {
    return { code: Close.InvalidShard, reason: 'Invalid shard.' };
  }
  return guildsOf(world, application).length > guildsPerShard * (count as number)
    ? { code: Close.ShardingRequired, reason: 'Sharding required.' }
    : null;
}

/** READY names the guilds as unavailable; each then arrives by itself. */
export function welcome(world: World, session: Session): void {
  const { application } = session;
  const guilds = guildsOf(world, application).filter(({ id }) => session.serves(id));
  session.push(GatewayDispatchEvents.Ready, {
    v: 10,
    user: { ...userJson(known(world.users, application.id)), verified: true, mfa_enabled: true, email: null },
    guilds: guilds.map(({ id }) => ({ id, unavailable: true })),
    session_id: session.id,
    session_type: 'normal',
    resume_gateway_url: gatewayUrl(world.origin),
    shard: session.shard,
    application: { id: application.id, flags: applicationFlags(application) },
    private_channels: [],
    relationships: [],
    presences: [],
    user_settings: {},
    geo_ordered_rtc_regions: [],
    _trace: [],
  });
  world.log.write({ kind: 'gateway', applicationId: application.id, what: 'identified' });
  for (const guild of guilds.filter(({ unavailable }) => !unavailable)) {
    session.deliver({
      event: GatewayDispatchEvents.GuildCreate,
      guildId: guild.id,
      data: ({ userId }) => guildCreateJson(world, guild, userId),
    });
  }
}
