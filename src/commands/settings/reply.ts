import {
  type APIComponentInContainer,
  type APIComponentInMessageActionRow,
  ChannelType,
  ComponentType,
  SelectMenuDefaultValueType,
  TextInputStyle,
} from 'discord-api-types/v10';
import type { GuildSettings } from '../../services/settings/schema.ts';
import type { Texts } from '../../texts/texts.ts';
import { formatComponentId } from '../component-id.ts';
import type { ModalForm, ReplyMessage } from '../invocation.ts';
import { button, container, heading, menu, row, text } from '../layout.ts';

const writable: ChannelType[] = [ChannelType.GuildText, ChannelType.GuildAnnouncement];

const excludable: ChannelType[] = [
  ...writable,
  ChannelType.GuildVoice,
  ChannelType.GuildStageVoice,
  ChannelType.GuildForum,
  ChannelType.GuildMedia,
];

/** How many channels can be left alone: as many as a menu takes. */
const maximumChannels = 25;

type Named = readonly [string, string];

const pick = (action: string) => formatComponentId('settings', action);

/**
 * All settings at once, each where it can be changed.
 * @param existing the roles and channels among them that are there: Discord refuses a menu that names others.
 */
export function settingsReply(
  current: GuildSettings,
  existing: ReadonlySet<string>,
  { settings }: Texts,
): ReplyMessage {
  const { pictureRetentionDays, auditRetentionDays } = current;
  const pictures =
    pictureRetentionDays === null ? settings.untilDeleted : settings.days(pictureRetentionDays);
  return {
    components: [
      container('neutral', [
        heading(settings.title),
        text(settings.intro),
        ...choice('consent-mode', settings.consentMode, settings.consentModes, current.consentMode),
        ...choice('scope', settings.indexingScope, settings.indexingScopes, current.indexingScope),
        ...choice('bands', settings.bandStrictness, settings.bandStrictnesses, current.bandStrictness),
        text(settings.searchRole),
        row({
          type: ComponentType.RoleSelect,
          custom_id: pick('search-role'),
          placeholder: settings.searchRolePlaceholder,
          min_values: 0,
          max_values: 1,
          default_values: chosen(current.searchRoleId, existing).map((id) => ({
            id,
            type: SelectMenuDefaultValueType.Role,
          })),
        }),
        text(settings.excludedChannels),
        row(
          channels(
            'excluded',
            settings.excludedChannelsPlaceholder,
            maximumChannels,
            excludable,
            current.excludedChannelIds.filter((id) => existing.has(id)),
          ),
        ),
        text(settings.logChannel),
        row(
          channels(
            'log-channel',
            settings.logChannelPlaceholder,
            1,
            writable,
            chosen(current.logChannelId, existing),
          ),
        ),
        text(settings.retention(pictures, settings.days(auditRetentionDays))),
        row(button(pick('retention'), settings.retentionButton)),
      ]),
    ],
  };
}

function choice(
  action: string,
  title: string,
  options: Readonly<Record<string, Named | readonly string[]>>,
  current: string,
): APIComponentInContainer[] {
  const items = Object.entries(options).map(([value, [label = value, description]]) => ({
    value,
    label,
    ...(description !== undefined && { description }),
    chosen: value === current,
  }));
  return [text(title), row(menu(pick(action), title.replaceAll('*', ''), items))];
}

function channels(
  action: string,
  placeholder: string,
  most: number,
  types: ChannelType[],
  selected: readonly string[],
): APIComponentInMessageActionRow {
  return {
    type: ComponentType.ChannelSelect,
    custom_id: pick(action),
    placeholder,
    min_values: 0,
    max_values: most,
    channel_types: types,
    default_values: selected.map((id) => ({ id, type: SelectMenuDefaultValueType.Channel })),
  };
}

const chosen = (id: string | null, existing: ReadonlySet<string>): string[] =>
  id !== null && existing.has(id) ? [id] : [];

/** Before faces of people who never agreed are kept. */
export function everyoneReply({ settings, common }: Texts): ReplyMessage {
  return {
    components: [
      container('problem', [
        heading(settings.everyoneTitle),
        text(settings.everyoneWarning),
        row(
          button(pick('everyone'), settings.everyoneButton, 'danger'),
          button(pick('cancel'), common.cancel),
        ),
      ]),
    ],
  };
}

export function retentionForm(
  { pictureRetentionDays, auditRetentionDays }: GuildSettings,
  { settings }: Texts,
): ModalForm {
  const days = (
    label: string,
    description: string,
    custom_id: string,
    value: number | null,
    required: boolean,
  ) => ({
    type: ComponentType.Label as const,
    label,
    description,
    component: {
      type: ComponentType.TextInput as const,
      custom_id,
      style: TextInputStyle.Short as const,
      max_length: 4,
      required,
      ...(value !== null && { value: String(value) }),
    },
  });
  return {
    title: settings.retentionTitle,
    components: [
      days(settings.pictureRetention, settings.pictureRetentionHint, 'pictures', pictureRetentionDays, false),
      days(settings.auditRetention, settings.auditRetentionHint, 'audit', auditRetentionDays, true),
    ],
  };
}
