import {
  ApplicationCommandOptionType,
  ApplicationIntegrationType,
  InteractionContextType,
  type RESTPostAPIChatInputApplicationCommandsJSONBody,
} from 'discord-api-types/v10';

export const whoisDefinition = {
  name: 'whois',
  description: 'Find out who is in a photo, among the people enrolled in this server',
  contexts: [InteractionContextType.Guild],
  integration_types: [ApplicationIntegrationType.GuildInstall],
  options: [
    {
      type: ApplicationCommandOptionType.Attachment,
      name: 'photo',
      description: 'The photo to look at. It is not kept',
      required: true,
    },
    {
      type: ApplicationCommandOptionType.Boolean,
      name: 'share',
      description: 'Show the answer to everyone in this channel (normally only you see it)',
    },
  ],
} as const satisfies RESTPostAPIChatInputApplicationCommandsJSONBody;
