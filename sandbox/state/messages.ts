import {
  type APIEmbed,
  type APIMessageTopLevelComponent,
  GatewayDispatchEvents,
  MessageFlags,
  MessageType,
} from 'discord-api-types/v10';
import { nameOwnFiles } from './media.ts';
import { type AllowedMentions, mentionsOf } from './mentions.ts';
import { messageJson, messageMember } from './message-json.ts';
import { numberComponents } from './message-parts.ts';
import type { ChannelRecord, FileRecord, ForwardRecord, MessageOrigin, MessageRecord } from './records.ts';
import { compareSnowflakes } from './snowflake.ts';
import { known, type World } from './world.ts';

export interface NewMessage {
  readonly channel: ChannelRecord;
  readonly authorId: string;
  readonly content?: string | undefined;
  readonly embeds?: readonly APIEmbed[] | undefined;
  readonly components?: readonly APIMessageTopLevelComponent[] | undefined;
  readonly files?: readonly FileRecord[];
  readonly flags?: number;
  readonly type?: MessageType;
  readonly referenceId?: string | null;
  readonly forwarded?: ForwardRecord | null;
  readonly nonce?: string | number | null;
  readonly origin?: MessageOrigin | null;
  readonly visibleTo?: string | null;
  readonly allowedMentions?: AllowedMentions | undefined;
  /** Milliseconds since the epoch, for a message of the past. */
  readonly at?: number;
  /** An id made before, by whoever has to know it before anyone is told of the message. */
  readonly id?: string;
}

export function createMessage(world: World, options: NewMessage): MessageRecord {
  const { channel } = options;
  const message: MessageRecord = {
    id: options.id ?? (options.at === undefined ? world.ids.next() : world.ids.at(options.at)),
    channelId: channel.id,
    guildId: channel.guildId,
    authorId: options.authorId,
    type: options.type ?? (options.referenceId == null ? MessageType.Default : MessageType.Reply),
    content: options.content ?? '',
    embeds: [...(options.embeds ?? [])],
    components: numberComponents(options.components ?? []),
    files: [...(options.files ?? [])],
    flags: options.flags ?? 0,
    editedAt: null,
    pinned: false,
    ...mentionsOf(world, channel, options, options.allowedMentions),
    referenceId: options.referenceId ?? null,
    forwarded: options.forwarded ?? null,
    nonce: options.nonce ?? null,
    origin: options.origin ?? null,
    visibleTo: options.visibleTo ?? null,
  };
  world.messages.set(message.id, message);
  insertInOrder(channel.messages, message);
  if (message.visibleTo === null) {
    channel.lastMessageId = channel.messages.findLast(({ visibleTo }) => visibleTo === null)?.id ?? null;
  }
  announce(world, message, 'created');
  return message;
}

export interface MessageChange {
  readonly content?: string | null | undefined;
  readonly embeds?: readonly APIEmbed[] | null | undefined;
  readonly components?: readonly APIMessageTopLevelComponent[] | null | undefined;
  readonly files?: readonly FileRecord[];
  readonly flags?: number;
  readonly allowedMentions?: AllowedMentions | undefined;
  /** Not marked as edited: the first filling of a deferred reply. */
  readonly silently?: boolean;
}

/** What is left out stays; null empties. */
export function editMessage(world: World, message: MessageRecord, change: MessageChange): void {
  if (change.content !== undefined) {
    message.content = change.content ?? '';
  }
  if (change.files !== undefined) {
    dropFiles(world, message, change.files);
    message.files = [...change.files];
  }
  if (change.embeds !== undefined) {
    message.embeds = structuredClone([...(change.embeds ?? [])]);
  }
  if (change.components !== undefined) {
    message.components = numberComponents(change.components ?? []);
  }
  nameOwnFiles(message.files, message.embeds, message.components);
  message.flags = change.flags ?? message.flags;
  Object.assign(
    message,
    mentionsOf(world, known(world.channels, message.channelId), message, change.allowedMentions),
  );
  if (!change.silently) {
    message.editedAt = world.clock.now();
  }
  announce(world, message, 'edited');
}

export function deleteMessage(world: World, message: MessageRecord): void {
  forget(world, message);
  const { id, channelId, guildId } = message;
  if (message.visibleTo === null) {
    world.dispatch({
      event: GatewayDispatchEvents.MessageDelete,
      guildId,
      channelId,
      data: () => ({ id, channel_id: channelId, ...(guildId === null ? {} : { guild_id: guildId }) }),
    });
  }
}

/** Messages of one channel, deleted at once by a moderator. */
export function deleteMessages(
  world: World,
  channel: ChannelRecord,
  messages: readonly MessageRecord[],
): void {
  for (const message of messages) {
    forget(world, message);
  }
  world.dispatch({
    event: GatewayDispatchEvents.MessageDeleteBulk,
    guildId: channel.guildId,
    channelId: channel.id,
    data: () => ({
      ids: messages.map(({ id }) => id),
      channel_id: channel.id,
      ...(channel.guildId === null ? {} : { guild_id: channel.guildId }),
    }),
  });
}

/** The flags of an edited message: previews can be hidden and shown again; IS_COMPONENTS_V2 stays for good. */
export function editedFlags(current: number, wanted: number | null | undefined): number {
  return wanted == null ? current : (current & ~MessageFlags.SuppressEmbeds) | settableFlags(wanted);
}

/** The flags of a message that its author may set. */
export function settableFlags(flags: number | null | undefined): number {
  const settable =
    MessageFlags.SuppressEmbeds | MessageFlags.SuppressNotifications | MessageFlags.IsComponentsV2;
  return (flags ?? 0) & settable;
}

function forget(world: World, message: MessageRecord): void {
  const channel = known(world.channels, message.channelId);
  channel.messages.splice(channel.messages.indexOf(message), 1);
  world.messages.delete(message.id);
  dropFiles(world, message, []);
  log(world, message, 'deleted');
}

function dropFiles(world: World, message: MessageRecord, kept: readonly FileRecord[]): void {
  for (const file of message.files) {
    if (!kept.includes(file)) {
      world.files.delete(file.id);
    }
  }
}

function insertInOrder(messages: MessageRecord[], message: MessageRecord): void {
  let index = messages.length;
  while (index > 0 && compareSnowflakes((messages[index - 1] as MessageRecord).id, message.id) > 0) {
    index--;
  }
  messages.splice(index, 0, message);
}

/**
 * An ephemeral message is told without its guild, as one of a direct message: only bots that listen to those
 * hear of it.
 */
function announce(world: World, message: MessageRecord, what: 'created' | 'edited'): void {
  const { guildId, channelId, visibleTo } = message;
  const ephemeral = visibleTo !== null;
  world.dispatch({
    event: what === 'created' ? GatewayDispatchEvents.MessageCreate : GatewayDispatchEvents.MessageUpdate,
    guildId: ephemeral ? null : guildId,
    channelId,
    ...(ephemeral ? { applicationId: message.authorId, shardGuildId: guildId } : {}),
    data: (viewer) => ({
      ...messageJson(world, message, viewer),
      // Not documented, but sent, and discord.js needs it to know direct messages.
      channel_type: known(world.channels, channelId).type,
      ...(ephemeral || guildId === null ? {} : { guild_id: guildId }),
      ...(ephemeral || guildId === null ? {} : messageMember(world, message)),
    }),
  });
  log(world, message, what);
}

function log(world: World, message: MessageRecord, what: 'created' | 'edited' | 'deleted'): void {
  world.log.write({
    kind: 'message',
    what,
    messageId: message.id,
    channelId: message.channelId,
    authorId: message.authorId,
    interactionId: message.origin?.interactionId ?? null,
  });
}
