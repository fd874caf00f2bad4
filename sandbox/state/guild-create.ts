import { GatewayDispatchEvents, PermissionFlagsBits } from 'discord-api-types/v10';
import { channelJson } from './channels.ts';
import { guildJson } from './guilds.ts';
import { memberWithoutUser } from './member-json.ts';
import { allows, channelPermissions } from './permissions.ts';
import type { GuildRecord } from './records.ts';
import { userJson } from './users.ts';
import { known, type World } from './world.ts';

/** Tells a bot, or all bots of a guild, what is in it: on joining and after an outage. */
export function sendGuild(world: World, guild: GuildRecord, applicationId?: string): void {
  world.dispatch({
    event: GatewayDispatchEvents.GuildCreate,
    guildId: guild.id,
    ...(applicationId === undefined ? {} : { applicationId }),
    data: ({ userId }) => guildCreateJson(world, guild, userId),
  });
}

/** An outage: bots are told the guild is unavailable, and nothing is lost. */
export function breakGuild(world: World, guild: GuildRecord): void {
  guild.unavailable = true;
  world.dispatch({
    event: GatewayDispatchEvents.GuildDelete,
    guildId: guild.id,
    data: () => ({ id: guild.id, unavailable: true }),
  });
}

export function repairGuild(world: World, guild: GuildRecord): void {
  guild.unavailable = false;
  sendGuild(world, guild);
}

/** Without presences Discord names only the bot itself among the members. */
export function guildCreateJson(world: World, guild: GuildRecord, botId: string): object {
  const channels = [...world.channels.values()].filter(({ guildId }) => guildId === guild.id);
  const self = known(guild.members, botId);
  return {
    ...guildJson(guild),
    joined_at: new Date(self.joinedAt).toISOString(),
    large: guild.members.size > 250,
    unavailable: false,
    member_count: guild.members.size,
    voice_states: [],
    members: [{ user: userJson(known(world.users, botId)), ...memberWithoutUser(self) }],
    channels: channels
      .filter(({ thread }) => thread === null)
      .map((channel) => channelJson(world, channel, botId)),
    threads: channels
      .filter((channel) => channel.thread?.archived === false)
      .filter((channel) => allows(channelPermissions(world, channel, botId), PermissionFlagsBits.ViewChannel))
      .map((channel) => channelJson(world, channel, botId)),
    presences: [],
    stage_instances: [],
    guild_scheduled_events: [],
    soundboard_sounds: [],
  };
}
