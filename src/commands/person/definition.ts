import {
  ApplicationCommandOptionType,
  ApplicationIntegrationType,
  InteractionContextType,
  type RESTPostAPIChatInputApplicationCommandsJSONBody,
} from 'discord-api-types/v10';
import { maximumNameLength } from '../../services/names.ts';
import { shareOption } from '../share-option.ts';

const personOption = {
  type: ApplicationCommandOptionType.String,
  name: 'person',
  name_localizations: { de: 'person' },
  description: 'Name of the person; choose one of the suggestions',
  description_localizations: { de: 'Name der Person; wähle einen der Vorschläge' },
  required: true,
  autocomplete: true,
} as const;

/** Open to everyone in Discord's eyes, as one part of it is; who may do what, each handler says. */
export const personDefinition = {
  name: 'person',
  name_localizations: { de: 'person' },
  description: 'Find people by name, and, for moderators, put right what is kept of them',
  description_localizations: {
    de: 'Leute nach Namen finden und, als Moderation, Gespeichertes richtigstellen',
  },
  contexts: [InteractionContextType.Guild],
  integration_types: [ApplicationIntegrationType.GuildInstall],
  options: [
    {
      type: ApplicationCommandOptionType.Subcommand,
      name: 'find',
      name_localizations: { de: 'finden' },
      description: 'Show the pictures of a person that you may see',
      description_localizations: { de: 'Die Bilder einer Person zeigen, die du sehen darfst' },
      options: [personOption, shareOption],
    },
    {
      type: ApplicationCommandOptionType.Subcommand,
      name: 'list',
      name_localizations: { de: 'liste' },
      description: 'Moderators: everyone who is enrolled here',
      description_localizations: { de: 'Moderation: alle, die hier registriert sind' },
    },
    {
      type: ApplicationCommandOptionType.Subcommand,
      name: 'show',
      name_localizations: { de: 'zeigen' },
      description: 'Moderators: what is kept of a person, who enrolled them, and their pictures',
      description_localizations: {
        de: 'Moderation: was von einer Person gespeichert ist, von wem, und ihre Bilder',
      },
      options: [personOption],
    },
    {
      type: ApplicationCommandOptionType.Subcommand,
      name: 'rename',
      name_localizations: { de: 'umbenennen' },
      description: 'Moderators: give a person another name',
      description_localizations: { de: 'Moderation: einer Person einen anderen Namen geben' },
      options: [
        personOption,
        {
          type: ApplicationCommandOptionType.String,
          name: 'name',
          name_localizations: { de: 'name' },
          description: 'The new name',
          description_localizations: { de: 'Der neue Name' },
          required: true,
          min_length: 1,
          max_length: maximumNameLength,
        },
      ],
    },
    {
      type: ApplicationCommandOptionType.Subcommand,
      name: 'merge',
      name_localizations: { de: 'zusammenführen' },
      description: 'Moderators: two entries are one and the same person. Can be undone',
      description_localizations: {
        de: 'Moderation: zwei Einträge sind dieselbe Person. Lässt sich rückgängig machen',
      },
      options: [
        personOption,
        {
          ...personOption,
          name: 'into',
          name_localizations: { de: 'mit' },
          description: 'The entry that remains; of a member and somebody else, always the member',
          description_localizations: {
            de: 'Der Eintrag, der bleibt; bei einem Mitglied und jemand anderem immer das Mitglied',
          },
        },
      ],
    },
    {
      type: ApplicationCommandOptionType.Subcommand,
      name: 'unmerge',
      name_localizations: { de: 'trennen' },
      description: 'Moderators: undo a merge, exactly as it was',
      description_localizations: { de: 'Moderation: ein Zusammenführen genau rückgängig machen' },
      options: [
        {
          ...personOption,
          description: 'The person who was merged into another; choose one of the suggestions',
          description_localizations: {
            de: 'Die Person, die in einer anderen aufging; wähle einen der Vorschläge',
          },
        },
      ],
    },
    {
      type: ApplicationCommandOptionType.Subcommand,
      name: 'not-this-person',
      name_localizations: { de: 'nicht-diese-person' },
      description: 'Moderators: somebody in a photo is taken for a person they are not',
      description_localizations: {
        de: 'Moderation: jemand auf einem Foto wird für eine Person gehalten, die es nicht ist',
      },
      options: [
        personOption,
        {
          type: ApplicationCommandOptionType.Attachment,
          name: 'photo',
          name_localizations: { de: 'foto' },
          description: 'The photo. It is not kept',
          description_localizations: { de: 'Das Foto. Es wird nicht gespeichert' },
          required: true,
        },
      ],
    },
    {
      type: ApplicationCommandOptionType.Subcommand,
      name: 'remove',
      name_localizations: { de: 'entfernen' },
      description: 'Moderators: erase a person with every face and photo of theirs',
      description_localizations: {
        de: 'Moderation: eine Person mit allen Gesichtern und Fotos löschen',
      },
      options: [personOption],
    },
  ],
} as const satisfies RESTPostAPIChatInputApplicationCommandsJSONBody;
