import { type APIMessage, MessageReferenceType } from 'discord-api-types/v10';
import { attachmentJson } from './files.ts';
import { resolveMedia } from './media.ts';
import { memberWithoutUser } from './member-json.ts';
import { originJson } from './origin-json.ts';
import type { MessageRecord } from './records.ts';
import { timeOf } from './snowflake.ts';
import { userJson } from './users.ts';
import { known, type Viewer, type World } from './world.ts';

/**
 * A message as a viewer gets it, with URLs that work from now on. Without the MESSAGE_CONTENT intent a bot
 * gets text, files, embeds and components only of its own messages, of direct ones, and of those that
 * mention it.
 */
export function messageJson(world: World, message: MessageRecord, viewer: Viewer): APIMessage {
  const shown = seesContent(message, viewer);
  const author = known(world.users, message.authorId);
  const origin = message.origin === null ? null : originJson(world, message.origin);
  const parts = resolveMedia(world, message);
  return {
    id: message.id,
    channel_id: message.channelId,
    author: userJson(author),
    type: message.type,
    content: shown ? message.content : '',
    timestamp: new Date(timeOf(message.id)).toISOString(),
    edited_timestamp: message.editedAt === null ? null : new Date(message.editedAt).toISOString(),
    tts: false,
    mention_everyone: message.mentionsEveryone,
    mentions: message.mentionedUserIds.map((id) => userJson(known(world.users, id))),
    mention_roles: message.mentionedRoleIds,
    attachments: shown ? parts.attachments.map((file) => attachmentJson(world, file)) : [],
    embeds: shown ? parts.embeds : [],
    components: shown ? parts.components : [],
    pinned: message.pinned,
    flags: message.flags,
    ...(message.nonce === null ? {} : { nonce: message.nonce }),
    ...(origin === null
      ? {}
      : {
          application_id: message.authorId,
          webhook_id: message.authorId,
          interaction_metadata: origin,
        }),
    ...(author.bot && origin === null ? { application_id: message.authorId } : {}),
    ...referenceJson(world, message, viewer),
    ...forwardJson(world, message, shown),
  };
}

/** `member` beside a message over the gateway: its author's, without the user. */
export function messageMember(world: World, message: MessageRecord): object {
  const guild = message.guildId === null ? undefined : world.guilds.get(message.guildId);
  const member = guild?.members.get(message.authorId);
  return member === undefined ? {} : { member: memberWithoutUser(member) };
}

function seesContent(message: MessageRecord, viewer: Viewer): boolean {
  return (
    viewer.messageContent ||
    message.guildId === null ||
    message.authorId === viewer.userId ||
    message.mentionedUserIds.includes(viewer.userId)
  );
}

function forwardJson(world: World, { forwarded }: MessageRecord, shown: boolean): object {
  if (forwarded === null) {
    return {};
  }
  const { messageId, channelId, guildId, type, content, files } = forwarded;
  return {
    message_reference: {
      type: MessageReferenceType.Forward,
      message_id: messageId,
      channel_id: channelId,
      ...(guildId === null ? {} : { guild_id: guildId }),
    },
    message_snapshots: [
      {
        message: {
          type,
          content: shown ? content : '',
          timestamp: new Date(timeOf(messageId)).toISOString(),
          edited_timestamp: null,
          flags: 0,
          mentions: [],
          mention_roles: [],
          attachments: shown ? files.map((file) => attachmentJson(world, file)) : [],
          embeds: [],
          components: [],
        },
      },
    ],
  };
}

function referenceJson(world: World, message: MessageRecord, viewer: Viewer): object {
  if (message.referenceId === null) {
    return {};
  }
  const target = world.messages.get(message.referenceId);
  return {
    message_reference: {
      type: MessageReferenceType.Default,
      message_id: message.referenceId,
      channel_id: message.channelId,
      ...(message.guildId === null ? {} : { guild_id: message.guildId }),
    },
    referenced_message:
      target === undefined ? null : { ...messageJson(world, target, viewer), referenced_message: undefined },
  };
}
