import {
  RESTJSONErrorCodes as Code,
  MessageFlags,
  InteractionResponseType as Response,
  InteractionType as Type,
} from 'discord-api-types/v10';
import { acknowledgementTime, type InteractionRecord } from '../interactions/record.ts';
import { createDeferral, createReply, editReply } from '../interactions/replies.ts';
import { messageJson } from '../state/message-json.ts';
import type { MessageRecord } from '../state/records.ts';
import { known, type World } from '../state/world.ts';
import { validateAutocomplete, validateModal } from '../validate/index.ts';
import { type RequestBody, readBody, refuse } from './body.ts';
import type { Routes } from './context.ts';
import { discordError, found, invalidField } from './errors.ts';
import { checkMessageEdit, checkNewMessage, keptFiles, storeUploads } from './message-body.ts';

interface Callback {
  readonly type: Response;
  readonly data?: Record<string, unknown>;
}

type Target = {
  Params: { interactionId: string; token: string };
  Querystring: { with_response?: string };
};

export const interactionRoutes: Routes = (app, { world }) => {
  app.post<Target>(
    '/interactions/:interactionId/:token/callback',
    { config: { tokenInPath: true } },
    async (request, reply) => {
      const { interactionId, token } = request.params;
      const interaction = world.interactions.get(interactionId);
      if (interaction?.token !== token) {
        throw discordError(Code.UnknownInteraction);
      }
      const { json, uploads } = await readBody(request);
      try {
        const message = await answer(world, interaction, json as Callback, uploads);
        return request.query.with_response === 'true'
          ? reply.send(responseJson(world, interaction, message))
          : reply.code(204).send();
      } catch (error) {
        noteRefusal(world, interaction, error);
        throw error;
      }
    },
  );
};

/** @returns the message that was made or changed, if there is one. */
async function answer(
  world: World,
  interaction: InteractionRecord,
  callback: Callback,
  uploads: RequestBody['uploads'],
): Promise<MessageRecord | null> {
  if (interaction.acknowledgement !== null) {
    throw discordError(Code.InteractionHasAlreadyBeenAcknowledged);
  }
  if (world.clock.now() - interaction.createdAt > acknowledgementTime) {
    throw discordError(Code.UnknownInteraction);
  }
  checkType(interaction, callback.type);
  const { type, data = {} } = callback;
  const channel = known(world.channels, interaction.channelId);
  switch (type) {
    case Response.ChannelMessageWithSource: {
      const body = checkNewMessage(world, channel, data, uploads, 'data');
      acknowledge(world, interaction, type);
      const ephemeral = ((body.flags ?? 0) & MessageFlags.Ephemeral) !== 0;
      return createReply(
        world,
        interaction,
        body,
        await storeUploads(world, channel, body, uploads, ephemeral),
      );
    }
    case Response.DeferredChannelMessageWithSource:
      acknowledge(world, interaction, type);
      return createDeferral(world, interaction, Number(data.flags ?? 0));
    case Response.DeferredMessageUpdate:
      interaction.originalId = sourceOf(world, interaction).id;
      acknowledge(world, interaction, type);
      return null;
    case Response.UpdateMessage: {
      const message = sourceOf(world, interaction);
      const body = checkMessageEdit(world, channel, message, data, uploads, 'data');
      interaction.originalId = message.id;
      acknowledge(world, interaction, type);
      const added = await storeUploads(world, channel, body, uploads, message.visibleTo !== null);
      editReply(world, interaction, message, body, [...keptFiles(message, body), ...added]);
      return message;
    }
    case Response.ApplicationCommandAutocompleteResult:
      refuse(validateAutocomplete(data), 'data');
      interaction.choices = data.choices as InteractionRecord['choices'];
      acknowledge(world, interaction, type);
      return null;
    default:
      refuse(validateModal(data), 'data');
      interaction.modal = data as unknown as InteractionRecord['modal'];
      acknowledge(world, interaction, type);
      return null;
  }
}

const messages = [Response.ChannelMessageWithSource, Response.DeferredChannelMessageWithSource];
const updates = [Response.DeferredMessageUpdate, Response.UpdateMessage];

/** Which answers each kind of interaction takes. */
function allowedTypes(interaction: InteractionRecord): readonly Response[] {
  switch (interaction.type) {
    case Type.ApplicationCommandAutocomplete:
      return [Response.ApplicationCommandAutocompleteResult];
    case Type.MessageComponent:
      return [...messages, ...updates, Response.Modal];
    case Type.ModalSubmit:
      return interaction.sourceMessageId === null ? messages : [...messages, ...updates];
    default:
      return [...messages, Response.Modal];
  }
}

function checkType(interaction: InteractionRecord, type: Response): void {
  const allowed = allowedTypes(interaction);
  if (!allowed.includes(type)) {
    const list = `(${allowed.join(', ')})`;
    throw invalidField('type', 'BASE_TYPE_CHOICES', `Value must be one of ${list}.`);
  }
}

/** Before anything is awaited, so that of two answers at once the second is refused. */
function acknowledge(world: World, interaction: InteractionRecord, type: Response): void {
  interaction.acknowledgement = { type, at: world.clock.now() };
  world.log.write({
    kind: 'interaction',
    what: 'acknowledged',
    interactionId: interaction.id,
    userId: interaction.userId,
    detail: `${interaction.detail} by ${Response[type]}`,
  });
}

function sourceOf(world: World, interaction: InteractionRecord): MessageRecord {
  return found(world.messages.get(interaction.sourceMessageId ?? ''), Code.UnknownMessage);
}

function noteRefusal(world: World, interaction: InteractionRecord, error: unknown): void {
  const reason = error instanceof Error ? error.message : String(error);
  interaction.refusals.push(reason);
  world.log.write({
    kind: 'interaction',
    what: 'rejected',
    interactionId: interaction.id,
    userId: interaction.userId,
    detail: `${interaction.detail}: ${reason}`,
  });
}

function responseJson(world: World, interaction: InteractionRecord, message: MessageRecord | null): object {
  const flags = message?.flags ?? 0;
  const viewer = { userId: interaction.applicationId, messageContent: true };
  return {
    interaction: {
      id: interaction.id,
      type: interaction.type,
      channel_id: interaction.channelId,
      guild_id: interaction.guildId ?? undefined,
      ...(message === null
        ? {}
        : {
            response_message_id: message.id,
            response_message_loading: (flags & MessageFlags.Loading) !== 0,
            response_message_ephemeral: (flags & MessageFlags.Ephemeral) !== 0,
          }),
    },
    resource: {
      type: interaction.acknowledgement?.type,
      ...(message === null ? {} : { message: messageJson(world, message, viewer) }),
    },
  };
}
