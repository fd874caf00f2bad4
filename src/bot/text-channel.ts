import { type GuildTextBasedChannel, PermissionFlagsBits } from 'discord.js';
import type { Snowflake } from '../db/ids.ts';
import type { Guilds } from './guilds.ts';

const toWrite = PermissionFlagsBits.ViewChannel | PermissionFlagsBits.SendMessages;

/** @returns null where no messages can be. @throws what Discord answers instead of the channel. */
export async function textChannel(
  guilds: Guilds,
  guildId: Snowflake,
  channelId: Snowflake,
): Promise<GuildTextBasedChannel | null> {
  const guild = await guilds.find(guildId);
  const channel = await guild?.channels.fetch(channelId);
  return channel?.isTextBased() ? channel : null;
}

/** Whether Kith may write there. */
export function mayWrite(channel: GuildTextBasedChannel): boolean {
  const { me } = channel.guild.members;
  return me !== null && channel.permissionsFor(me).has(toWrite);
}
