import {
  type APIChannel,
  type APIOverwrite,
  ChannelType,
  GatewayDispatchEvents,
  type ThreadAutoArchiveDuration,
} from 'discord-api-types/v10';
import { channelPermissions } from './permissions.ts';
import type { ChannelRecord, ThreadRecord } from './records.ts';
import { userJson } from './users.ts';
import { known, type World } from './world.ts';

export interface NewChannel {
  readonly type: ChannelType;
  readonly guildId: string | null;
  readonly name: string;
  readonly topic?: string | null;
  readonly parentId?: string | null;
  readonly nsfw?: boolean;
  readonly overwrites?: readonly APIOverwrite[];
  readonly recipientIds?: readonly string[];
  readonly thread?: ThreadRecord;
  /** A thread that starts at a message has that message's id. */
  readonly id?: string;
}

export function createChannel(world: World, options: NewChannel): ChannelRecord {
  const parent = options.parentId == null ? undefined : known(world.channels, options.parentId);
  const channel: ChannelRecord = {
    id: options.id ?? world.ids.next(),
    type: options.type,
    guildId: options.guildId,
    name: options.name,
    topic: options.topic ?? null,
    parentId: options.parentId ?? null,
    position: world.channels.size,
    nsfw: options.nsfw ?? false,
    // A channel made inside a category starts with the category's overwrites.
    overwrites: [...(options.overwrites ?? (options.thread ? [] : (parent?.overwrites ?? [])))],
    recipientIds: options.recipientIds ?? [],
    thread: options.thread ?? null,
    messages: [],
    lastMessageId: null,
  };
  world.channels.set(channel.id, channel);
  if (channel.guildId !== null) {
    channelEvent(world, channel, channel.thread ? 'ThreadCreate' : 'ChannelCreate');
  }
  return channel;
}

export type ChannelChange = Partial<
  Pick<ChannelRecord, 'name' | 'topic' | 'parentId' | 'nsfw' | 'overwrites' | 'position'>
>;

export function updateChannel(world: World, channel: ChannelRecord, change: ChannelChange): void {
  Object.assign(channel, change);
  channelEvent(world, channel, channel.thread ? 'ThreadUpdate' : 'ChannelUpdate');
}

/** Takes its threads and messages along: of those nobody is told. Channels of a deleted category stay. */
export function deleteChannel(world: World, channel: ChannelRecord): void {
  for (const other of [...world.channels.values()]) {
    if (other.parentId === channel.id && other.thread !== null) {
      forget(world, other);
    } else if (other.parentId === channel.id) {
      updateChannel(world, other, { parentId: null });
    }
  }
  if (channel.thread === null) {
    channelEvent(world, channel, 'ChannelDelete');
  } else {
    const { id, guildId, parentId, type } = channel;
    world.dispatch({
      event: GatewayDispatchEvents.ThreadDelete,
      guildId,
      channelId: id,
      data: () => ({ id, guild_id: guildId, parent_id: parentId, type }),
    });
  }
  forget(world, channel);
}

function forget(world: World, channel: ChannelRecord): void {
  for (const message of channel.messages) {
    world.messages.delete(message.id);
    for (const file of message.files) {
      world.files.delete(file.id);
    }
  }
  world.channels.delete(channel.id);
}

/** The channel between two users, made when there is none yet. */
export function directChannel(world: World, one: string, other: string): ChannelRecord {
  for (const channel of world.channels.values()) {
    const both = channel.recipientIds.includes(one) && channel.recipientIds.includes(other);
    if (channel.type === ChannelType.DM && both) {
      return channel;
    }
  }
  return createChannel(world, {
    type: ChannelType.DM,
    guildId: null,
    name: '',
    recipientIds: [one, other],
  });
}

/** @param applicationId only this application is told. */
export function channelEvent(
  world: World,
  channel: ChannelRecord,
  event: 'ChannelCreate' | 'ChannelUpdate' | 'ChannelDelete' | 'ThreadCreate' | 'ThreadUpdate',
  applicationId?: string,
): void {
  world.dispatch({
    event: GatewayDispatchEvents[event],
    guildId: channel.guildId,
    // Bots are told of every channel of their guild, but only of threads that they can see.
    ...(channel.thread ? { channelId: channel.id } : {}),
    ...(applicationId === undefined ? {} : { applicationId }),
    data: (viewer) => ({
      ...channelJson(world, channel, viewer.userId),
      ...(event === 'ThreadCreate' && applicationId === undefined ? { newly_created: true } : {}),
    }),
  });
}

/** @param viewerId Direct messages name the other end; threads say whether the viewer is in them. */
export function channelJson(world: World, channel: ChannelRecord, viewerId: string): APIChannel {
  const base = { id: channel.id, type: channel.type, last_message_id: channel.lastMessageId, flags: 0 };
  if (channel.guildId === null) {
    const others = channel.recipientIds.filter((id) => id !== viewerId);
    return {
      ...base,
      name: null,
      recipients: others.map((id) => userJson(known(world.users, id))),
    } as unknown as APIChannel;
  }
  const inGuild = {
    ...base,
    guild_id: channel.guildId,
    name: channel.name,
    parent_id: channel.parentId,
    rate_limit_per_user: 0,
  };
  if (channel.thread !== null) {
    return { ...inGuild, ...threadFields(channel, channel.thread, viewerId) } as unknown as APIChannel;
  }
  const forum = channel.type === ChannelType.GuildForum || channel.type === ChannelType.GuildMedia;
  return {
    ...inGuild,
    topic: channel.topic,
    position: channel.position,
    nsfw: channel.nsfw,
    permission_overwrites: channel.overwrites,
    ...(channel.type === ChannelType.GuildVoice ? { bitrate: 64_000, user_limit: 0, rtc_region: null } : {}),
    ...(forum
      ? {
          available_tags: [],
          default_reaction_emoji: null,
          default_sort_order: null,
          default_forum_layout: 0,
        }
      : {}),
  } as unknown as APIChannel;
}

function threadFields(channel: ChannelRecord, thread: ThreadRecord, viewerId: string): object {
  const minutes: ThreadAutoArchiveDuration = 1440;
  const shown = channel.messages.filter(({ visibleTo }) => visibleTo === null).length;
  return {
    owner_id: thread.ownerId,
    message_count: shown,
    total_message_sent: shown,
    member_count: thread.memberIds.size,
    thread_metadata: {
      archived: thread.archived,
      auto_archive_duration: minutes,
      archive_timestamp: new Date(thread.archiveChangedAt).toISOString(),
      locked: thread.locked,
      create_timestamp: new Date(thread.createdAt).toISOString(),
      ...(channel.type === ChannelType.PrivateThread ? { invitable: true } : {}),
    },
    ...(thread.memberIds.has(viewerId) ? { member: threadMemberJson(channel, thread, viewerId) } : {}),
  };
}

export function threadMemberJson(channel: ChannelRecord, thread: ThreadRecord, userId: string) {
  return {
    id: channel.id,
    user_id: userId,
    join_timestamp: new Date(thread.createdAt).toISOString(),
    flags: 0,
  };
}

/** As channels appear in resolved options: with what the user and the bot may do in them. */
export function resolvedChannelJson(
  world: World,
  channel: ChannelRecord,
  userId: string,
  botId: string,
): object {
  return {
    ...channelJson(world, channel, botId),
    permissions: channelPermissions(world, channel, userId).toString(),
    app_permissions: channelPermissions(world, channel, botId).toString(),
  };
}
