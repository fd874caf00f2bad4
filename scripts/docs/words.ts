import {
  type APIApplicationCommandBasicOption,
  ApplicationCommandOptionType,
  ChannelType,
  InteractionContextType,
  PermissionFlagsBits,
} from 'discord-api-types/v10';
import type { Who } from '../../src/services/access/access.ts';

/** What definitions say in numbers and codes, in words. */

export const whoWords: Readonly<Record<Who, string>> = {
  everyone: 'everyone',
  searchers: 'whoever may search',
  moderators: 'moderators',
  admins: 'administrators',
};

export const contextWords: Readonly<Record<InteractionContextType, string>> = {
  [InteractionContextType.Guild]: 'in a server',
  [InteractionContextType.BotDM]: 'in direct messages with Kith',
  [InteractionContextType.PrivateChannel]: 'in other direct messages',
};

export const optionWords: Readonly<Record<APIApplicationCommandBasicOption['type'], string>> = {
  [ApplicationCommandOptionType.String]: 'text',
  [ApplicationCommandOptionType.Integer]: 'whole number',
  [ApplicationCommandOptionType.Number]: 'number',
  [ApplicationCommandOptionType.Boolean]: 'yes or no',
  [ApplicationCommandOptionType.User]: 'user',
  [ApplicationCommandOptionType.Channel]: 'channel',
  [ApplicationCommandOptionType.Role]: 'role',
  [ApplicationCommandOptionType.Mentionable]: 'user or role',
  [ApplicationCommandOptionType.Attachment]: 'file',
};

/** As Discord calls them in its English settings. */
const permissionWords: ReadonlyMap<bigint, string> = new Map([
  [PermissionFlagsBits.ManageGuild, 'Manage Server'],
  [PermissionFlagsBits.ModerateMembers, 'Timeout Members'],
]);

/** @param bits as in `default_member_permissions`. @throws RangeError for a permission that has no words here. */
export function permissionWord(bits: string): string {
  const word = permissionWords.get(BigInt(bits));
  if (word === undefined) {
    throw new RangeError(`permissions ${bits} have no name in scripts/docs/words.ts`);
  }
  return word;
}

const channelWords: Partial<Readonly<Record<ChannelType, string>>> = {
  [ChannelType.GuildText]: 'text',
  [ChannelType.GuildAnnouncement]: 'announcement',
  [ChannelType.GuildForum]: 'forum',
  [ChannelType.GuildMedia]: 'media',
  [ChannelType.GuildVoice]: 'voice',
  [ChannelType.GuildStageVoice]: 'stage',
  [ChannelType.GuildCategory]: 'category',
  [ChannelType.PublicThread]: 'public thread',
  [ChannelType.PrivateThread]: 'private thread',
  [ChannelType.AnnouncementThread]: 'announcement thread',
};

/** @throws RangeError for a type that has no words here. */
export function channelWord(type: ChannelType): string {
  const word = channelWords[type];
  if (word === undefined) {
    throw new RangeError(`channel type ${type} has no name in scripts/docs/words.ts`);
  }
  return word;
}

/** "a minute", "10 minutes", "an hour". */
export function durationWord(seconds: number): string {
  const [count, one, many] =
    seconds % 3_600 === 0 ? [seconds / 3_600, 'an hour', 'hours'] : [seconds / 60, 'a minute', 'minutes'];
  return count === 1 ? one : `${count} ${many}`;
}
