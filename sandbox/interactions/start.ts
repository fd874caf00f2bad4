import { randomBytes } from 'node:crypto';
import { GatewayDispatchEvents, InteractionContextType, type InteractionType } from 'discord-api-types/v10';
import { channelJson } from '../state/channels.ts';
import { defaultAttachmentSizeLimit } from '../state/guilds.ts';
import { memberJson } from '../state/member-json.ts';
import { messageJson } from '../state/message-json.ts';
import { integrationOwners } from '../state/origin-json.ts';
import { channelPermissions } from '../state/permissions.ts';
import type { ApplicationRecord, ChannelRecord, MessageRecord, UserRecord } from '../state/records.ts';
import { userJson } from '../state/users.ts';
import { known, type World } from '../state/world.ts';
import type { InteractionRecord } from './record.ts';

export interface NewInteraction {
  readonly application: ApplicationRecord;
  readonly user: UserRecord;
  readonly channel: ChannelRecord;
  readonly type: InteractionType;
  readonly data: object;
  /** For people: `/enroll`, `button "Accept"`, … */
  readonly detail: string;
  /** The message whose component was used, or from whose component the modal came. */
  readonly source?: MessageRecord | undefined;
  readonly targetMessageId?: string;
  readonly openedBy?: string;
}

/** A user asks something of an application: the bot is told over the gateway. */
export function startInteraction(world: World, options: NewInteraction): InteractionRecord {
  const id = world.ids.next();
  const interaction: InteractionRecord = {
    id,
    token: Buffer.from(`interaction:${id}:${randomBytes(60).toString('hex')}`).toString('base64url'),
    applicationId: options.application.id,
    type: options.type,
    userId: options.user.id,
    channelId: options.channel.id,
    guildId: options.channel.guildId,
    createdAt: world.clock.now(),
    detail: options.detail,
    sourceMessageId: options.source?.id ?? null,
    targetMessageId: options.targetMessageId ?? null,
    openedBy: options.openedBy ?? null,
    acknowledgement: null,
    refusals: [],
    originalId: null,
    edits: 0,
    followUpIds: [],
    modal: null,
    choices: null,
  };
  world.interactions.set(id, interaction);
  world.interactionTokens.set(interaction.token, interaction);
  world.log.write({
    kind: 'interaction',
    what: 'created',
    interactionId: id,
    userId: options.user.id,
    detail: options.detail,
  });
  const payload = interactionJson(world, interaction, options);
  world.dispatch({
    event: GatewayDispatchEvents.InteractionCreate,
    guildId: options.channel.guildId,
    applicationId: options.application.id,
    data: () => payload,
  });
  return interaction;
}

function interactionJson(world: World, interaction: InteractionRecord, options: NewInteraction): object {
  const { application, channel, user, source } = options;
  return {
    id: interaction.id,
    application_id: application.id,
    type: interaction.type,
    data: options.data,
    token: interaction.token,
    version: 1,
    channel_id: channel.id,
    channel: {
      ...channelJson(world, channel, application.id),
      permissions: channelPermissions(world, channel, user.id).toString(),
    },
    ...(source === undefined
      ? {}
      : { message: messageJson(world, source, { userId: application.id, messageContent: true }) }),
    app_permissions: channelPermissions(world, channel, application.id).toString(),
    locale: user.locale,
    entitlements: [],
    authorizing_integration_owners: integrationOwners(channel.guildId),
    ...(channel.guildId === null
      ? {
          user: userJson(user),
          context: InteractionContextType.BotDM,
          attachment_size_limit: defaultAttachmentSizeLimit,
        }
      : inGuild(world, channel, channel.guildId, user)),
  };
}

function inGuild(world: World, channel: ChannelRecord, guildId: string, user: UserRecord): object {
  const guild = known(world.guilds, guildId);
  return {
    guild_id: guild.id,
    guild: { id: guild.id, locale: guild.locale, features: [] },
    guild_locale: guild.locale,
    member: {
      ...memberJson(world, known(guild.members, user.id)),
      permissions: channelPermissions(world, channel, user.id).toString(),
    },
    context: InteractionContextType.Guild,
    attachment_size_limit: guild.attachmentSizeLimit,
  };
}
