import {
  ApplicationCommandOptionType,
  ApplicationIntegrationType,
  InteractionContextType,
  type RESTPostAPIChatInputApplicationCommandsJSONBody,
} from 'discord-api-types/v10';

/** Works in direct messages as well: whoever has left a server must still be able to have everything erased. */
export const privacyDefinition = {
  name: 'privacy',
  name_localizations: { de: 'datenschutz' },
  description: 'What is held about you: see it, take it with you, erase it',
  description_localizations: { de: 'Was über dich gespeichert ist: ansehen, mitnehmen, löschen' },
  contexts: [InteractionContextType.Guild, InteractionContextType.BotDM],
  integration_types: [ApplicationIntegrationType.GuildInstall],
  options: [
    {
      type: ApplicationCommandOptionType.Subcommand,
      name: 'status',
      name_localizations: { de: 'status' },
      description: 'What is held about you, in plain words',
      description_localizations: { de: 'Was über dich gespeichert ist, in einfachen Worten' },
    },
    {
      type: ApplicationCommandOptionType.Subcommand,
      name: 'export',
      name_localizations: { de: 'export' },
      description: 'Everything that is held about you, as a file',
      description_localizations: { de: 'Alles, was über dich gespeichert ist, als Datei' },
    },
    {
      type: ApplicationCommandOptionType.Subcommand,
      name: 'withdraw',
      name_localizations: { de: 'widerrufen' },
      description: 'Withdraw your consent: every face, photo and link of yours is erased at once',
      description_localizations: {
        de: 'Einwilligung widerrufen: alle deine Gesichter, Fotos und Links werden sofort gelöscht',
      },
    },
    {
      type: ApplicationCommandOptionType.Subcommand,
      name: 'opt-out',
      name_localizations: { de: 'widersprechen' },
      description: 'Nobody can enrol you or ask you to be enrolled',
      description_localizations: { de: 'Niemand kann dich registrieren oder danach fragen' },
    },
    {
      type: ApplicationCommandOptionType.Subcommand,
      name: 'opt-in',
      name_localizations: { de: 'zulassen' },
      description: 'Undo an opt-out',
      description_localizations: { de: 'Einen Widerspruch zurücknehmen' },
    },
  ],
} as const satisfies RESTPostAPIChatInputApplicationCommandsJSONBody;
