import {
  type APIApplicationCommandOptionChoice,
  type APIMessage,
  type APIModalInteractionResponseCallbackData,
  MessageFlags,
  InteractionResponseType as Response,
} from 'discord-api-types/v10';
import { type Acknowledgement, acknowledgementTime, type InteractionRecord } from '../interactions/record.ts';
import { messageJson } from '../state/message-json.ts';
import type { MessageRecord } from '../state/records.ts';
import type { World } from '../state/world.ts';
import type { Stage } from './stage.ts';
import { waitFor } from './waiting.ts';

/** What came of an interaction: a message as it was at that moment, or a modal. */
export type Outcome =
  | { readonly kind: 'message'; readonly message: APIMessage }
  | { readonly kind: 'modal'; readonly modal: APIModalInteractionResponseCallbackData };

/** @throws WaitTimeout when the bot does not acknowledge in time */
export function untilAcknowledged(stage: Stage, interaction: InteractionRecord): Promise<Acknowledgement> {
  return waitFor(stage.world, {
    timeoutMs: acknowledgementTime,
    look: () => interaction.acknowledgement ?? undefined,
    failure: () =>
      `${interaction.detail}: the bot did not acknowledge within 3 s${whyNot(stage, interaction)}`,
  });
}

/** The first real answer: what comes after a deferral, not the deferral. */
export async function untilAnswered(stage: Stage, interaction: InteractionRecord): Promise<Outcome> {
  const { type } = await untilAcknowledged(stage, interaction);
  return waitFor(stage.world, {
    timeoutMs: stage.replyTimeoutMs,
    look: () => answerOf(stage.world, interaction, type),
    failure: () => {
      const seconds = stage.replyTimeoutMs / 1000;
      return `${interaction.detail}: acknowledged by ${Response[type]} but never answered (waited ${seconds} s)`;
    },
  });
}

export async function untilChoices(
  stage: Stage,
  interaction: InteractionRecord,
): Promise<readonly APIApplicationCommandOptionChoice[]> {
  await untilAcknowledged(stage, interaction);
  return interaction.choices ?? [];
}

function answerOf(world: World, interaction: InteractionRecord, type: Response): Outcome | undefined {
  if (interaction.modal !== null) {
    return { kind: 'modal', modal: interaction.modal };
  }
  const message = answeringMessage(world, interaction, type);
  return message === undefined
    ? undefined
    : { kind: 'message', message: snapshot(world, message, interaction.userId) };
}

function answeringMessage(
  world: World,
  interaction: InteractionRecord,
  type: Response,
): MessageRecord | undefined {
  const original = world.messages.get(interaction.originalId ?? '');
  const updates = type === Response.DeferredMessageUpdate || type === Response.UpdateMessage;
  const changed = updates ? interaction.edits > 0 : true;
  if (original !== undefined && changed && !(original.flags & MessageFlags.Loading)) {
    return original;
  }
  return interaction.followUpIds
    .map((id) => world.messages.get(id))
    .find((message) => message !== undefined && isVisible(message, interaction.userId));
}

/** A message as a person sees it now. */
export function snapshot(world: World, message: MessageRecord, userId: string): APIMessage {
  return messageJson(world, message, { userId, messageContent: true });
}

/** Whether a message is not another's ephemeral one. Whether the channel can be seen is another matter. */
export function isVisible(message: MessageRecord, userId: string): boolean {
  return message.visibleTo === null || message.visibleTo === userId;
}

function whyNot({ gateway }: Stage, interaction: InteractionRecord): string {
  if (interaction.refusals.length > 0) {
    return `; it was refused: ${interaction.refusals.join('; ')}`;
  }
  return gateway.connectionsOf(interaction.applicationId).length === 0
    ? '; it is not connected to the gateway'
    : '';
}
