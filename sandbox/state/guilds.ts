import {
  type APIGuild,
  type APIRole,
  GatewayDispatchEvents,
  GuildDefaultMessageNotifications,
  GuildExplicitContentFilter,
  type GuildFeature,
  GuildMFALevel,
  GuildNSFWLevel,
  GuildPremiumTier,
  GuildSystemChannelFlags,
  GuildVerificationLevel,
  type Locale,
  PermissionFlagsBits,
  type RoleFlags,
} from 'discord-api-types/v10';
import type { GuildRecord } from './records.ts';
import { known, type World } from './world.ts';

/** What Discord gives everyone in a new server, as far as it matters to a bot. */
export const everyonePermissions =
  PermissionFlagsBits.ViewChannel |
  PermissionFlagsBits.SendMessages |
  PermissionFlagsBits.SendMessagesInThreads |
  PermissionFlagsBits.CreatePublicThreads |
  PermissionFlagsBits.CreatePrivateThreads |
  PermissionFlagsBits.EmbedLinks |
  PermissionFlagsBits.AttachFiles |
  PermissionFlagsBits.AddReactions |
  PermissionFlagsBits.UseExternalEmojis |
  PermissionFlagsBits.ReadMessageHistory |
  PermissionFlagsBits.UseApplicationCommands |
  PermissionFlagsBits.Connect |
  PermissionFlagsBits.ChangeNickname |
  PermissionFlagsBits.CreateInstantInvite;

/** Discord's limit for a file in a server without boosts. */
export const defaultAttachmentSizeLimit = 10 * 1024 * 1024;

export interface NewGuild {
  readonly name: string;
  readonly ownerId: string;
  readonly locale?: `${Locale}`;
}

export function createGuild(world: World, options: NewGuild): GuildRecord {
  const guild: GuildRecord = {
    id: world.ids.next(),
    name: options.name,
    ownerId: options.ownerId,
    locale: options.locale ?? 'en-US',
    attachmentSizeLimit: defaultAttachmentSizeLimit,
    unavailable: false,
    roles: new Map(),
    members: new Map(),
    bans: new Set(),
  };
  const everyone = roleJson(guild.id, '@everyone', everyonePermissions, 0);
  guild.roles.set(guild.id, everyone);
  world.guilds.set(guild.id, guild);
  return guild;
}

export function createRole(world: World, guild: GuildRecord, name: string, permissions: bigint): APIRole {
  const role = roleJson(world.ids.next(), name, permissions, guild.roles.size);
  guild.roles.set(role.id, role);
  roleEvent(world, guild, GatewayDispatchEvents.GuildRoleCreate, { role });
  return role;
}

export function setRolePermissions(
  world: World,
  guild: GuildRecord,
  roleId: string,
  permissions: bigint,
): void {
  const role = known(guild.roles, roleId);
  role.permissions = permissions.toString();
  roleEvent(world, guild, GatewayDispatchEvents.GuildRoleUpdate, { role: { ...role } });
}

export function deleteRole(world: World, guild: GuildRecord, roleId: string): void {
  guild.roles.delete(roleId);
  for (const member of guild.members.values()) {
    member.roleIds = member.roleIds.filter((id) => id !== roleId);
  }
  roleEvent(world, guild, GatewayDispatchEvents.GuildRoleDelete, { role_id: roleId });
}

function roleEvent(world: World, guild: GuildRecord, event: GatewayDispatchEvents, data: object): void {
  world.dispatch({ event, guildId: guild.id, data: () => ({ guild_id: guild.id, ...data }) });
}

export function guildJson(guild: GuildRecord): APIGuild {
  const features: GuildFeature[] = [];
  return {
    id: guild.id,
    name: guild.name,
    icon: null,
    splash: null,
    discovery_splash: null,
    owner_id: guild.ownerId,
    region: 'deprecated',
    afk_channel_id: null,
    afk_timeout: 300,
    verification_level: GuildVerificationLevel.None,
    default_message_notifications: GuildDefaultMessageNotifications.OnlyMentions,
    explicit_content_filter: GuildExplicitContentFilter.Disabled,
    roles: [...guild.roles.values()],
    emojis: [],
    features,
    mfa_level: GuildMFALevel.None,
    application_id: null,
    system_channel_id: null,
    system_channel_flags: GuildSystemChannelFlags.SuppressJoinNotifications,
    rules_channel_id: null,
    vanity_url_code: null,
    description: null,
    banner: null,
    premium_tier: GuildPremiumTier.None,
    premium_subscription_count: 0,
    preferred_locale: guild.locale as Locale,
    public_updates_channel_id: null,
    max_video_channel_users: 25,
    max_stage_video_channel_users: 50,
    nsfw_level: GuildNSFWLevel.Default,
    stickers: [],
    premium_progress_bar_enabled: false,
    hub_type: null,
    safety_alerts_channel_id: null,
    incidents_data: null,
  };
}

function roleJson(id: string, name: string, permissions: bigint, position: number): APIRole {
  return {
    id,
    name,
    color: 0,
    colors: { primary_color: 0, secondary_color: null, tertiary_color: null },
    hoist: false,
    icon: null,
    unicode_emoji: null,
    position,
    permissions: permissions.toString(),
    managed: false,
    mentionable: false,
    flags: 0 as RoleFlags,
  };
}
