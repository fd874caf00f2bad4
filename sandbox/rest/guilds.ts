import { RESTJSONErrorCodes as Code, GatewayIntentBits } from 'discord-api-types/v10';
import { channelJson } from '../state/channels.ts';
import { guildJson } from '../state/guilds.ts';
import { memberJson } from '../state/member-json.ts';
import type { ApplicationRecord, GuildRecord, MemberRecord } from '../state/records.ts';
import { compareSnowflakes } from '../state/snowflake.ts';
import { known, type World } from '../state/world.ts';
import { joinedGuild } from './access.ts';
import { botOf, type Routes } from './context.ts';
import { discordError, found } from './errors.ts';

type InGuild = { Params: { guildId: string } };

export const guildRoutes: Routes = (app, { world }) => {
  app.get<InGuild>('/guilds/:guildId', async (request) => guildJson(guildOf(world, request)));

  // Bots get every channel, also those that they cannot view; threads are listed apart.
  app.get<InGuild>('/guilds/:guildId/channels', async (request) => {
    const guild = guildOf(world, request);
    return [...world.channels.values()]
      .filter(({ guildId, thread }) => guildId === guild.id && thread === null)
      .map((channel) => channelJson(world, channel, botOf(request).id));
  });

  app.get<InGuild>('/guilds/:guildId/roles', async (request) => [...guildOf(world, request).roles.values()]);

  app.get<{ Params: { guildId: string; roleId: string } }>(
    '/guilds/:guildId/roles/:roleId',
    async (request) => found(guildOf(world, request).roles.get(request.params.roleId), Code.UnknownRole),
  );

  app.get<{ Params: { guildId: string; userId: string } }>(
    '/guilds/:guildId/members/:userId',
    async (request) => {
      const { userId } = request.params;
      const guild = guildOf(world, request);
      const member = guild.members.get(userId);
      if (member === undefined) {
        throw discordError(world.users.has(userId) ? Code.UnknownMember : Code.UnknownUser);
      }
      return memberJson(world, member);
    },
  );

  app.get<InGuild & { Querystring: { limit?: string; after?: string } }>(
    '/guilds/:guildId/members',
    async (request) => {
      const guild = guildOf(world, request);
      demandMembersIntent(botOf(request));
      const { limit = '1', after = '0' } = request.query;
      return byId(guild)
        .filter(({ userId }) => compareSnowflakes(userId, after) > 0)
        .slice(0, Math.min(1_000, Number(limit)))
        .map((member) => memberJson(world, member));
    },
  );

  app.get<InGuild & { Querystring: { query: string; limit?: string } }>(
    '/guilds/:guildId/members/search',
    async (request) => {
      const { query, limit = '1' } = request.query;
      return membersNamed(world, guildOf(world, request), query)
        .slice(0, Math.min(1_000, Number(limit)))
        .map((member) => memberJson(world, member));
    },
  );
};

/** Members whose name or nickname starts with the text, without regard to case. */
export function membersNamed(world: World, guild: GuildRecord, text: string): MemberRecord[] {
  const start = text.toLowerCase();
  return byId(guild).filter(({ userId, nick }) =>
    [nick ?? '', known(world.users, userId).name].some((name) => name.toLowerCase().startsWith(start)),
  );
}

function guildOf(world: World, request: Parameters<typeof botOf>[0]): GuildRecord {
  return joinedGuild(world, botOf(request), (request.params as { guildId: string }).guildId);
}

function byId(guild: GuildRecord): MemberRecord[] {
  return [...guild.members.values()].sort((a, b) => compareSnowflakes(a.userId, b.userId));
}

function demandMembersIntent(bot: ApplicationRecord): void {
  if (!(bot.privilegedIntents & GatewayIntentBits.GuildMembers)) {
    throw discordError(Code.MissingAccess);
  }
}
