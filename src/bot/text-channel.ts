import { type Client, type GuildTextBasedChannel, PermissionFlagsBits } from 'discord.js';
import type { Snowflake } from '../db/ids.ts';

const toWrite = PermissionFlagsBits.ViewChannel | PermissionFlagsBits.SendMessages;

/** @returns null where no messages can be. @throws what Discord answers instead of the channel. */
export async function textChannel(
  client: Client,
  guildId: Snowflake,
  channelId: Snowflake,
): Promise<GuildTextBasedChannel | null> {
  const channel = await client.guilds.cache.get(guildId)?.channels.fetch(channelId);
  return channel?.isTextBased() ? channel : null;
}

/** Whether Kith may write there. */
export function mayWrite(channel: GuildTextBasedChannel): boolean {
  const { me } = channel.guild.members;
  return me !== null && channel.permissionsFor(me).has(toWrite);
}
