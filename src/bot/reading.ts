import { type GuildBasedChannel, PermissionFlagsBits } from 'discord.js';
import type { ChannelPlace } from '../services/settings/left-alone.ts';

const everywhere = PermissionFlagsBits.ViewChannel | PermissionFlagsBits.ReadMessageHistory;

/** What somebody needs to read a channel's messages: those of a voice channel are for those who may join it. */
export function toRead(channel: GuildBasedChannel): bigint {
  return channel.isVoiceBased() ? everywhere | PermissionFlagsBits.Connect : everywhere;
}

/** A thread is in its channel, and in that one's category. */
export function placeOf(channel: GuildBasedChannel): ChannelPlace {
  const holder = channel.isThread() ? channel.parent : channel;
  return {
    channelId: channel.id,
    parentId: channel.isThread() ? channel.parentId : null,
    categoryId: holder?.parentId ?? null,
  };
}
