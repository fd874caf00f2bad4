import {
  ApplicationCommandOptionType,
  type BaseInteraction,
  type ChatInputCommandInteraction,
  type CommandInteractionOption,
  MessageFlags,
  type MessageMentionOptions,
} from 'discord.js';
import type { Actor, ReplyMessage } from '../commands/invocation.ts';
import type { OptionValue } from '../commands/options.ts';

/** The member who acts, with their permissions in the channel as Discord computed them. */
export function actorOf(interaction: BaseInteraction<'cached'>): Actor {
  return {
    id: interaction.user.id,
    displayName: interaction.member.displayName,
    permissions: interaction.memberPermissions.bitfield,
    roleIds: [...interaction.member.roles.cache.keys()],
  };
}

/** @returns each given option by its name; what was not given is absent. */
export function optionsOf(interaction: ChatInputCommandInteraction): Record<string, OptionValue> {
  return Object.fromEntries(interaction.options.data.map((option) => [option.name, optionValue(option)]));
}

function optionValue(option: CommandInteractionOption): OptionValue {
  if (option.attachment) {
    const { id, url, size } = option.attachment;
    return { id, url, size };
  }
  if (option.user) {
    return { id: option.user.id };
  }
  if (option.value === undefined) {
    throw new TypeError(`option of type ${ApplicationCommandOptionType[option.type]} has no value`);
  }
  return option.value;
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
