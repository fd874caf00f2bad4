import {
  ApplicationCommandOptionType,
  ApplicationIntegrationType,
  InteractionContextType,
  PermissionFlagsBits,
  type RESTPostAPIChatInputApplicationCommandsJSONBody,
} from 'discord-api-types/v10';
import { de } from '../../texts/de.ts';
import { en } from '../../texts/en.ts';
import { auditActions } from './actions.ts';

export const auditDefinition = {
  name: 'audit',
  name_localizations: { de: 'protokoll' },
  description: 'Administrators: who enrolled, searched, changed or erased what, and when',
  description_localizations: {
    de: 'Administration: wer wann was registriert, gesucht, geändert oder gelöscht hat',
  },
  contexts: [InteractionContextType.Guild],
  integration_types: [ApplicationIntegrationType.GuildInstall],
  default_member_permissions: String(PermissionFlagsBits.ManageGuild),
  options: [
    {
      type: ApplicationCommandOptionType.String,
      name: 'action',
      name_localizations: { de: 'aktion' },
      description: 'Only what was done in this way',
      description_localizations: { de: 'Nur, was auf diese Weise getan wurde' },
      choices: auditActions.map((action) => ({
        name: en.audit.actions[action],
        name_localizations: { de: de.audit.actions[action] },
        value: action,
      })),
    },
    {
      type: ApplicationCommandOptionType.User,
      name: 'user',
      name_localizations: { de: 'nutzer' },
      description: 'Only what they did, or what was done to them',
      description_localizations: { de: 'Nur, was sie taten oder was sie betraf' },
    },
  ],
} as const satisfies RESTPostAPIChatInputApplicationCommandsJSONBody;
