import { RESTJSONErrorCodes as Code, PermissionFlagsBits } from 'discord-api-types/v10';
import { allows, channelPermissions, guildPermissions } from '../state/permissions.ts';
import type { ApplicationRecord, ChannelRecord, GuildRecord, MessageRecord } from '../state/records.ts';
import type { World } from '../state/world.ts';
import { discordError, found } from './errors.ts';

/** A channel the bot can see. @throws DiscordError 10003, 50001 */
export function visibleChannel(world: World, bot: ApplicationRecord, channelId: string): ChannelRecord {
  const channel = found(world.channels.get(channelId), Code.UnknownChannel);
  if (!allows(channelPermissions(world, channel, bot.id), PermissionFlagsBits.ViewChannel)) {
    throw discordError(Code.MissingAccess);
  }
  return channel;
}

/** @throws DiscordError 50013 when the bot lacks any of the permissions in a channel. */
export function demand(world: World, bot: ApplicationRecord, channel: ChannelRecord, wanted: bigint): void {
  if (!allows(channelPermissions(world, channel, bot.id), wanted)) {
    throw discordError(Code.MissingPermissions);
  }
}

export function may(world: World, bot: ApplicationRecord, channel: ChannelRecord, wanted: bigint): boolean {
  return allows(channelPermissions(world, channel, bot.id), wanted);
}

/** A message of a channel that is not ephemeral. @throws DiscordError 10008 */
export function messageIn(world: World, channel: ChannelRecord, messageId: string): MessageRecord {
  const message = world.messages.get(messageId);
  if (message?.channelId !== channel.id || message.visibleTo !== null) {
    throw discordError(Code.UnknownMessage);
  }
  return message;
}

/** A guild the bot is in. @throws DiscordError 10004, 50001 */
export function joinedGuild(world: World, bot: ApplicationRecord, guildId: string): GuildRecord {
  const guild = found(world.guilds.get(guildId), Code.UnknownGuild);
  if (!guild.members.has(bot.id)) {
    throw discordError(Code.MissingAccess);
  }
  return guild;
}

/** @throws DiscordError 50013 when the bot lacks any of the permissions in the guild. */
export function demandInGuild(guild: GuildRecord, bot: ApplicationRecord, wanted: bigint): void {
  const member = found(guild.members.get(bot.id), Code.MissingAccess);
  if (!allows(guildPermissions(guild, member), wanted)) {
    throw discordError(Code.MissingPermissions);
  }
}
