import { randomUUID } from 'node:crypto';
import { GatewayCloseCodes as Close, GatewayDispatchEvents } from 'discord-api-types/v10';
import { applicationFlags, applicationOfToken, guildsOf, privilegedIntents } from '../state/applications.ts';
import { guildCreateJson } from '../state/guild-create.ts';
import type { ApplicationRecord } from '../state/records.ts';
import { userJson } from '../state/users.ts';
import { known } from '../state/world.ts';
import type { Connection } from './connection.ts';
import type { Gateway } from './gateway.ts';
import { allIntents } from './intents.ts';
import { Session } from './session.ts';
import { gatewayUrl } from './url.ts';

/** More guilds than this must be spread over several shards. */
const guildsPerShard = 2_500;

interface Refusal {
  readonly code: Close;
  readonly reason: string;
}

/** Starts a session, or closes the connection with the code that says why not. */
export function identify(gateway: Gateway, connection: Connection, data: unknown): void {
  const {
    token,
    intents,
    shard = [0, 1],
  } = data as {
    token?: unknown;
    intents?: unknown;
    shard?: unknown;
  };
  const application = typeof token === 'string' ? applicationOfToken(gateway.world, token) : undefined;
  const refusal =
    application === undefined
      ? { code: Close.AuthenticationFailed, reason: 'Authentication failed.' }
      : (refuseIntents(application, intents) ?? refuseShard(gateway, application, shard));
  if (application === undefined || refusal !== null) {
    const { code, reason } = refusal ?? { code: Close.AuthenticationFailed, reason: '' };
    connection.close(code, reason);
    return;
  }
  const session = new Session(gateway.world, {
    id: randomUUID().replaceAll('-', ''),
    application,
    intents: intents as number,
    shard: shard as [number, number],
  });
  gateway.sessions.set(session.id, session);
  application.sessionStartsLeft = Math.max(0, application.sessionStartsLeft - 1);
  connection.take(session);
  welcome(gateway, session);
}

function refuseIntents(application: ApplicationRecord, intents: unknown): Refusal | null {
  if (!Number.isInteger(intents) || ((intents as number) & ~allIntents) !== 0) {
    return { code: Close.InvalidIntents, reason: 'Invalid intent(s).' };
  }
  const disallowed = (intents as number) & privilegedIntents & ~application.privilegedIntents;
  return disallowed === 0 ? null : { code: Close.DisallowedIntents, reason: 'Disallowed intent(s).' };
}

function refuseShard(gateway: Gateway, application: ApplicationRecord, shard: unknown): Refusal | null {
  const [id, count] = Array.isArray(shard) ? (shard as unknown[]) : [];
  if (
    !Number.isInteger(id) ||
    !Number.isInteger(count) ||
    (id as number) < 0 ||
    (id as number) >= (count as number)
  ) {
    return { code: Close.InvalidShard, reason: 'Invalid shard.' };
  }
  return guildsOf(gateway.world, application).length > guildsPerShard * (count as number)
    ? { code: Close.ShardingRequired, reason: 'Sharding required.' }
    : null;
}

/** READY names the guilds as unavailable; each then arrives by itself. */
function welcome(gateway: Gateway, session: Session): void {
  const { world } = gateway;
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
