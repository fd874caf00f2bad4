import {
  ApplicationCommandOptionType,
  ApplicationIntegrationType,
  InteractionContextType,
  type RESTPostAPIChatInputApplicationCommandsJSONBody,
} from 'discord-api-types/v10';
import { maximumNameLength } from '../../services/names.ts';

export const enrollDefinition = {
  name: 'enroll',
  description: 'Let this server find you (or, for moderators, somebody else) in its pictures',
  contexts: [InteractionContextType.Guild],
  integration_types: [ApplicationIntegrationType.GuildInstall],
  options: [
    {
      type: ApplicationCommandOptionType.Attachment,
      name: 'photo',
      description: 'A clear photo of the face, looking at the camera',
      required: true,
    },
    {
      type: ApplicationCommandOptionType.User,
      name: 'person',
      description: 'Moderators: the member in the photo. They are asked before anything is kept',
    },
    {
      type: ApplicationCommandOptionType.String,
      name: 'name',
      description: 'Moderators: the name of a person who is not in this server',
      min_length: 1,
      max_length: maximumNameLength,
    },
  ],
} as const satisfies RESTPostAPIChatInputApplicationCommandsJSONBody;
