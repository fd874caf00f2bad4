import {
  ApplicationIntegrationType,
  InteractionContextType,
  PermissionFlagsBits,
  type RESTPostAPIChatInputApplicationCommandsJSONBody,
} from 'discord-api-types/v10';

export const settingsDefinition = {
  name: 'settings',
  name_localizations: { de: 'einstellungen' },
  description: 'Administrators: how Kith works in this server',
  description_localizations: { de: 'Administration: wie Kith auf diesem Server arbeitet' },
  contexts: [InteractionContextType.Guild],
  integration_types: [ApplicationIntegrationType.GuildInstall],
  default_member_permissions: String(PermissionFlagsBits.ManageGuild),
} as const satisfies RESTPostAPIChatInputApplicationCommandsJSONBody;
