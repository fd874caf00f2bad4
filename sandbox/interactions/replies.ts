import { AllowedMentionsTypes, InteractionType, MessageFlags, MessageType } from 'discord-api-types/v10';
import type { MessageEditBody, NewMessageBody } from '../rest/message-body.ts';
import { createMessage, editedFlags, editMessage, settableFlags } from '../state/messages.ts';
import type { FileRecord, MessageRecord } from '../state/records.ts';
import { known, type World } from '../state/world.ts';
import type { InteractionRecord } from './record.ts';

/** Unless a reply says otherwise, it may notify users only. */
const defaultMentions = { parse: [AllowedMentionsTypes.User] };

/** The loading message of a deferral. */
export function createDeferral(world: World, interaction: InteractionRecord, flags: number): MessageRecord {
  return createReply(world, interaction, {}, [], (flags & MessageFlags.Ephemeral) | MessageFlags.Loading);
}

/** A first reply. */
export function createReply(
  world: World,
  interaction: InteractionRecord,
  body: NewMessageBody,
  files: readonly FileRecord[],
  flags = (body.flags ?? 0) & MessageFlags.Ephemeral,
): MessageRecord {
  interaction.originalId = world.ids.next();
  return create(world, interaction, body, files, flags, {
    id: interaction.originalId,
    type: typeOfReply(interaction),
    referenceId: referenceOfReply(world, interaction),
    followUpTo: null,
  });
}

export function createFollowUp(
  world: World,
  interaction: InteractionRecord,
  body: NewMessageBody,
  files: readonly FileRecord[],
): MessageRecord {
  const id = world.ids.next();
  interaction.followUpIds.push(id);
  return create(world, interaction, body, files, (body.flags ?? 0) & MessageFlags.Ephemeral, {
    id,
    type: MessageType.Reply,
    referenceId: interaction.originalId,
    followUpTo: interaction.originalId,
  });
}

/** Changes a reply; the first change of a deferral fills it, and does not count as an edit. */
export function editReply(
  world: World,
  interaction: InteractionRecord,
  message: MessageRecord,
  body: MessageEditBody,
  files: readonly FileRecord[],
): void {
  const loading = (message.flags & MessageFlags.Loading) !== 0;
  if (message.id === interaction.originalId) {
    interaction.edits++;
  }
  editMessage(world, message, {
    content: body.content,
    embeds: body.embeds,
    components: body.components,
    files,
    flags: editedFlags(message.flags & ~MessageFlags.Loading, body.flags),
    allowedMentions: body.allowed_mentions ?? defaultMentions,
    silently: loading,
  });
}

function create(
  world: World,
  interaction: InteractionRecord,
  body: NewMessageBody,
  files: readonly FileRecord[],
  flags: number,
  place: { id: string; type: MessageType; referenceId: string | null; followUpTo: string | null },
): MessageRecord {
  return createMessage(world, {
    id: place.id,
    channel: known(world.channels, interaction.channelId),
    authorId: interaction.applicationId,
    content: body.content,
    embeds: body.embeds,
    components: body.components,
    files,
    flags: flags | settableFlags(body.flags),
    type: place.type,
    referenceId: place.referenceId,
    origin: { interactionId: interaction.id, followUpTo: place.followUpTo },
    visibleTo: flags & MessageFlags.Ephemeral ? interaction.userId : null,
    allowedMentions: body.allowed_mentions ?? defaultMentions,
  });
}

function typeOfReply(interaction: InteractionRecord): MessageType {
  if (interaction.type !== InteractionType.ApplicationCommand) {
    return interaction.sourceMessageId === null ? MessageType.ChatInputCommand : MessageType.Reply;
  }
  return interaction.targetMessageId === null ? MessageType.ChatInputCommand : MessageType.ContextMenuCommand;
}

function referenceOfReply(world: World, interaction: InteractionRecord): string | null {
  const id = interaction.targetMessageId ?? interaction.sourceMessageId;
  return id !== null && world.messages.has(id) ? id : null;
}
