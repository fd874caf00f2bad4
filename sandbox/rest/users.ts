import { RESTJSONErrorCodes as Code } from 'discord-api-types/v10';
import { guildsOf } from '../state/applications.ts';
import { channelJson, directChannel } from '../state/channels.ts';
import { removeMember } from '../state/members.ts';
import { guildPermissions } from '../state/permissions.ts';
import { userJson } from '../state/users.ts';
import { known } from '../state/world.ts';
import { joinedGuild } from './access.ts';
import { jsonObject } from './body.ts';
import { botOf, type Routes } from './context.ts';
import { discordError, found, snowflake } from './errors.ts';

export const userRoutes: Routes = (app, { world }) => {
  app.get('/users/@me', async (request) => ({
    ...userJson(known(world.users, botOf(request).id)),
    email: null,
    mfa_enabled: true,
    verified: true,
    locale: 'en-US',
  }));

  app.get<{ Params: { userId: string } }>('/users/:userId', async ({ params }) =>
    userJson(found(world.users.get(params.userId), Code.UnknownUser)),
  );

  app.get('/users/@me/guilds', async (request) => {
    const bot = botOf(request);
    return guildsOf(world, bot).map((guild) => ({
      id: guild.id,
      name: guild.name,
      icon: null,
      banner: null,
      owner: guild.ownerId === bot.id,
      permissions: guildPermissions(guild, known(guild.members, bot.id)).toString(),
      features: [],
    }));
  });

  app.delete<{ Params: { guildId: string } }>('/users/@me/guilds/:guildId', async (request, reply) => {
    const bot = botOf(request);
    removeMember(world, joinedGuild(world, bot, request.params.guildId), bot.id);
    return reply.code(204).send();
  });

  app.post('/users/@me/channels', async (request) => {
    const bot = botOf(request);
    const user = found(
      world.users.get(snowflake('recipient_id', jsonObject(request).recipient_id)),
      Code.UnknownUser,
    );
    if (user.bot) {
      throw discordError(Code.CannotSendMessagesToThisUser);
    }
    return channelJson(world, directChannel(world, bot.id, user.id), bot.id);
  });
};
