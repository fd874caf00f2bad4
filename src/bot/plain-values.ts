import {
  ApplicationCommandOptionType,
  type Attachment,
  type BaseInteraction,
  type ChatInputCommandInteraction,
  type CommandInteractionOption,
  MessageFlags,
  type MessageMentionOptions,
  type ModalSubmitInteraction,
} from 'discord.js';
import type { Actor, ModalValues, ReplyMessage } from '../commands/invocation.ts';
import type { AttachmentOption, OptionValue } from '../commands/options.ts';

/** The member who acts, with their permissions in the channel as Discord computed them. */
export function memberActor(interaction: BaseInteraction<'cached'>): Actor {
  return {
    id: interaction.user.id,
    displayName: interaction.member.displayName,
    permissions: interaction.memberPermissions.bitfield,
    roleIds: [...interaction.member.roles.cache.keys()],
  };
}

/** Somebody who writes to the bot directly: no member of anything, so without any permission. */
export function userActor({ user }: BaseInteraction): Actor {
  return { id: user.id, displayName: user.displayName, permissions: 0n, roleIds: [] };
}

/** @returns each given option by its name, those of the subcommand if there is one; what was not given is absent. */
export function optionsOf(interaction: ChatInputCommandInteraction): Record<string, OptionValue> {
  const [first] = interaction.options.data;
  const options =
    first?.type === ApplicationCommandOptionType.Subcommand
      ? (first.options ?? [])
      : interaction.options.data;
  return Object.fromEntries(options.map((option) => [option.name, optionValue(option)]));
}

function optionValue(option: CommandInteractionOption): OptionValue {
  if (option.attachment) {
    return attachmentOf(option.attachment);
  }
  if (option.user) {
    return {
      id: option.user.id,
      isMember: option.member !== null && option.member !== undefined && !option.user.bot,
    };
  }
  if (option.channel) {
    return { id: option.channel.id };
  }
  if (option.value === undefined) {
    throw new TypeError(`option of type ${ApplicationCommandOptionType[option.type]} has no value`);
  }
  return typeof option.value === 'string' ? writable(option.value) : option.value;
}

/** PostgreSQL's text cannot hold U+0000, which nobody types but anybody can send. */
export const writable = (text: string): string => text.replaceAll('\0', '');

function attachmentOf({ id, url, size }: Attachment): AttachmentOption {
  return { id, url, size };
}

/** What was filled in, by the inputs' ids; what was left empty is absent. And which of the users picked are members. */
export function modalValuesOf({ fields }: ModalSubmitInteraction): Pick<ModalValues, 'fields' | 'members'> {
  const inputs = [...fields.fields.values()];
  const filled = inputs.map((field): [string, readonly string[]] => {
    if ('values' in field) {
      return [field.customId, field.values];
    }
    return [
      field.customId,
      'value' in field && typeof field.value === 'string' ? [writable(field.value)] : [],
    ];
  });
  const members = inputs
    .flatMap((field) => ('users' in field ? [...(field.users?.values() ?? [])] : []))
    .filter(({ id, bot }) => !bot && inputs.some((field) => 'members' in field && field.members?.has(id)))
    .map(({ id }) => id);
  return {
    fields: Object.fromEntries(filled.filter(([, values]) => values.some((value) => value !== ''))),
    members,
  };
}

/** A reply as discord.js sends it. Files of an earlier state of the message are dropped. */
export function toPayload({ components, files = [], pings = [] }: ReplyMessage) {
  const allowedMentions: MessageMentionOptions = { parse: [], users: [...pings] };
  return {
    flags: MessageFlags.IsComponentsV2,
    components: [...components],
    files: files.map(({ name, data, description }) => ({
      name,
      attachment: Buffer.from(data.buffer, data.byteOffset, data.byteLength),
      ...(description !== undefined && { description: description.slice(0, 1_024) }),
    })),
    attachments: [],
    allowedMentions,
  } as const;
}

/** A message of its own, which has no earlier files to drop. */
export function toNewMessage(message: ReplyMessage) {
  const { attachments: _, ...payload } = toPayload(message);
  return payload;
}
