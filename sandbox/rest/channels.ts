import { RESTJSONErrorCodes as Code, PermissionFlagsBits } from 'discord-api-types/v10';
import { channelJson, deleteChannel } from '../state/channels.ts';
import { attachmentJson } from '../state/files.ts';
import { demand, visibleChannel } from './access.ts';
import { botOf, type Routes } from './context.ts';
import { discordError } from './errors.ts';

type Channel = { Params: { channelId: string } };

export const channelRoutes: Routes = (app, { world }) => {
  app.get<Channel>('/channels/:channelId', async (request) => {
    const bot = botOf(request);
    return channelJson(world, visibleChannel(world, bot, request.params.channelId), bot.id);
  });

  app.delete<Channel>('/channels/:channelId', async (request) => {
    const bot = botOf(request);
    const channel = visibleChannel(world, bot, request.params.channelId);
    if (channel.guildId === null) {
      throw discordError(Code.MissingPermissions);
    }
    demand(
      world,
      bot,
      channel,
      channel.thread ? PermissionFlagsBits.ManageThreads : PermissionFlagsBits.ManageChannels,
    );
    const gone = channelJson(world, channel, bot.id);
    deleteChannel(world, channel);
    return gone;
  });

  app.post<Channel>('/channels/:channelId/typing', async (request, reply) => {
    const bot = botOf(request);
    const channel = visibleChannel(world, bot, request.params.channelId);
    demand(world, bot, channel, PermissionFlagsBits.SendMessages);
    return reply.code(204).send();
  });

  // Undocumented, but known to exist: fresh URLs for attachments whose old ones are at hand.
  app.post<{ Body: { attachment_urls: string[] } }>('/attachments/refresh-urls', async ({ body }) => ({
    refreshed_urls: body.attachment_urls.map((original) => {
      const [, , , attachmentId = ''] = new URL(original).pathname.split('/');
      const file = world.files.get(attachmentId);
      return { original, refreshed: file === undefined ? null : attachmentJson(world, file).url };
    }),
  }));
};
