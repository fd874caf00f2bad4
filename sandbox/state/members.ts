import { GatewayDispatchEvents } from 'discord-api-types/v10';
import { sendGuild } from './guild-create.ts';
import { memberJson } from './member-json.ts';
import type { GuildRecord, MemberRecord } from './records.ts';
import { userJson } from './users.ts';
import { known, type World } from './world.ts';

export interface NewMember {
  readonly nick?: string | null;
  readonly roleIds?: readonly string[];
}

/** Lets a user or a bot join; a bot hears of its own arrival by a GUILD_CREATE. */
export function addMember(
  world: World,
  guild: GuildRecord,
  userId: string,
  options: NewMember = {},
): MemberRecord {
  const member: MemberRecord = {
    userId,
    nick: options.nick ?? null,
    roleIds: [...(options.roleIds ?? [])],
    joinedAt: world.clock.now(),
    timedOutUntil: null,
  };
  guild.members.set(userId, member);
  guild.bans.delete(userId);
  world.dispatch({
    event: GatewayDispatchEvents.GuildMemberAdd,
    guildId: guild.id,
    only: (botId) => botId !== userId,
    data: () => ({ guild_id: guild.id, ...memberJson(world, member) }),
  });
  if (world.applications.has(userId)) {
    sendGuild(world, guild, userId);
  }
  return member;
}

export function updateMember(
  world: World,
  guild: GuildRecord,
  member: MemberRecord,
  change: Partial<Pick<MemberRecord, 'nick' | 'roleIds' | 'timedOutUntil'>>,
): void {
  Object.assign(member, change);
  world.dispatch({
    event: GatewayDispatchEvents.GuildMemberUpdate,
    guildId: guild.id,
    alwaysTo: member.userId,
    data: () => ({ guild_id: guild.id, ...memberJson(world, member) }),
  });
}

/** By leaving, a kick or a ban. A bot that leaves gets a GUILD_DELETE without `unavailable`. */
export function removeMember(world: World, guild: GuildRecord, userId: string): void {
  guild.members.delete(userId);
  const application = world.applications.get(userId);
  if (application !== undefined) {
    world.dispatch({
      event: GatewayDispatchEvents.GuildDelete,
      guildId: guild.id,
      applicationId: application.id,
      departed: true,
      data: () => ({ id: guild.id }),
    });
  }
  world.dispatch({
    event: GatewayDispatchEvents.GuildMemberRemove,
    guildId: guild.id,
    data: () => ({ guild_id: guild.id, user: userJson(known(world.users, userId)) }),
  });
}

export function banMember(world: World, guild: GuildRecord, userId: string): void {
  guild.bans.add(userId);
  world.dispatch({
    event: GatewayDispatchEvents.GuildBanAdd,
    guildId: guild.id,
    data: () => ({ guild_id: guild.id, user: userJson(known(world.users, userId)) }),
  });
  if (guild.members.has(userId)) {
    removeMember(world, guild, userId);
  }
}
