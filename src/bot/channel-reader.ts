import {
  ChannelType,
  type Client,
  DiscordAPIError,
  type Guild,
  type GuildBasedChannel,
  makeURLSearchParams,
  PermissionFlagsBits,
  type PermissionsBitField,
  RESTJSONErrorCodes,
} from 'discord.js';
import {
  type APIMessage,
  type APIThreadChannel,
  type RESTGetAPIChannelMessagesResult,
  type RESTGetAPIGuildThreadsResult,
  Routes,
} from 'discord-api-types/v10';
import type { Snowflake } from '../db/ids.ts';
import {
  type ChannelReader,
  type PostedMessage,
  pageSize,
  type ReadableChannel,
  type Unreadable,
} from '../services/indexing/channels.ts';
import { Slots } from '../services/indexing/slots.ts';
import { archivedThreads } from './archived-threads.ts';
import type { Guilds } from './guilds.ts';
import { isBlank, picturesOf } from './message-pictures.ts';
import { placeOf, toRead } from './reading.ts';

/** Discord allows 50 requests a second for everything; this leaves most of them to those who wait for an answer. */
const requestsAtOnce = 2;

const removedCodes: ReadonlySet<number | string> = new Set([
  RESTJSONErrorCodes.UnknownGuild,
  RESTJSONErrorCodes.MissingAccess,
]);

/** Raw values of the REST API, through discord.js's queue: pages become no objects that caches could keep. */
export class DiscordChannelReader implements ChannelReader {
  readonly seesContent: boolean;
  readonly #client: Client;
  readonly #guilds: Guilds;
  readonly #cdnOrigins: readonly string[];
  readonly #slots = new Slots(requestsAtOnce);

  constructor(
    client: Client,
    guilds: Guilds,
    options: { readonly seesContent: boolean; readonly cdnOrigins: readonly string[] },
  ) {
    this.#client = client;
    this.#guilds = guilds;
    this.seesContent = options.seesContent;
    this.#cdnOrigins = options.cdnOrigins;
  }

  async membership(guildId: Snowflake): Promise<'member' | 'removed' | 'unknown'> {
    if (this.#guilds.hears(guildId) && this.#client.guilds.cache.has(guildId)) {
      return 'member';
    }
    try {
      await this.#get(Routes.guild(guildId));
      return 'member';
    } catch (error) {
      return error instanceof DiscordAPIError && removedCodes.has(error.code) ? 'removed' : 'unknown';
    }
  }

  known(guildId: Snowflake, channelId: Snowflake): ReadableChannel | null {
    const channel = this.#client.guilds.cache.get(guildId)?.channels.cache.get(channelId);
    return channel === undefined ? null : describe(channel);
  }

  allKnown(guildId: Snowflake): ReadableChannel[] {
    return [...(this.#client.guilds.cache.get(guildId)?.channels.cache.values() ?? [])].map(describe);
  }

  async find(guildId: Snowflake, channelId: Snowflake): Promise<ReadableChannel | Unreadable> {
    const guild = await this.#guild(guildId);
    return await this.#unlessUnreadable(async () => {
      const channel = await guild.channels.fetch(channelId);
      return channel === null ? 'gone' : describe(channel);
    });
  }

  async *under(guildId: Snowflake, targetId: Snowflake): AsyncGenerator<ReadableChannel> {
    const guild = await this.#guild(guildId);
    const target = targetId === guildId ? null : await guild.channels.fetch(targetId);
    if (target?.isThread()) {
      yield describe(target);
      return;
    }
    const all = [...guild.channels.cache.values()].filter((channel) => !channel.isThread());
    const channels = all.filter(
      ({ id, parentId }) => target === null || id === targetId || parentId === targetId,
    );
    const active = await this.#get<RESTGetAPIGuildThreadsResult>(Routes.guildActiveThreads(guildId));
    for (const channel of channels) {
      const described = describe(channel);
      if (channel.type === ChannelType.GuildCategory) {
        continue;
      }
      if (channel.isTextBased() || !described.readable) {
        yield described;
      }
      if (!('threads' in channel) || !described.readable) {
        continue;
      }
      const place = { parentId: channel.id, categoryId: channel.parentId };
      for (const thread of active.threads as APIThreadChannel[]) {
        if (thread.parent_id === channel.id) yield describeThread(thread, place);
      }
      const me = guild.members.me;
      const listsPrivate = me !== null && channel.permissionsFor(me).has(PermissionFlagsBits.ManageThreads);
      const get = <T>(route: `/${string}`, query: object) => this.#get<T>(route, query);
      for await (const thread of archivedThreads(channel, { listsPrivate, get })) {
        yield describeThread(thread, place);
      }
    }
  }

  async page(
    guildId: Snowflake,
    channelId: Snowflake,
    { beforeId }: { readonly beforeId: Snowflake | null },
    signal?: AbortSignal,
  ): Promise<readonly PostedMessage[] | Unreadable> {
    const before = beforeId === null ? {} : { before: beforeId };
    return await this.#messages(guildId, channelId, { limit: pageSize, ...before }, signal);
  }

  async around(
    guildId: Snowflake,
    channelId: Snowflake,
    messageId: Snowflake,
  ): Promise<readonly PostedMessage[] | Unreadable> {
    return await this.#messages(guildId, channelId, { limit: pageSize, around: messageId });
  }

  async message(
    guildId: Snowflake,
    channelId: Snowflake,
    messageId: Snowflake,
  ): Promise<PostedMessage | Unreadable> {
    const channel = await this.find(guildId, channelId);
    if (typeof channel === 'string') return channel;
    if (!channel.readable) return 'no-permission';
    return await this.#unlessUnreadable(async () =>
      this.#posted(await this.#get<APIMessage>(Routes.channelMessage(channelId, messageId))),
    );
  }

  async #messages(
    guildId: Snowflake,
    channelId: Snowflake,
    query: object,
    signal?: AbortSignal,
  ): Promise<readonly PostedMessage[] | Unreadable> {
    const channel = await this.find(guildId, channelId);
    if (typeof channel === 'string') return channel;
    // Without the permission to read the history Discord answers with an empty list, as if all had been deleted.
    if (!channel.readable) return 'no-permission';
    const page = await this.#unlessUnreadable(async () => {
      const messages = await this.#get<RESTGetAPIChannelMessagesResult>(
        Routes.channelMessages(channelId),
        query,
        signal,
      );
      if (messages.length === 0 && !(await this.#isStillReadable(guildId, channelId))) return 'no-permission';
      return messages.map((message) => this.#posted(message));
    });
    if (page === 'gone') this.#guilds.forget(guildId);
    return page;
  }

  /** Where the gateway does not tell of changes, an empty list may come of a permission that is gone since. */
  async #isStillReadable(guildId: Snowflake, channelId: Snowflake): Promise<boolean> {
    this.#guilds.forget(guildId);
    const channel = await this.find(guildId, channelId);
    return typeof channel !== 'string' && channel.readable;
  }

  /** Of its own messages, which show what it found, nothing is looked at again. */
  #posted(message: APIMessage): PostedMessage {
    const isOwn = message.author.id === this.#client.user?.id;
    return {
      messageId: message.id,
      channelId: message.channel_id,
      authorId: message.author.id,
      postedAt: new Date(message.timestamp),
      pictures: isOwn ? [] : picturesOf(message, this.#cdnOrigins),
      isHidden: !this.seesContent || isBlank(message),
    };
  }

  /** @throws Error while the server is away: then nothing is known of its channels. */
  async #guild(guildId: Snowflake): Promise<Guild> {
    const guild = await this.#guilds.find(guildId);
    if (!guild?.available) throw new Error('the server is away');
    return guild;
  }

  async #get<T>(route: `/${string}`, query: object = {}, signal?: AbortSignal): Promise<T> {
    return await this.#slots.run(
      async () =>
        (await this.#client.rest.get(route, {
          query: makeURLSearchParams(query),
          ...(signal !== undefined && { signal }),
        })) as T,
    );
  }

  async #unlessUnreadable<T>(read: () => Promise<T>): Promise<T | Unreadable> {
    try {
      return await read();
    } catch (error) {
      if (!(error instanceof DiscordAPIError)) throw error;
      switch (error.code) {
        case RESTJSONErrorCodes.UnknownChannel:
        case RESTJSONErrorCodes.UnknownMessage:
          return 'gone';
        case RESTJSONErrorCodes.MissingAccess:
        case RESTJSONErrorCodes.MissingPermissions:
          return 'no-permission';
        default:
          throw error;
      }
    }
  }
}

function describe(channel: GuildBasedChannel): ReadableChannel {
  return {
    ...placeOf(channel),
    lastMessageId: 'lastMessageId' in channel ? channel.lastMessageId : null,
    readable: isReadable(channel),
  };
}

function describeThread(
  { id, last_message_id: last }: Pick<APIThreadChannel, 'id' | 'last_message_id'>,
  place: Pick<ReadableChannel, 'parentId' | 'categoryId'>,
): ReadableChannel {
  return { channelId: id, lastMessageId: last ?? null, readable: true, ...place };
}

function isReadable(channel: GuildBasedChannel): boolean {
  const { me } = channel.guild.members;
  if (me === null) return false;
  // A thread whose parent is hidden has no permissions, whatever the type says.
  const permissions: Readonly<PermissionsBitField> | null = channel.permissionsFor(me);
  return permissions?.has(toRead(channel)) ?? false;
}
