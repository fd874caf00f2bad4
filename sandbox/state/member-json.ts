import type { APIGuildMember, GuildMemberFlags } from 'discord-api-types/v10';
import type { MemberRecord } from './records.ts';
import { userJson } from './users.ts';
import { known, type World } from './world.ts';

export function memberJson(world: World, member: MemberRecord): APIGuildMember {
  return { user: userJson(known(world.users, member.userId)), ...memberWithoutUser(member) };
}

/** As members appear in messages and resolved options, beside their user. */
export function memberWithoutUser(member: MemberRecord): Omit<APIGuildMember, 'user'> {
  return {
    nick: member.nick,
    avatar: null,
    banner: null,
    roles: [...member.roleIds],
    joined_at: new Date(member.joinedAt).toISOString(),
    premium_since: null,
    deaf: false,
    mute: false,
    pending: false,
    flags: 0 as GuildMemberFlags,
    communication_disabled_until:
      member.timedOutUntil === null ? null : new Date(member.timedOutUntil).toISOString(),
  };
}
