import { type Client, Events, type Guild } from 'discord.js';
import {
  type GatewayChannelDeleteDispatchData,
  GatewayDispatchEvents,
  type GatewayGuildBanAddDispatchData,
  type GatewayMessageCreateDispatchData,
  type GatewayMessageDeleteBulkDispatchData,
  type GatewayMessageDeleteDispatchData,
  type GatewayMessageUpdateDispatchData,
  type GatewayThreadDeleteDispatchData,
} from 'discord-api-types/v10';
import type { Logger } from '../log/logger.ts';
import type { Forgetting } from '../services/deletion/forgetting.ts';
import type { HeardMessage, LiveIndexing } from '../services/indexing/live.ts';
import type { Guilds } from './guilds.ts';
import { picturesOf } from './message-pictures.ts';

export interface GatewayEventsPorts {
  readonly guilds: Guilds;
  readonly live: LiveIndexing;
  readonly forgetting: Forgetting;
  readonly cdnOrigins: readonly string[];
  readonly log: Logger;
}

/** How often the cursors of live indexing are written down. */
const flushMs = 5_000;

/** How often gaps are looked for that could not be closed when they were found. */
const gapsMs = 60_000;

/**
 * Leads the gateway's events to what follows them. They are taken as Discord sends them, because discord.js passes on
 * only those whose channel and message it remembers: not those of archived threads, for one.
 */
export class GatewayEvents {
  readonly #client: Client;
  readonly #ports: GatewayEventsPorts;
  readonly #running = new Set<Promise<unknown>>();
  #flushing: NodeJS.Timeout | undefined;
  #lookingForGaps: NodeJS.Timeout | undefined;
  #isStopping = false;

  constructor(client: Client, ports: GatewayEventsPorts) {
    this.#client = client;
    this.#ports = ports;
  }

  /** Starts to listen; before the client connects. */
  attach(): void {
    const { live, forgetting, guilds } = this.#ports;
    const { ws } = this.#client;
    ws.on(GatewayDispatchEvents.Ready, (_, shard: number) =>
      live.interrupted((guildId) => guilds.shardOf(guildId) === shard),
    );
    ws.on(GatewayDispatchEvents.MessageCreate, (message: GatewayMessageCreateDispatchData) => {
      const heard = this.#heard(message);
      if (heard !== null) this.#run('message', () => live.heard(heard));
    });
    ws.on(GatewayDispatchEvents.MessageUpdate, (message: GatewayMessageUpdateDispatchData) => {
      // An update that does not tell of attachments says nothing about them.
      const heard = 'attachments' in message ? this.#heard(message) : null;
      if (heard !== null) this.#run('edit', () => live.changed(heard));
    });
    ws.on(GatewayDispatchEvents.MessageDelete, ({ guild_id, id }: GatewayMessageDeleteDispatchData) => {
      if (guild_id !== undefined) this.#run('deletion', () => forgetting.messages(guild_id, [id]));
    });
    ws.on(
      GatewayDispatchEvents.MessageDeleteBulk,
      ({ guild_id, ids }: GatewayMessageDeleteBulkDispatchData) => {
        if (guild_id !== undefined) this.#run('bulk deletion', () => forgetting.messages(guild_id, ids));
      },
    );
    ws.on(GatewayDispatchEvents.ChannelDelete, (channel: GatewayChannelDeleteDispatchData) => {
      if ('guild_id' in channel && channel.guild_id !== undefined) {
        this.#run('channel deletion', () => forgetting.channel(channel.guild_id, channel.id));
      }
    });
    ws.on(GatewayDispatchEvents.ThreadDelete, ({ guild_id, id }: GatewayThreadDeleteDispatchData) =>
      this.#run('thread deletion', () => forgetting.channel(guild_id, id)),
    );
    ws.on(GatewayDispatchEvents.GuildBanAdd, ({ guild_id, user }: GatewayGuildBanAddDispatchData) =>
      this.#run('ban', () => forgetting.banned(guild_id, user.id)),
    );
    // These two only when it is no outage; for an outage there is guildUnavailable.
    this.#client.on(Events.GuildDelete, ({ id }) => {
      live.left(id);
      this.#run('removal', () => forgetting.guild(id));
    });
    this.#client.on(Events.GuildCreate, (guild) => this.#arrived(guild));
    this.#client.on(Events.GuildUnavailable, ({ id }) => live.interrupted((guildId) => guildId === id));
    this.#client.on(Events.GuildAvailable, (guild) => this.#arrived(guild));
    this.#flushing = setInterval(() => this.#run('cursors', () => live.flush()), flushMs);
    this.#flushing.unref();
    this.#lookingForGaps = setInterval(() => this.#run('gaps', () => live.catchUpAgain()), gapsMs);
    this.#lookingForGaps.unref();
  }

  /** Waits for what was heard, and writes down how far that is. What comes now is caught up with after the next start. */
  async stop(): Promise<void> {
    this.#isStopping = true;
    clearInterval(this.#flushing);
    clearInterval(this.#lookingForGaps);
    while (this.#running.size > 0) {
      await Promise.all(this.#running);
    }
    await this.#ports.live.flush();
  }

  #arrived({ id }: Guild): void {
    this.#ports.live.interrupted((guildId) => guildId === id);
    this.#run('catching up', () => this.#ports.live.catchUp(id));
  }

  #heard(message: GatewayMessageCreateDispatchData | GatewayMessageUpdateDispatchData): HeardMessage | null {
    const { guild_id: guildId, id: messageId, channel_id: channelId, author } = message;
    if (guildId === undefined || author?.id === this.#client.user?.id) return null;
    const pictureIds = picturesOf(message, this.#ports.cdnOrigins).map(({ attachmentId }) => attachmentId);
    return { guildId, channelId, messageId, pictureIds };
  }

  /** A failure ends nothing: what was not done now is found by the next look for gaps, or by the re-check. */
  #run(what: string, work: () => Promise<unknown>): void {
    if (this.#isStopping) return;
    const run: Promise<unknown> = work()
      .catch((error: unknown) =>
        this.#ports.log.warn({ event: what, err: error }, 'an event was not followed'),
      )
      .finally(() => this.#running.delete(run));
    this.#running.add(run);
  }
}
