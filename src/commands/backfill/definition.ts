import {
  type APIApplicationCommandChannelOption,
  ApplicationCommandOptionType,
  ApplicationIntegrationType,
  ChannelType,
  InteractionContextType,
  PermissionFlagsBits,
  type RESTPostAPIChatInputApplicationCommandsJSONBody,
} from 'discord-api-types/v10';

/** Whatever holds messages, or channels that do. */
const channelTypes: NonNullable<APIApplicationCommandChannelOption['channel_types']> = [
  ChannelType.GuildText,
  ChannelType.GuildAnnouncement,
  ChannelType.GuildForum,
  ChannelType.GuildMedia,
  ChannelType.GuildVoice,
  ChannelType.GuildStageVoice,
  ChannelType.GuildCategory,
  ChannelType.PublicThread,
  ChannelType.PrivateThread,
  ChannelType.AnnouncementThread,
];

const channelOption = {
  type: ApplicationCommandOptionType.Channel,
  name: 'channel',
  name_localizations: { de: 'kanal' },
  channel_types: channelTypes,
} as const;

export const backfillDefinition = {
  name: 'backfill',
  name_localizations: { de: 'nachholen' },
  description: 'Moderators: index the pictures of channels, so that people are found in them',
  description_localizations: {
    de: 'Moderation: Bilder von Kanälen erfassen, damit man Leute darin findet',
  },
  contexts: [InteractionContextType.Guild],
  integration_types: [ApplicationIntegrationType.GuildInstall],
  default_member_permissions: String(PermissionFlagsBits.ModerateMembers),
  options: [
    {
      type: ApplicationCommandOptionType.Subcommand,
      name: 'start',
      name_localizations: { de: 'starten' },
      description: 'Index what was posted, and from now on what is posted',
      description_localizations: { de: 'Erfassen, was gepostet wurde, und von jetzt an, was gepostet wird' },
      options: [
        {
          ...channelOption,
          description: 'A channel, a category or a thread; without it the whole server',
          description_localizations: {
            de: 'Ein Kanal, eine Kategorie oder ein Thread; ohne Angabe der ganze Server',
          },
        },
        {
          type: ApplicationCommandOptionType.String,
          name: 'since',
          name_localizations: { de: 'seit' },
          description: 'Only pictures since that day, such as 2024-05-31',
          description_localizations: { de: 'Nur Bilder seit diesem Tag, etwa 2024-05-31' },
          min_length: 10,
          max_length: 10,
        },
        {
          type: ApplicationCommandOptionType.Integer,
          name: 'limit',
          name_localizations: { de: 'anzahl' },
          description: 'At most so many pictures of each channel, the newest',
          description_localizations: { de: 'Höchstens so viele Bilder jedes Kanals, die neuesten' },
          min_value: 1,
          max_value: 1_000_000,
        },
      ],
    },
    {
      type: ApplicationCommandOptionType.Subcommand,
      name: 'pause',
      name_localizations: { de: 'pausieren' },
      description: 'Stop for now; resume goes on from the same place',
      description_localizations: { de: 'Vorerst anhalten; Fortsetzen macht an derselben Stelle weiter' },
    },
    {
      type: ApplicationCommandOptionType.Subcommand,
      name: 'resume',
      name_localizations: { de: 'fortsetzen' },
      description: 'Go on with what is paused',
      description_localizations: { de: 'Mit dem weitermachen, was pausiert ist' },
    },
    {
      type: ApplicationCommandOptionType.Subcommand,
      name: 'cancel',
      name_localizations: { de: 'abbrechen' },
      description: 'End it, and index no new pictures there either; what was found stays',
      description_localizations: {
        de: 'Beenden, und auch neue Bilder dort nicht mehr erfassen; Gefundenes bleibt',
      },
      options: [
        {
          ...channelOption,
          description: 'What was started for this channel or category; without it everything',
          description_localizations: {
            de: 'Was für diesen Kanal oder diese Kategorie gestartet wurde; ohne Angabe alles',
          },
        },
      ],
    },
    {
      type: ApplicationCommandOptionType.Subcommand,
      name: 'status',
      name_localizations: { de: 'stand' },
      description: 'What is indexed, and how far it is',
      description_localizations: { de: 'Was erfasst wird, und wie weit es ist' },
    },
    {
      type: ApplicationCommandOptionType.Subcommand,
      name: 'schedule',
      name_localizations: { de: 'planen' },
      description: 'Go through the indexed channels again, regularly',
      description_localizations: { de: 'Die erfassten Kanäle regelmäßig noch einmal durchgehen' },
      options: [
        {
          type: ApplicationCommandOptionType.String,
          name: 'when',
          name_localizations: { de: 'wann' },
          description: 'How often',
          description_localizations: { de: 'Wie oft' },
          required: true,
          choices: [
            { name: 'Every night at 4', name_localizations: { de: 'Jede Nacht um 4' }, value: 'daily' },
            { name: 'Every Monday at 4', name_localizations: { de: 'Jeden Montag um 4' }, value: 'weekly' },
            {
              name: 'On the first of the month at 4',
              name_localizations: { de: 'Am Monatsersten um 4' },
              value: 'monthly',
            },
            {
              name: 'At the times of "cron"',
              name_localizations: { de: 'Zu den Zeiten von „cron“' },
              value: 'cron',
            },
            { name: 'Never', name_localizations: { de: 'Nie' }, value: 'never' },
          ],
        },
        {
          type: ApplicationCommandOptionType.String,
          name: 'time_zone',
          name_localizations: { de: 'zeitzone' },
          description: 'Whose clock counts, such as Europe/Vienna; without it UTC',
          description_localizations: { de: 'Wessen Uhr gilt, etwa Europe/Vienna; ohne Angabe UTC' },
          autocomplete: true,
          max_length: 50,
        },
        {
          type: ApplicationCommandOptionType.String,
          name: 'cron',
          name_localizations: { de: 'cron' },
          description: 'Minute, hour, day, month, weekday, such as 0 4 * * 1',
          description_localizations: { de: 'Minute, Stunde, Tag, Monat, Wochentag, etwa 0 4 * * 1' },
          max_length: 60,
        },
      ],
    },
  ],
} as const satisfies RESTPostAPIChatInputApplicationCommandsJSONBody;
