import { Client, GatewayIntentBits, Options } from 'discord.js';
import type { ShardRange } from '../config/shards.ts';
import type { Logger } from '../log/logger.ts';

export interface ClientOptions {
  readonly api: string;
  readonly seesContent: boolean;
  /** Absent: as many as Discord recommends, all of them. */
  readonly shards?: ShardRange | undefined;
  readonly log: Logger;
}

/** Those that need no approval, for commands and for following deletions. */
const plainIntents = [
  GatewayIntentBits.Guilds,
  GatewayIntentBits.GuildMessages,
  GatewayIntentBits.GuildModeration,
];

/**
 * discord.js's client. Caches hold what permissions are computed from
 * (guilds, roles, channels) and little else, so that memory does not grow with a server's members and messages.
 *
 * @param options.api base URL of the REST API, without its version; the gateway's address is asked from it.
 * @param options.seesContent whether the privileged intent is granted that indexing needs.
 */
export function createClient({ api, seesContent, shards, log }: ClientOptions): Client {
  const client = new Client({
    intents: seesContent ? [...plainIntents, GatewayIntentBits.MessageContent] : plainIntents,
    ...(shards === undefined ? { shards: 'auto' } : { shards: [...shards.ids], shardCount: shards.count }),
    rest: { api, timeout: 30_000, retries: 3 },
    makeCache: Options.cacheWithLimits({
      ...Options.DefaultMakeCacheSettings,
      MessageManager: 0,
      GuildMemberManager: { maxSize: 200, keepOverLimit: (member) => member.id === member.client.user.id },
      UserManager: { maxSize: 200, keepOverLimit: (user) => user.id === user.client.user.id },
      PresenceManager: 0,
      VoiceStateManager: 0,
      ReactionManager: 0,
      GuildEmojiManager: 0,
      GuildStickerManager: 0,
      GuildInviteManager: 0,
      GuildScheduledEventManager: 0,
      AutoModerationRuleManager: 0,
      StageInstanceManager: 0,
    }),
    allowedMentions: { parse: [] },
  });
  client.on('error', (error) => log.error({ err: error }, 'discord client error'));
  client.on('warn', () => log.warn('discord client warning'));
  client.on('shardReady', (shard) => log.info({ shard }, 'gateway ready'));
  client.on('shardResume', (shard, replayed) => log.info({ shard, replayed }, 'gateway resumed'));
  client.on('shardReconnecting', (shard) => log.info({ shard }, 'gateway reconnecting'));
  client.on('shardDisconnect', ({ code }, shard) => log.error({ shard, code }, 'gateway closed for good'));
  client.rest.on('rateLimited', ({ method, route, timeToReset, global }) =>
    log.warn({ method, route, timeToReset, global }, 'rate limited'),
  );
  return client;
}
