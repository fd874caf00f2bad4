import {
  ApplicationCommandOptionType,
  ApplicationIntegrationType,
  InteractionContextType,
  type RESTPostAPIChatInputApplicationCommandsJSONBody,
} from 'discord-api-types/v10';
import { maximumNameLength } from '../../services/names.ts';

export const enrollDefinition = {
  name: 'enroll',
  name_localizations: { de: 'registrieren' },
  description: 'Let this server find you (or, for moderators, somebody else) in its pictures',
  description_localizations: {
    de: 'Lass diesen Server dich (oder, als Moderation, jemand anderen) auf seinen Bildern finden',
  },
  contexts: [InteractionContextType.Guild],
  integration_types: [ApplicationIntegrationType.GuildInstall],
  options: [
    {
      type: ApplicationCommandOptionType.Attachment,
      name: 'photo',
      name_localizations: { de: 'foto' },
      description: 'A clear photo of the face, looking at the camera',
      description_localizations: { de: 'Ein deutliches Foto des Gesichts, zur Kamera gewandt' },
      required: true,
    },
    {
      type: ApplicationCommandOptionType.User,
      name: 'person',
      name_localizations: { de: 'person' },
      description:
        'Moderators: the member in the photo. They are asked, and cannot be found before they agree',
      description_localizations: {
        de: 'Moderation: das Mitglied auf dem Foto. Es wird gefragt und ist vorher nicht zu finden',
      },
    },
    {
      type: ApplicationCommandOptionType.String,
      name: 'name',
      name_localizations: { de: 'name' },
      description: 'Moderators: the name of a person who is not in this server',
      description_localizations: { de: 'Moderation: der Name einer Person, die nicht auf diesem Server ist' },
      min_length: 1,
      max_length: maximumNameLength,
    },
  ],
} as const satisfies RESTPostAPIChatInputApplicationCommandsJSONBody;
