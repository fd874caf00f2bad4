import {
  ChannelType,
  DiscordAPIError,
  type Guild,
  type GuildBasedChannel,
  type GuildMember,
  type GuildTextBasedChannel,
  PermissionFlagsBits,
  type PermissionsBitField,
  type PrivateThreadChannel,
  RESTJSONErrorCodes,
} from 'discord.js';
import { type APIMessage, Routes } from 'discord-api-types/v10';
import type { MessageSource } from '../db/picture-types.ts';
import type { Logger } from '../log/logger.ts';
import type { PictureLink, PictureLinks, Sight, SightRequest } from '../services/picture-links.ts';
import { isLeftAlone } from '../services/settings/left-alone.ts';
import type { Guilds } from './guilds.ts';
import { isBlank, picturesOf } from './message-pictures.ts';
import { placeOf, toRead } from './reading.ts';

const goneCodes: ReadonlySet<number | string> = new Set([
  RESTJSONErrorCodes.UnknownMessage,
  RESTJSONErrorCodes.UnknownChannel,
]);

interface LookParts {
  /** Where Discord keeps files. */
  readonly cdnOrigins: readonly string[];
  /** Whether Discord lets Kith see what messages contain. */
  readonly seesContent: boolean;
  readonly log: Logger;
}

/** Links by Discord's own word: permissions and messages are asked for at the moment of the reply. */
export class DiscordPictureLinks implements PictureLinks {
  readonly #guilds: Guilds;
  readonly #parts: LookParts;

  constructor(guilds: Guilds, parts: LookParts) {
    this.#guilds = guilds;
    this.#parts = parts;
  }

  async asSeenBy(viewer: SightRequest): Promise<Sight> {
    const guild = await this.#guilds.find(viewer.guildId);
    if (guild === null) {
      return blind;
    }
    const member = await guild.members.fetch({ user: viewer.memberId, force: true });
    return new DiscordSight({ guild, member, viewer, ...this.#parts });
  }
}

/** The server is away: nothing can be shown, and nothing is known to be gone. */
const blind: Sight = {
  visibleChannels: async () => [],
  resolve: async (sources) => sources.map(() => ({ kind: 'unreachable' })),
};

type Found = GuildTextBasedChannel | 'gone' | 'hidden' | 'unreachable';

interface SightParts extends LookParts {
  readonly guild: Guild;
  readonly member: GuildMember;
  readonly viewer: SightRequest;
}

class DiscordSight implements Sight {
  readonly #parts: SightParts;
  /** Each channel is looked at once a reply. */
  readonly #channels = new Map<string, Promise<Found>>();

  constructor(parts: SightParts) {
    this.#parts = parts;
  }

  async visibleChannels(channelIds: readonly string[]): Promise<string[]> {
    const found = await Promise.all(channelIds.map((id) => this.#channel(id)));
    // One that is gone is let through: only then are its pictures looked at, found gone, and forgotten.
    return channelIds.filter((_, index) => found[index] === 'gone' || typeof found[index] === 'object');
  }

  async resolve(sources: readonly MessageSource[]): Promise<PictureLink[]> {
    const { guild, cdnOrigins, seesContent } = this.#parts;
    const messages = new Map<string, Promise<APIMessage | 'gone' | 'unreachable'>>();
    return await Promise.all(
      sources.map(async (source): Promise<PictureLink> => {
        const channel = await this.#channel(source.channelId);
        if (typeof channel === 'string') {
          return { kind: channel };
        }
        const pending = messages.get(source.messageId) ?? this.#message(channel, source.messageId);
        messages.set(source.messageId, pending);
        const message = await pending;
        if (typeof message === 'string') {
          return { kind: message };
        }
        const pictures = picturesOf(message, cdnOrigins);
        const picture = pictures.find(({ attachmentId }) => attachmentId === source.attachmentId);
        if (picture === undefined) {
          return { kind: seesContent && !isBlank(message) ? 'gone' : 'unreachable' };
        }
        const jumpUrl = `https://discord.com/channels/${guild.id}/${channel.id}/${message.id}`;
        return { kind: 'visible', jumpUrl, imageUrl: picture.url };
      }),
    );
  }

  #channel(id: string): Promise<Found> {
    const known = this.#channels.get(id) ?? this.#look(id);
    this.#channels.set(id, known);
    return known;
  }

  /** Archived threads are in no cache, so a channel that is not there is asked for. */
  async #look(id: string): Promise<Found> {
    const { guild, member, viewer } = this.#parts;
    try {
      const channel: GuildBasedChannel | null = await guild.channels.fetch(id);
      if (!channel?.isTextBased()) {
        return 'gone';
      }
      return (await mayShow(channel, member, viewer)) ? channel : 'hidden';
    } catch (error) {
      return this.#explain(error);
    }
  }

  async #message(channel: GuildTextBasedChannel, id: string): Promise<APIMessage | 'gone' | 'unreachable'> {
    try {
      return (await channel.client.rest.get(Routes.channelMessage(channel.id, id))) as APIMessage;
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
    this.#parts.log.warn({ err: error }, 'a picture link could not be resolved');
    return 'unreachable';
  }
}

async function mayShow(
  channel: GuildTextBasedChannel,
  member: GuildMember,
  viewer: SightRequest,
): Promise<boolean> {
  if (isLeftAlone(placeOf(channel), viewer) || !(await mayRead(channel, member))) {
    return false;
  }
  const elsewhere = channel.id !== viewer.channelId;
  if (elsewhere && isAgeRestricted(channel)) {
    return false;
  }
  // A shared reply is read by people whose permissions differ: beyond its own channel only what is open to all.
  return !viewer.shared || !elsewhere || isOpenToAll(channel);
}

async function mayRead(channel: GuildTextBasedChannel, member: GuildMember): Promise<boolean> {
  // A thread whose parent the bot cannot see has none, whatever the type says.
  const permissions: Readonly<PermissionsBitField> | null = channel.permissionsFor(member);
  if (!permissions?.has(toRead(channel))) {
    return false;
  }
  const isPrivateThread = channel.type === ChannelType.PrivateThread;
  if (!isPrivateThread || permissions.has(PermissionFlagsBits.ManageThreads)) {
    return true;
  }
  return await isThreadMember(channel, member.id);
}

/** Everyone may read it, and nobody is kept out of it by a role or by name. */
function isOpenToAll(channel: GuildTextBasedChannel): boolean {
  const holder = channel.isThread() ? channel.parent : channel;
  if (holder === null || channel.type === ChannelType.PrivateThread) {
    return false;
  }
  const needed = toRead(holder);
  return (
    holder.permissionsFor(holder.guild.roles.everyone).has(needed) &&
    holder.permissionOverwrites.cache.every(({ deny }) => !deny.any(needed))
  );
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
