import { DiscordAPIError, REST } from 'discord.js';
import {
  type RESTAPIPartialCurrentUserGuild,
  type RESTGetAPICurrentUserGuildsResult,
  type RESTGetCurrentApplicationResult,
  Routes,
} from 'discord-api-types/v10';
import { mayReadContent } from './message-content.ts';
import { missingPermissions } from './permissions.ts';

export interface ApplicationState {
  readonly applicationId: string;
  readonly readsContent: boolean;
  readonly servers: number;
  /** Of servers that do not let Kith do all it needs: how many lack each permission, by name. */
  readonly missing: ReadonlyMap<string, number>;
  /** How far this machine's clock is ahead of Discord's, to the second or so. */
  readonly clockAheadMs: number;
}

/** As many as Discord gives at once; who serves more knows how to ask for the rest. */
const serversAsked = 200;

/**
 * What Discord says about the bot, without connecting to the gateway.
 * @returns `token-refused` when Discord does not know the token.
 * @throws what keeps Discord from being asked.
 */
export async function inspectApplication(
  api: string,
  token: string,
): Promise<ApplicationState | 'token-refused'> {
  const rest = new REST({ api, timeout: 15_000, retries: 1 }).setToken(token);
  let clockAheadMs = 0;
  rest.on('response', (_, { headers }) => {
    const date = Date.parse(headers.get('date') ?? '');
    if (Number.isFinite(date)) clockAheadMs = Date.now() - date;
  });
  try {
    const { id, flags = 0 } = (await rest.get(
      Routes.currentApplication(),
    )) as RESTGetCurrentApplicationResult;
    const query = new URLSearchParams({ limit: String(serversAsked) });
    const guilds = (await rest.get(Routes.userGuilds(), { query })) as RESTGetAPICurrentUserGuildsResult;
    const missing = countMissing(guilds);
    return {
      applicationId: id,
      readsContent: mayReadContent(flags),
      servers: guilds.length,
      missing,
      clockAheadMs,
    };
  } catch (error) {
    if (error instanceof DiscordAPIError && error.status === 401) return 'token-refused';
    throw error;
  }
}

function countMissing(guilds: readonly RESTAPIPartialCurrentUserGuild[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const name of guilds.flatMap(({ permissions }) => missingPermissions(BigInt(permissions)))) {
    counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  return counts;
}
