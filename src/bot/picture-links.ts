import {
  ChannelType,
  type Client,
  DiscordAPIError,
  type Guild,
  type GuildBasedChannel,
  type GuildMember,
  type GuildTextBasedChannel,
  type Message,
  PermissionFlagsBits,
  type PrivateThreadChannel,
  RESTJSONErrorCodes,
  type Role,
} from 'discord.js';
import type { MessageSource } from '../db/types.ts';
import type { Logger } from '../log/logger.ts';
import type { PictureLink, PictureLinks, Viewer } from '../services/picture-links.ts';

const needed = PermissionFlagsBits.ViewChannel | PermissionFlagsBits.ReadMessageHistory;

const goneCodes: ReadonlySet<number | string> = new Set([
  RESTJSONErrorCodes.UnknownMessage,
  RESTJSONErrorCodes.UnknownChannel,
]);

/** Links by Discord's own word: permissions and messages are asked for at the moment of the reply. */
export class DiscordPictureLinks implements PictureLinks {
  readonly #client: Client;
  readonly #log: Logger;

  constructor(client: Client, log: Logger) {
    this.#client = client;
    this.#log = log;
  }

  async resolve(viewer: Viewer, sources: readonly MessageSource[]): Promise<PictureLink[]> {
    const guild = this.#client.guilds.cache.get(viewer.guildId);
    if (sources.length === 0 || guild === undefined) {
      return sources.map(() => ({ kind: 'unreachable' }));
    }
    const member = await guild.members.fetch({ user: viewer.memberId, force: true });
    const messages = new Map<string, Promise<Message | 'gone' | 'unreachable'>>();
    return await Promise.all(
      sources.map(async (source): Promise<PictureLink> => {
        const channel = await this.#channel(guild, source.channelId);
        if (typeof channel === 'string') {
          return { kind: channel };
        }
        if (!(await mayShow(channel, member, viewer))) {
          return { kind: 'hidden' };
        }
        const pending = messages.get(source.messageId) ?? this.#message(channel, source.messageId);
        messages.set(source.messageId, pending);
        const message = await pending;
        if (typeof message === 'string') {
          return { kind: message };
        }
        const attachment = message.attachments.get(source.attachmentId);
        return attachment === undefined
          ? { kind: 'gone' }
          : { kind: 'visible', jumpUrl: message.url, imageUrl: attachment.url };
      }),
    );
  }

  /** Archived threads are in no cache, so a channel that is not there is asked for. */
  async #channel(
    guild: Guild,
    id: string,
  ): Promise<GuildTextBasedChannel | 'gone' | 'hidden' | 'unreachable'> {
    try {
      const channel: GuildBasedChannel | null = await guild.channels.fetch(id);
      return channel?.isTextBased() ? channel : 'gone';
    } catch (error) {
      return this.#explain(error);
    }
  }

  async #message(channel: GuildTextBasedChannel, id: string): Promise<Message | 'gone' | 'unreachable'> {
    try {
      return await channel.messages.fetch({ message: id, force: true, cache: false });
    } catch (error) {
      const reason = this.#explain(error);
      return reason === 'hidden' ? 'unreachable' : reason;
    }
  }

  #explain(error: unknown): 'gone' | 'hidden' | 'unreachable' {
    if (error instanceof DiscordAPIError) {
      if (goneCodes.has(error.code)) {
        return 'gone';
      }
      if (error.code === RESTJSONErrorCodes.MissingAccess) {
        return 'hidden';
      }
    }
    this.#log.warn({ err: error }, 'a picture link could not be resolved');
    return 'unreachable';
  }
}

async function mayShow(
  channel: GuildTextBasedChannel,
  member: GuildMember,
  viewer: Viewer,
): Promise<boolean> {
  if (!(await mayRead(channel, member))) {
    return false;
  }
  const elsewhere = channel.id !== viewer.channelId;
  if (elsewhere && isAgeRestricted(channel)) {
    return false;
  }
  // A shared reply is read by people whose permissions differ: beyond its own channel only what is open to all.
  return !viewer.shared || !elsewhere || (await mayRead(channel, channel.guild.roles.everyone));
}

async function mayRead(channel: GuildTextBasedChannel, who: GuildMember | Role): Promise<boolean> {
  const permissions = channel.permissionsFor(who);
  if (!permissions.has(needed)) {
    return false;
  }
  const isPrivateThread = channel.type === ChannelType.PrivateThread;
  if (!isPrivateThread || permissions.has(PermissionFlagsBits.ManageThreads)) {
    return true;
  }
  return 'joinedAt' in who && (await isThreadMember(channel, who.id));
}

async function isThreadMember(thread: PrivateThreadChannel, memberId: string): Promise<boolean> {
  try {
    await thread.members.fetch({ member: memberId, force: true });
    return true;
  } catch (error) {
    if (error instanceof DiscordAPIError && error.code === RESTJSONErrorCodes.UnknownMember) {
      return false;
    }
    throw error;
  }
}

function isAgeRestricted(channel: GuildTextBasedChannel): boolean {
  const holder = channel.isThread() ? channel.parent : channel;
  return holder !== null && 'nsfw' in holder && holder.nsfw;
}
