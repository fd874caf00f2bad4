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
import { WaitTimeout, waitFor } from './waiting.ts';

/** What came of an interaction: a message as it was at that moment, or a modal. */
export type Outcome = {
  /** How much had happened by then: the length of the log. */
  readonly seenAt: number;
} & (
  | { readonly kind: 'message'; readonly message: APIMessage }
  | { readonly kind: 'modal'; readonly modal: APIModalInteractionResponseCallbackData }
);

/** @throws WaitTimeout when the bot does not acknowledge in time, or tries to and is too late */
export function untilAcknowledged(stage: Stage, interaction: InteractionRecord): Promise<Acknowledgement> {
  const failure = () => `${interaction.detail}: the bot did not acknowledge within 3 s${whyNot(interaction)}`;
  return waitFor(stage.world, {
    timeoutMs: acknowledgementTime,
    look: () => {
      if (interaction.acknowledgement === null && !hasSession(stage, interaction.applicationId)) {
        throw new WaitTimeout(`${interaction.detail}: the bot is not connected to the gateway`);
      }
      if (interaction.acknowledgement === null && isTooLate(stage.world, interaction)) {
        throw new WaitTimeout(failure());
      }
      return interaction.acknowledgement ?? undefined;
    },
    failure,
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
    return { kind: 'modal', modal: interaction.modal, seenAt: world.log.entries.length };
  }
  const message = answeringMessage(world, interaction, type);
  return message === undefined ? undefined : seen(world, message, interaction.userId);
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
export function seen(
  world: World,
  message: MessageRecord,
  userId: string,
  seenAt = world.log.entries.length,
): Outcome {
  const shown = messageJson(world, message, { userId, messageContent: true });
  return { kind: 'message', message: shown, seenAt };
}

/** Whether a message is not another's ephemeral one. Whether the channel can be seen is another matter. */
export function isVisible(message: MessageRecord, userId: string): boolean {
  return message.visibleTo === null || message.visibleTo === userId;
}

/** A session whose connection is away may come back in time; without one there is nobody to hear of anything. */
function hasSession({ gateway }: Stage, applicationId: string): boolean {
  return [...gateway.sessions.values()].some(({ application }) => application.id === applicationId);
}

function isTooLate(world: World, interaction: InteractionRecord): boolean {
  return interaction.refusals.length > 0 && world.clock.now() - interaction.createdAt > acknowledgementTime;
}

function whyNot({ refusals }: InteractionRecord): string {
  return refusals.length === 0 ? '' : `; it was refused: ${refusals.join('; ')}`;
}
