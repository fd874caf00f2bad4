import { ChannelType, OverwriteType, PermissionFlagsBits } from 'discord-api-types/v10';
import type { ChannelRecord, GuildRecord, MemberRecord } from './records.ts';
import { known, type World } from './world.ts';

/** Every permission Discord has today. */
export const allPermissions = Object.values(PermissionFlagsBits).reduce((all, bit) => all | bit, 0n);

/** What a member in time-out is left with. */
const timedOut = PermissionFlagsBits.ViewChannel | PermissionFlagsBits.ReadMessageHistory;
const needSendMessages =
  PermissionFlagsBits.MentionEveryone |
  PermissionFlagsBits.SendTTSMessages |
  PermissionFlagsBits.AttachFiles |
  PermissionFlagsBits.EmbedLinks;

/** What a member may do in the guild before channels have their say. */
export function guildPermissions(guild: GuildRecord, member: MemberRecord): bigint {
  if (guild.ownerId === member.userId) {
    return allPermissions;
  }
  let permissions = 0n;
  for (const id of [guild.id, ...member.roleIds]) {
    permissions |= BigInt(guild.roles.get(id)?.permissions ?? 0);
  }
  return permissions & PermissionFlagsBits.Administrator ? allPermissions : permissions;
}

/**
 * What a user may do in a channel, as Discord computes it: guild permissions, then the overwrites of
 * everyone, of the roles together, and of the member; in threads those of the parent. 0 for strangers.
 */
export function channelPermissions(world: World, channel: ChannelRecord, userId: string): bigint {
  if (channel.guildId === null) {
    return channel.recipientIds.includes(userId) ? allPermissions : 0n;
  }
  const guild = known(world.guilds, channel.guildId);
  const member = guild.members.get(userId);
  if (member === undefined) {
    return 0n;
  }
  const base = guildPermissions(guild, member);
  if (base & PermissionFlagsBits.Administrator) {
    return base;
  }
  const overwritten = applyOverwrites(base, guild, overwriteHolder(world, channel), member);
  return applyRules(world, overwritten, channel, member);
}

function overwriteHolder(world: World, channel: ChannelRecord): ChannelRecord {
  return channel.thread !== null && channel.parentId !== null
    ? known(world.channels, channel.parentId)
    : channel;
}

function applyOverwrites(
  base: bigint,
  guild: GuildRecord,
  channel: ChannelRecord,
  member: MemberRecord,
): bigint {
  let permissions = base;
  const everyone = channel.overwrites.find(({ id }) => id === guild.id);
  permissions = apply(permissions, BigInt(everyone?.allow ?? 0), BigInt(everyone?.deny ?? 0));
  let allow = 0n;
  let deny = 0n;
  for (const overwrite of channel.overwrites) {
    if (overwrite.type === OverwriteType.Role && member.roleIds.includes(overwrite.id)) {
      allow |= BigInt(overwrite.allow);
      deny |= BigInt(overwrite.deny);
    }
  }
  permissions = apply(permissions, allow, deny);
  const own = channel.overwrites.find(
    ({ id, type }) => type === OverwriteType.Member && id === member.userId,
  );
  return apply(permissions, BigInt(own?.allow ?? 0), BigInt(own?.deny ?? 0));
}

function apply(permissions: bigint, allow: bigint, deny: bigint): bigint {
  return (permissions & ~deny) | allow;
}

/** Permissions that mean nothing without another. */
function applyRules(world: World, granted: bigint, channel: ChannelRecord, member: MemberRecord): bigint {
  let permissions = granted;
  if (member.timedOutUntil !== null && member.timedOutUntil > world.clock.now()) {
    permissions &= timedOut;
  }
  const invisibleThread =
    channel.type === ChannelType.PrivateThread &&
    channel.thread?.memberIds.has(member.userId) === false &&
    !(permissions & PermissionFlagsBits.ManageThreads);
  if (!(permissions & PermissionFlagsBits.ViewChannel) || invisibleThread) {
    return 0n;
  }
  if (channel.type === ChannelType.GuildVoice && !(permissions & PermissionFlagsBits.Connect)) {
    return PermissionFlagsBits.ViewChannel;
  }
  const send =
    channel.thread === null ? PermissionFlagsBits.SendMessages : PermissionFlagsBits.SendMessagesInThreads;
  return permissions & send ? permissions : permissions & ~needSendMessages;
}

/** Whether `permissions` has every bit of `wanted`. */
export function allows(permissions: bigint, wanted: bigint): boolean {
  return (permissions & wanted) === wanted;
}
