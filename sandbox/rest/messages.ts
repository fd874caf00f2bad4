import {
  ChannelType,
  RESTJSONErrorCodes as Code,
  PermissionFlagsBits as Permission,
  type RESTGetAPIChannelMessagesQuery,
} from 'discord-api-types/v10';
import { restViewer } from '../state/applications.ts';
import { messageJson } from '../state/message-json.ts';
import {
  createMessage,
  deleteMessage,
  deleteMessages,
  editedFlags,
  editMessage,
  settableFlags,
} from '../state/messages.ts';
import type { ApplicationRecord, ChannelRecord, MessageRecord } from '../state/records.ts';
import { compareSnowflakes, timeOf } from '../state/snowflake.ts';
import { updateThread } from '../state/threads.ts';
import { known, type World } from '../state/world.ts';
import { demand, may, messageIn, visibleChannel } from './access.ts';
import { jsonObject, readBody } from './body.ts';
import { botOf, type Routes } from './context.ts';
import { discordError, invalidField, snowflake } from './errors.ts';
import {
  checkMessageEdit,
  checkNewMessage,
  keptFiles,
  type NewMessageBody,
  storeUploads,
} from './message-body.ts';

type InChannel = { Params: { channelId: string } };
type OneMessage = { Params: { channelId: string; messageId: string } };

const fortnight = 14 * 86_400_000;

export const messageRoutes: Routes = (app, { world }) => {
  app.get<InChannel & { Querystring: RESTGetAPIChannelMessagesQuery }>(
    '/channels/:channelId/messages',
    async (request) => {
      const bot = botOf(request);
      const channel = visibleChannel(world, bot, request.params.channelId);
      refuseNonText(channel);
      const page = pageOf(channel, request.query);
      // Who cannot read the history gets an empty list, not an error.
      return may(world, bot, channel, Permission.ReadMessageHistory)
        ? page.map((message) => messageJson(world, message, restViewer(bot)))
        : [];
    },
  );

  app.get<OneMessage>('/channels/:channelId/messages/:messageId', async (request) => {
    const bot = botOf(request);
    const channel = visibleChannel(world, bot, request.params.channelId);
    demand(world, bot, channel, Permission.ReadMessageHistory);
    return messageJson(world, messageIn(world, channel, request.params.messageId), restViewer(bot));
  });

  app.post<InChannel>('/channels/:channelId/messages', async (request) => {
    const bot = botOf(request);
    const channel = visibleChannel(world, bot, request.params.channelId);
    refuseNonText(channel);
    const { json, uploads } = await readBody(request);
    const body = checkNewMessage(world, channel, json, uploads);
    demandToSend(world, bot, channel, body, uploads.size > 0);
    const referenceId = referenceOf(world, bot, channel, body);
    const files = await storeUploads(world, channel, body, uploads, false);
    wake(world, channel);
    const message = createMessage(world, {
      channel,
      authorId: bot.id,
      content: body.content,
      embeds: body.embeds,
      components: body.components,
      files,
      flags: settableFlags(body.flags),
      nonce: body.nonce ?? null,
      referenceId,
      allowedMentions: body.allowed_mentions,
    });
    return messageJson(world, message, restViewer(bot));
  });

  app.patch<OneMessage>('/channels/:channelId/messages/:messageId', async (request) => {
    const bot = botOf(request);
    const channel = visibleChannel(world, bot, request.params.channelId);
    const message = messageIn(world, channel, request.params.messageId);
    if (message.authorId !== bot.id) {
      throw discordError(Code.CannotEditMessageAuthoredByAnotherUser);
    }
    const { json, uploads } = await readBody(request);
    const body = checkMessageEdit(world, channel, message, json, uploads);
    const added = await storeUploads(world, channel, body, uploads, false);
    editMessage(world, message, {
      content: body.content,
      embeds: body.embeds,
      components: body.components,
      files: [...keptFiles(message, body), ...added],
      flags: editedFlags(message.flags, body.flags),
      allowedMentions: body.allowed_mentions,
    });
    return messageJson(world, message, restViewer(bot));
  });

  app.delete<OneMessage>('/channels/:channelId/messages/:messageId', async (request, reply) => {
    const bot = botOf(request);
    const channel = visibleChannel(world, bot, request.params.channelId);
    const message = messageIn(world, channel, request.params.messageId);
    if (message.authorId !== bot.id) {
      demand(world, bot, channel, Permission.ManageMessages);
    }
    deleteMessage(world, message);
    return reply.code(204).send();
  });

  app.post<InChannel>('/channels/:channelId/messages/bulk-delete', async (request, reply) => {
    const bot = botOf(request);
    const channel = visibleChannel(world, bot, request.params.channelId);
    demand(world, bot, channel, Permission.ManageMessages);
    deleteMessages(world, channel, bulk(world, channel, jsonObject(request).messages));
    return reply.code(204).send();
  });
};

/** 1 to 100 messages, newest first: the newest, or those before, after or around one. */
function pageOf(channel: ChannelRecord, query: RESTGetAPIChannelMessagesQuery): MessageRecord[] {
  const limit = Number(query.limit ?? 50);
  if (!Number.isInteger(limit) || limit < 1 || limit > 100) {
    const [code, text] =
      limit > 100
        ? ['NUMBER_TYPE_MAX', 'int value should be less than or equal to 100.']
        : ['NUMBER_TYPE_MIN', 'int value should be greater than or equal to 1.'];
    throw invalidField('limit', code, text);
  }
  for (const key of ['before', 'after', 'around'] as const) {
    if (query[key] !== undefined) {
      snowflake(key, query[key]);
    }
  }
  const shown = channel.messages.filter(({ visibleTo }) => visibleTo === null);
  return choose(shown, query, limit).reverse();
}

function choose(messages: readonly MessageRecord[], query: RESTGetAPIChannelMessagesQuery, limit: number) {
  const { before, after, around } = query;
  if (around !== undefined) {
    const older = messages.filter(({ id }) => compareSnowflakes(id, around) < 0);
    const rest = messages.filter(({ id }) => compareSnowflakes(id, around) >= 0);
    const half = Math.floor(limit / 2);
    return [...(half === 0 ? [] : older.slice(-half)), ...rest.slice(0, limit - half)];
  }
  if (after !== undefined) {
    return messages.filter(({ id }) => compareSnowflakes(id, after) > 0).slice(0, limit);
  }
  const older =
    before === undefined ? messages : messages.filter(({ id }) => compareSnowflakes(id, before) < 0);
  return older.slice(-limit);
}

function refuseNonText(channel: ChannelRecord): void {
  if ([ChannelType.GuildCategory, ChannelType.GuildForum, ChannelType.GuildMedia].includes(channel.type)) {
    throw discordError(Code.CannotSendMessagesInNonTextChannel);
  }
}

function demandToSend(
  world: World,
  bot: ApplicationRecord,
  channel: ChannelRecord,
  body: NewMessageBody,
  withFiles: boolean,
): void {
  const recipient = channel.recipientIds.find((id) => id !== bot.id);
  if (recipient !== undefined && !known(world.users, recipient).acceptsDirectMessages) {
    throw discordError(Code.CannotSendMessagesToThisUser);
  }
  const send = channel.thread === null ? Permission.SendMessages : Permission.SendMessagesInThreads;
  const embeds = body.embeds?.length ? Permission.EmbedLinks : 0n;
  demand(world, bot, channel, send | embeds | (withFiles ? Permission.AttachFiles : 0n));
  if (channel.thread?.locked && !may(world, bot, channel, Permission.ManageThreads)) {
    throw discordError(Code.ThreadLocked);
  }
}

function referenceOf(
  world: World,
  bot: ApplicationRecord,
  channel: ChannelRecord,
  body: NewMessageBody,
): string | null {
  const reference = body.message_reference;
  if (reference?.message_id === undefined) {
    return null;
  }
  if (!may(world, bot, channel, Permission.ReadMessageHistory)) {
    throw discordError(Code.CannotReplyWithoutPermissionToReadMessageHistory);
  }
  const target = world.messages.get(reference.message_id);
  const exists = target?.channelId === channel.id && target.visibleTo === null;
  if (!exists && reference.fail_if_not_exists !== false) {
    throw invalidField('message_reference', 'REPLIES_UNKNOWN_MESSAGE', 'Unknown message');
  }
  return exists ? reference.message_id : null;
}

/** A message in an archived thread opens it again. */
function wake(world: World, channel: ChannelRecord): void {
  if (channel.thread?.archived) {
    updateThread(world, channel, { archived: false });
  }
}

function bulk(world: World, channel: ChannelRecord, messages: unknown): MessageRecord[] {
  const ids = Array.isArray(messages) ? messages.map((id) => snowflake('messages', id)) : [];
  if (ids.length < 2 || ids.length > 100) {
    throw discordError(Code.ProvidedTooFewOrTooManyMessagesToDelete);
  }
  if (ids.some((id) => world.clock.now() - timeOf(id) > fortnight)) {
    throw discordError(Code.OneOfTheMessagesProvidedWasTooOldForBulkDelete);
  }
  return channel.messages.filter(({ id, visibleTo }) => visibleTo === null && ids.includes(id));
}
