import { GatewayDispatchEvents, PermissionFlagsBits } from 'discord-api-types/v10';
import { channelJson, threadMemberJson } from './channels.ts';
import { allows, channelPermissions } from './permissions.ts';
import type { ChannelRecord } from './records.ts';
import { known, type World } from './world.ts';

/**
 * Changes who may see a channel. Bots that could not see it before and can now are told of its active threads
 * by a THREAD_LIST_SYNC, as they missed how those came to be.
 */
export function changeVisibility(world: World, channel: ChannelRecord, change: () => void): void {
  const before = botsThatSee(world, channel);
  change();
  for (const botId of botsThatSee(world, channel).filter((id) => !before.includes(id))) {
    syncThreads(world, channel, botId);
  }
}

function botsThatSee(world: World, channel: ChannelRecord): string[] {
  const members = channel.guildId === null ? undefined : known(world.guilds, channel.guildId).members;
  return [...world.applications.keys()].filter(
    (id) =>
      members?.has(id) === true &&
      allows(channelPermissions(world, channel, id), PermissionFlagsBits.ViewChannel),
  );
}

function syncThreads(world: World, channel: ChannelRecord, botId: string): void {
  const threads = [...world.channels.values()].filter(
    (one) =>
      one.parentId === channel.id &&
      one.thread?.archived === false &&
      allows(channelPermissions(world, one, botId), PermissionFlagsBits.ViewChannel),
  );
  world.dispatch({
    event: GatewayDispatchEvents.ThreadListSync,
    guildId: channel.guildId,
    applicationId: botId,
    data: () => ({
      guild_id: channel.guildId,
      channel_ids: [channel.id],
      threads: threads.map((thread) => channelJson(world, thread, botId)),
      members: threads.flatMap((one) =>
        one.thread?.memberIds.has(botId) ? [threadMemberJson(one, one.thread, botId)] : [],
      ),
    }),
  });
}
