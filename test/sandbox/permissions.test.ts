import { PermissionFlagsBits as Permission } from 'discord-api-types/v10';
import { beforeEach, describe, expect, it } from 'vitest';
import { createChannel, updateChannel } from '../../sandbox/state/channels.ts';
import {
  createGuild,
  createRole,
  everyonePermissions,
  setRolePermissions,
} from '../../sandbox/state/guilds.ts';
import { addMember } from '../../sandbox/state/members.ts';
import { allows, allPermissions, channelPermissions } from '../../sandbox/state/permissions.ts';
import type { ChannelRecord, GuildRecord } from '../../sandbox/state/records.ts';
import { compareSnowflakes, timeOf } from '../../sandbox/state/snowflake.ts';
import { addThreadMember, createThread } from '../../sandbox/state/threads.ts';
import { createUser } from '../../sandbox/state/users.ts';
import { World } from '../../sandbox/state/world.ts';

let world: World;
let guild: GuildRecord;
let channel: ChannelRecord;

beforeEach(() => {
  world = new World({ urlLifetimeMs: 1, ephemeralFileLifetimeMs: 1 });
  const owner = createUser(world, { name: 'Owner' });
  guild = createGuild(world, { name: 'Club', ownerId: owner.id });
  addMember(world, guild, owner.id);
  channel = createChannel(world, { type: 0, guildId: guild.id, name: 'general' });
});

function join(...roleIds: string[]) {
  return addMember(world, guild, createUser(world, { name: 'Ann' }).id, { roleIds });
}

const overwrite = (id: string, type: 0 | 1, allow: bigint, deny: bigint) => ({
  id,
  type,
  allow: allow.toString(),
  deny: deny.toString(),
});
const of = (userId: string, where = channel) => channelPermissions(world, where, userId);

describe('what someone may do in a channel', () => {
  it('is everything for the owner and administrators, and nothing for strangers', () => {
    updateChannel(world, channel, { overwrites: [overwrite(guild.id, 0, 0n, allPermissions)] });
    const admin = join(createRole(world, guild, 'admin', Permission.Administrator).id);
    expect(of(guild.ownerId)).toBe(allPermissions);
    expect(of(admin.userId)).toBe(allPermissions);
    expect(of(createUser(world, { name: 'Stranger' }).id)).toBe(0n);
  });

  it('adds roles to what everyone may', () => {
    const role = createRole(world, guild, 'r', Permission.ManageMessages);
    expect(of(join().userId)).toBe(everyonePermissions);
    expect(of(join(role.id).userId)).toBe(everyonePermissions | Permission.ManageMessages);
  });

  it('is overwritten for everyone, then for roles together, then for the member', () => {
    const [deny, allow] = [createRole(world, guild, 'd', 0n), createRole(world, guild, 'a', 0n)];
    const member = join(deny.id, allow.id);
    const history = Permission.ReadMessageHistory;
    const may = () => allows(of(member.userId), history);
    const set = (...overwrites: ReturnType<typeof overwrite>[]) =>
      updateChannel(world, channel, { overwrites });
    set(overwrite(guild.id, 0, 0n, history));
    expect(may()).toBe(false);
    set(overwrite(deny.id, 0, 0n, history), overwrite(allow.id, 0, history, 0n));
    expect(may()).toBe(true);
    set(overwrite(member.userId, 1, 0n, history), overwrite(allow.id, 0, history, 0n));
    expect(may()).toBe(false);
    set(overwrite(guild.id, 0, 0n, history), overwrite(member.userId, 1, history, 0n));
    expect(may()).toBe(true);
  });

  it('is nothing without sight, and less without speech or in time-out', () => {
    const member = join();
    setRolePermissions(world, guild, guild.id, everyonePermissions & ~Permission.SendMessages);
    expect(allows(of(member.userId), Permission.AttachFiles)).toBe(false);
    expect(allows(of(member.userId), Permission.ReadMessageHistory)).toBe(true);
    setRolePermissions(world, guild, guild.id, everyonePermissions);
    member.timedOutUntil = world.clock.now() + 1_000;
    expect(of(member.userId)).toBe(Permission.ViewChannel | Permission.ReadMessageHistory);
    world.clock.advance(1_001);
    expect(of(member.userId)).toBe(everyonePermissions);
    setRolePermissions(world, guild, guild.id, everyonePermissions & ~Permission.ViewChannel);
    expect(of(member.userId)).toBe(0n);
  });

  it('in threads is what the parent says; private ones are seen by those in them and by moderators', () => {
    const [ann, ben] = [join(), join()];
    const mod = join(createRole(world, guild, 'mod', Permission.ManageThreads).id);
    const open = createThread(world, { parent: channel, name: 't', ownerId: ann.userId });
    const hidden = createThread(world, { parent: channel, name: 'h', ownerId: ann.userId, type: 12 });
    const see = (userId: string, thread: ChannelRecord) => allows(of(userId, thread), Permission.ViewChannel);
    expect([see(ann.userId, hidden), see(ben.userId, hidden), see(mod.userId, hidden)]).toEqual([
      true,
      false,
      true,
    ]);
    addThreadMember(world, hidden, ben.userId);
    expect(see(ben.userId, hidden)).toBe(true);
    updateChannel(world, channel, { overwrites: [overwrite(guild.id, 0, 0n, Permission.ViewChannel)] });
    expect(see(ann.userId, open)).toBe(false);
  });

  it('starts in a category with what the category says', () => {
    const overwrites = [overwrite(guild.id, 0, 0n, Permission.ViewChannel)];
    const category = createChannel(world, { type: 4, guildId: guild.id, name: 'c', overwrites });
    const inside = createChannel(world, { type: 0, guildId: guild.id, name: 'i', parentId: category.id });
    expect(of(join().userId, inside)).toBe(0n);
  });
});

describe('ids', () => {
  it('tell their time and grow', () => {
    const ids = Array.from({ length: 5_000 }, () => world.ids.next());
    expect(new Set(ids).size).toBe(5_000);
    expect(ids.toSorted(compareSnowflakes)).toEqual(ids);
    expect(Math.abs(timeOf(ids[0] ?? '') - Date.now())).toBeLessThan(60_000);
    const past = Date.UTC(2020, 1, 2);
    const old = [world.ids.at(past), world.ids.at(past)];
    expect(old.map(timeOf)).toEqual([past, past]);
    expect(compareSnowflakes(old[0] ?? '', old[1] ?? '')).toBe(-1);
  });
});
