import { RESTJSONErrorCodes as Code, MessageFlags } from 'discord-api-types/v10';
import type { FastifyRequest } from 'fastify';
import { type InteractionRecord, tokenLifetime } from '../interactions/record.ts';
import { createFollowUp, editReply } from '../interactions/replies.ts';
import { messageJson } from '../state/message-json.ts';
import { deleteMessage } from '../state/messages.ts';
import type { ChannelRecord, MessageRecord } from '../state/records.ts';
import { known, type World } from '../state/world.ts';
import { type RequestBody, readBody } from './body.ts';
import type { Routes } from './context.ts';
import { discordError, found } from './errors.ts';
import { checkMessageEdit, checkNewMessage, keptFiles, storeUploads } from './message-body.ts';

type Token = { Params: { applicationId: string; token: string } };
type OneMessage = { Params: { applicationId: string; token: string; messageId: string } };

const base = '/webhooks/:applicationId/:token';
const unauthenticated = { config: { tokenInPath: true } };

/** The webhook of an interaction: its reply, and follow-ups, for 15 minutes. */
export const webhookRoutes: Routes = (app, { world }) => {
  app.post<Token>(base, unauthenticated, async (request) => {
    const interaction = interactionOf(world, request);
    const channel = known(world.channels, interaction.channelId);
    const { json, uploads } = await readBody(request);
    const original = world.messages.get(interaction.originalId ?? '');
    if (original !== undefined && original.flags & MessageFlags.Loading) {
      // The first follow-up of a deferral fills it, whatever its own flags say.
      await fill(world, interaction, channel, original, json, uploads);
      return shown(world, interaction, original);
    }
    const body = checkNewMessage(world, channel, json, uploads);
    const ephemeral = ((body.flags ?? 0) & MessageFlags.Ephemeral) !== 0;
    const files = await storeUploads(world, channel, body, uploads, ephemeral);
    return shown(world, interaction, createFollowUp(world, interaction, body, files));
  });

  app.get<OneMessage>(`${base}/messages/:messageId`, unauthenticated, async (request) => {
    const interaction = interactionOf(world, request);
    return shown(world, interaction, messageOf(world, interaction, request.params.messageId));
  });

  app.patch<OneMessage>(`${base}/messages/:messageId`, unauthenticated, async (request) => {
    const interaction = interactionOf(world, request);
    const message = messageOf(world, interaction, request.params.messageId);
    const { json, uploads } = await readBody(request);
    await fill(world, interaction, known(world.channels, interaction.channelId), message, json, uploads);
    return shown(world, interaction, message);
  });

  app.delete<OneMessage>(`${base}/messages/:messageId`, unauthenticated, async (request, reply) => {
    const interaction = interactionOf(world, request);
    deleteMessage(world, messageOf(world, interaction, request.params.messageId));
    return reply.code(204).send();
  });
};

async function fill(
  world: World,
  interaction: InteractionRecord,
  channel: ChannelRecord,
  message: MessageRecord,
  json: unknown,
  uploads: RequestBody['uploads'],
): Promise<void> {
  const body = checkMessageEdit(world, channel, message, json, uploads);
  const added = await storeUploads(world, channel, body, uploads, message.visibleTo !== null);
  editReply(world, interaction, message, body, [...keptFiles(message, body), ...added]);
}

/** @throws DiscordError 10015 before the acknowledgement, 50027 after the token's life */
function interactionOf(world: World, request: FastifyRequest<Token>): InteractionRecord {
  const { applicationId, token } = request.params;
  const interaction = found(world.interactionTokens.get(token), Code.UnknownWebhook);
  if (interaction.applicationId !== applicationId) {
    throw discordError(Code.UnknownWebhook);
  }
  if (world.clock.now() - interaction.createdAt > tokenLifetime) {
    throw discordError(Code.InvalidWebhookToken);
  }
  return found(interaction.acknowledgement === null ? null : interaction, Code.UnknownWebhook);
}

/** The reply, the message whose component was used, or a follow-up. */
function messageOf(world: World, interaction: InteractionRecord, messageId: string): MessageRecord {
  const id = messageId === '@original' ? interaction.originalId : messageId;
  const own = id !== null && (id === interaction.originalId || interaction.followUpIds.includes(id));
  return found(own ? world.messages.get(id) : undefined, Code.UnknownMessage);
}

function shown(world: World, interaction: InteractionRecord, message: MessageRecord): object {
  return messageJson(world, message, { userId: interaction.applicationId, messageContent: true });
}
