import { type Client, DiscordAPIError, type Guild, RESTJSONErrorCodes, ShardClientUtil } from 'discord.js';
import type { Snowflake } from '../db/ids.ts';

/** For so long what the REST API said of a server is taken to be so: three requests each time. */
const rememberedMs = 30_000;

const absent: ReadonlySet<number | string> = new Set([
  RESTJSONErrorCodes.UnknownGuild,
  RESTJSONErrorCodes.MissingAccess,
]);

interface Asked {
  readonly guild: Promise<Guild | null>;
  readonly until: number;
}

/**
 * Servers with their channels, their roles and Kith's own membership. Those on this process's shards are as the gateway
 * tells them. Jobs and direct messages lead to others too, and a worker has no shards at all: for these the REST API
 * is asked.
 */
export class Guilds {
  readonly #client: Client;
  readonly #asked = new Map<Snowflake, Asked>();

  constructor(client: Client) {
    this.#client = client;
  }

  /** The shard that tells of a server. */
  shardOf(guildId: Snowflake): number {
    return ShardClientUtil.shardIdForGuildId(guildId, this.#client.options.shardCount ?? 1);
  }

  /** Whether the gateway tells this process of a server. */
  hears(guildId: Snowflake): boolean {
    return this.#client.ws.shards.has(this.shardOf(guildId));
  }

  /** Null for one that Kith is not in. @throws what may pass */
  async find(guildId: Snowflake): Promise<Guild | null> {
    if (this.hears(guildId)) return this.#client.guilds.cache.get(guildId) ?? null;
    const asked = this.#asked.get(guildId);
    if (asked !== undefined && asked.until > performance.now()) return await asked.guild;
    this.#forgetOutdated();
    this.forget(guildId);
    const guild = this.#ask(guildId);
    this.#asked.set(guildId, { guild, until: performance.now() + rememberedMs });
    guild.catch(() => this.#asked.delete(guildId));
    return await guild;
  }

  /** What the REST API said of a server may no longer be so: it is asked again. */
  forget(guildId: Snowflake): void {
    if (this.hears(guildId) || !this.#asked.delete(guildId)) return;
    const { guilds, channels } = this.#client;
    for (const id of guilds.cache.get(guildId)?.channels.cache.keys() ?? []) channels.cache.delete(id);
    guilds.cache.delete(guildId);
  }

  async #ask(guildId: Snowflake): Promise<Guild | null> {
    try {
      const guild = await this.#client.guilds.fetch({ guild: guildId, force: true, withCounts: false });
      await Promise.all([guild.channels.fetch(), guild.members.fetchMe({ force: true })]);
      // discord.js takes one that comes without its channels for one in an outage.
      guild.available = true;
      return guild;
    } catch (error) {
      if (error instanceof DiscordAPIError && absent.has(error.code)) return null;
      throw error;
    }
  }

  #forgetOutdated(): void {
    const now = performance.now();
    for (const [guildId, { until }] of this.#asked) {
      if (until <= now) this.forget(guildId);
    }
  }
}
