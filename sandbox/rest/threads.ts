import {
  ChannelType,
  RESTJSONErrorCodes as Code,
  PermissionFlagsBits as Permission,
  type RESTPostAPIChannelThreadsJSONBody,
} from 'discord-api-types/v10';
import { channelJson, threadMemberJson } from '../state/channels.ts';
import { createMessage, settableFlags } from '../state/messages.ts';
import type { ApplicationRecord, ChannelRecord } from '../state/records.ts';
import { addThreadMember, createThread, removeThreadMember } from '../state/threads.ts';
import type { World } from '../state/world.ts';
import { demand, joinedGuild, may, messageIn, visibleChannel } from './access.ts';
import { jsonObject, readBody } from './body.ts';
import { botOf, type Routes } from './context.ts';
import { discordError, invalidField } from './errors.ts';
import { checkNewMessage, storeUploads } from './message-body.ts';

type InChannel = { Params: { channelId: string } };
type ArchivePage = InChannel & { Querystring: { before?: string; limit?: string } };

const forums: readonly ChannelType[] = [ChannelType.GuildForum, ChannelType.GuildMedia];

export const threadRoutes: Routes = (app, { world }) => {
  app.get<{ Params: { guildId: string } }>('/guilds/:guildId/threads/active', async (request) => {
    const bot = botOf(request);
    const guild = joinedGuild(world, bot, request.params.guildId);
    const active = [...world.channels.values()].filter(
      (channel) =>
        channel.guildId === guild.id &&
        channel.thread?.archived === false &&
        may(world, bot, channel, Permission.ViewChannel),
    );
    return threadList(world, active, bot);
  });

  for (const kind of ['public', 'private'] as const) {
    app.get<ArchivePage>(`/channels/:channelId/threads/archived/${kind}`, async (request) => {
      const bot = botOf(request);
      const channel = visibleChannel(world, bot, request.params.channelId);
      demand(world, bot, channel, Permission.ReadMessageHistory);
      if (kind === 'private') {
        demand(world, bot, channel, Permission.ManageThreads);
      }
      const archived = archivedThreads(world, channel, kind === 'private');
      return archivePage(world, archived, bot, request.query);
    });
  }

  app.get<ArchivePage>('/channels/:channelId/users/@me/threads/archived/private', async (request) => {
    const bot = botOf(request);
    const channel = visibleChannel(world, bot, request.params.channelId);
    demand(world, bot, channel, Permission.ReadMessageHistory);
    const joined = archivedThreads(world, channel, true).filter(({ thread }) =>
      thread?.memberIds.has(bot.id),
    );
    return archivePage(world, joined, bot, request.query);
  });

  app.post<InChannel>('/channels/:channelId/threads', async (request, reply) => {
    const bot = botOf(request);
    const parent = visibleChannel(world, bot, request.params.channelId);
    const { json, uploads } = await readBody(request);
    const body = json as RESTPostAPIChannelThreadsJSONBody & { message?: unknown };
    const name = checkName(body.name);
    if (forums.includes(parent.type)) {
      demand(world, bot, parent, Permission.SendMessages);
      const first = checkNewMessage(world, parent, body.message, uploads);
      const channel = createThread(world, { parent, name, ownerId: bot.id });
      const files = await storeUploads(world, channel, first, uploads, false);
      createMessage(world, {
        channel,
        authorId: bot.id,
        content: first.content,
        embeds: first.embeds,
        components: first.components,
        files,
        flags: settableFlags(first.flags),
      });
      return reply.code(201).send(channelJson(world, channel, bot.id));
    }
    // Without a type Discord makes a private thread.
    const type = (body.type ?? ChannelType.PrivateThread) as
      | ChannelType.PublicThread
      | ChannelType.PrivateThread;
    demand(
      world,
      bot,
      parent,
      type === ChannelType.PrivateThread ? Permission.CreatePrivateThreads : Permission.CreatePublicThreads,
    );
    const channel = createThread(world, { parent, name, ownerId: bot.id, type });
    return reply.code(201).send(channelJson(world, channel, bot.id));
  });

  app.post<{ Params: { channelId: string; messageId: string } }>(
    '/channels/:channelId/messages/:messageId/threads',
    async (request, reply) => {
      const bot = botOf(request);
      const parent = visibleChannel(world, bot, request.params.channelId);
      demand(world, bot, parent, Permission.CreatePublicThreads);
      const message = messageIn(world, parent, request.params.messageId);
      const name = checkName(jsonObject(request).name);
      if (world.channels.has(message.id)) {
        throw discordError(Code.ThreadAlreadyCreatedForMessage);
      }
      const options = { parent, name, ownerId: bot.id, messageId: message.id };
      return reply.code(201).send(channelJson(world, createThread(world, options), bot.id));
    },
  );

  app.get<{ Params: { channelId: string; userId: string } }>(
    '/channels/:channelId/thread-members/:userId',
    async (request) => {
      const channel = visibleChannel(world, botOf(request), request.params.channelId);
      const { userId } = request.params;
      const { thread } = channel;
      if (thread === null || !thread.memberIds.has(userId)) {
        throw discordError(Code.UnknownMember);
      }
      return threadMemberJson(channel, thread, userId);
    },
  );

  app.put<InChannel>('/channels/:channelId/thread-members/@me', async (request, reply) => {
    const bot = botOf(request);
    const channel = visibleChannel(world, bot, request.params.channelId);
    if (!channel.thread?.memberIds.has(bot.id)) {
      addThreadMember(world, channel, bot.id);
    }
    return reply.code(204).send();
  });

  app.delete<InChannel>('/channels/:channelId/thread-members/@me', async (request, reply) => {
    const bot = botOf(request);
    removeThreadMember(world, visibleChannel(world, bot, request.params.channelId), bot.id);
    return reply.code(204).send();
  });
};

/** Latest archived first. */
function archivedThreads(world: World, parent: ChannelRecord, hidden: boolean): ChannelRecord[] {
  return [...world.channels.values()]
    .filter(
      ({ parentId, thread, type }) =>
        parentId === parent.id &&
        thread?.archived === true &&
        (type === ChannelType.PrivateThread) === hidden,
    )
    .sort((a, b) => archivedAt(b) - archivedAt(a));
}

function archivePage(
  world: World,
  archived: readonly ChannelRecord[],
  bot: ApplicationRecord,
  query: ArchivePage['Querystring'],
): object {
  const before = query.before === undefined ? Number.POSITIVE_INFINITY : Date.parse(query.before);
  const limit = Math.min(100, Number(query.limit ?? 50));
  const older = archived.filter((channel) => archivedAt(channel) < before);
  return { ...threadList(world, older.slice(0, limit), bot), has_more: older.length > limit };
}

function archivedAt(channel: ChannelRecord): number {
  return channel.thread?.archiveChangedAt ?? 0;
}

function threadList(world: World, threads: readonly ChannelRecord[], bot: ApplicationRecord) {
  return {
    threads: threads.map((channel) => channelJson(world, channel, bot.id)),
    members: threads.flatMap((channel) =>
      channel.thread?.memberIds.has(bot.id) ? [threadMemberJson(channel, channel.thread, bot.id)] : [],
    ),
  };
}

function checkName(name: unknown): string {
  if (typeof name !== 'string' || name.length < 1 || name.length > 100) {
    throw invalidField('name', 'BASE_TYPE_BAD_LENGTH', 'Must be between 1 and 100 in length.');
  }
  return name;
}
