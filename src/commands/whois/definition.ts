import {
  ApplicationCommandOptionType,
  ApplicationIntegrationType,
  InteractionContextType,
  type RESTPostAPIChatInputApplicationCommandsJSONBody,
} from 'discord-api-types/v10';
import { shareOption } from '../share-option.ts';

export const whoisDefinition = {
  name: 'whois',
  name_localizations: { de: 'wer' },
  description: 'Find out who is in a photo, among the people enrolled in this server',
  description_localizations: { de: 'Herausfinden, wer auf einem Foto ist, unter den hier Registrierten' },
  contexts: [InteractionContextType.Guild],
  integration_types: [ApplicationIntegrationType.GuildInstall],
  options: [
    {
      type: ApplicationCommandOptionType.Attachment,
      name: 'photo',
      name_localizations: { de: 'foto' },
      description: 'The photo to look at. It is not kept',
      description_localizations: { de: 'Das Foto. Es wird nicht gespeichert' },
      required: true,
    },
    shareOption,
  ],
} as const satisfies RESTPostAPIChatInputApplicationCommandsJSONBody;
