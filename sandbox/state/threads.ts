import { ChannelType, GatewayDispatchEvents, GatewayIntentBits } from 'discord-api-types/v10';
import { channelEvent, createChannel, threadMemberJson, updateChannel } from './channels.ts';
import type { ChannelRecord, ThreadRecord } from './records.ts';
import type { World } from './world.ts';

export interface NewThread {
  readonly parent: ChannelRecord;
  readonly name: string;
  readonly ownerId: string;
  readonly type?: ChannelType.PublicThread | ChannelType.PrivateThread | ChannelType.AnnouncementThread;
  /** A thread that starts at a message has that message's id. */
  readonly messageId?: string;
}

export function createThread(world: World, options: NewThread): ChannelRecord {
  const now = world.clock.now();
  const announcement = options.parent.type === ChannelType.GuildAnnouncement;
  return createChannel(world, {
    type: options.type ?? (announcement ? ChannelType.AnnouncementThread : ChannelType.PublicThread),
    guildId: options.parent.guildId,
    name: options.name,
    parentId: options.parent.id,
    nsfw: options.parent.nsfw,
    ...(options.messageId === undefined ? {} : { id: options.messageId }),
    thread: {
      ownerId: options.ownerId,
      archived: false,
      locked: false,
      archiveChangedAt: now,
      createdAt: now,
      memberIds: new Set([options.ownerId]),
    },
  });
}

export function updateThread(
  world: World,
  channel: ChannelRecord,
  change: Partial<Pick<ThreadRecord, 'archived' | 'locked'>>,
): void {
  const thread = threadOf(channel);
  if (change.archived !== undefined && change.archived !== thread.archived) {
    thread.archiveChangedAt = world.clock.now();
  }
  Object.assign(thread, change);
  updateChannel(world, channel, {});
}

/** A bot that is let into a private thread learns of the thread itself. */
export function addThreadMember(world: World, channel: ChannelRecord, userId: string): void {
  const thread = threadOf(channel);
  const hidden = channel.type === ChannelType.PrivateThread && world.applications.has(userId);
  thread.memberIds.add(userId);
  if (hidden) {
    channelEvent(world, channel, 'ThreadCreate', userId);
  }
  membersEvent(world, channel, thread, userId, {
    added_members: [{ ...threadMemberJson(channel, thread, userId), presence: null }],
  });
}

export function removeThreadMember(world: World, channel: ChannelRecord, userId: string): void {
  const thread = threadOf(channel);
  thread.memberIds.delete(userId);
  membersEvent(world, channel, thread, userId, { removed_member_ids: [userId] });
}

function threadOf(channel: ChannelRecord): ThreadRecord {
  if (channel.thread === null) {
    throw new TypeError(`${channel.name} is no thread`);
  }
  return channel.thread;
}

function membersEvent(
  world: World,
  channel: ChannelRecord,
  thread: ThreadRecord,
  memberId: string,
  change: object,
): void {
  world.dispatch({
    event: GatewayDispatchEvents.ThreadMembersUpdate,
    guildId: channel.guildId,
    channelId: channel.id,
    // Without the intent for members a bot hears only of itself.
    only: (botId, intents) => botId === memberId || (intents & GatewayIntentBits.GuildMembers) !== 0,
    data: () => ({
      id: channel.id,
      guild_id: channel.guildId,
      member_count: thread.memberIds.size,
      ...change,
    }),
  });
}
