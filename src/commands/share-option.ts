import { ApplicationCommandOptionType } from 'discord-api-types/v10';

/** Of every command whose answer can be shown to all. */
export const shareOption = {
  type: ApplicationCommandOptionType.Boolean,
  name: 'share',
  name_localizations: { de: 'teilen' },
  description: 'Show the answer to everyone in this channel (normally only you see it)',
  description_localizations: { de: 'Allen in diesem Kanal zeigen (sonst siehst nur du es)' },
} as const;
