import {
  RESTJSONErrorCodes as Code,
  PermissionFlagsBits,
  type RESTPatchAPIChannelJSONBody,
} from 'discord-api-types/v10';
import { type ChannelChange, channelJson, deleteChannel, updateChannel } from '../state/channels.ts';
import { updateThread } from '../state/threads.ts';
import { demand, visibleChannel } from './access.ts';
import { jsonObject } from './body.ts';
import { botOf, type Routes } from './context.ts';
import { discordError } from './errors.ts';

type Channel = { Params: { channelId: string } };

export const channelRoutes: Routes = (app, { world }) => {
  app.get<Channel>('/channels/:channelId', async (request) => {
    const bot = botOf(request);
    return channelJson(world, visibleChannel(world, bot, request.params.channelId), bot.id);
  });

  app.patch<Channel>('/channels/:channelId', async (request) => {
    const bot = botOf(request);
    const channel = visibleChannel(world, bot, request.params.channelId);
    const body: RESTPatchAPIChannelJSONBody = jsonObject(request);
    if (channel.thread === null) {
      demand(world, bot, channel, PermissionFlagsBits.ManageChannels);
      updateChannel(world, channel, channelChange(body));
    } else {
      if (channel.thread.ownerId !== bot.id) {
        demand(world, bot, channel, PermissionFlagsBits.ManageThreads);
      }
      const { name, archived, locked } = body;
      channel.name = name ?? channel.name;
      updateThread(world, channel, {
        ...(archived === undefined ? {} : { archived }),
        ...(locked === undefined ? {} : { locked }),
      });
    }
    return channelJson(world, channel, bot.id);
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
};

function channelChange({ name, topic, nsfw }: RESTPatchAPIChannelJSONBody): ChannelChange {
  return {
    ...(name == null ? {} : { name }),
    ...(topic === undefined ? {} : { topic }),
    ...(nsfw == null ? {} : { nsfw }),
  };
}
