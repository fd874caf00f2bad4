import {
  ApplicationCommandType,
  ChannelType,
  type ChatInputCommandInteraction,
  DiscordAPIError,
  type Interaction,
  ApplicationCommandOptionType as Option,
} from 'discord.js';
import { PermissionFlagsBits } from 'discord-api-types/v10';
import { type Application, type Guild, Sandbox } from '../../sandbox/index.ts';
import { type Bot, connect } from './bot.ts';

const commands = [
  {
    name: 'all',
    description: 'options of every kind',
    options: [
      { type: Option.String, name: 'text', description: 'd', min_length: 2, max_length: 5 },
      { type: Option.String, name: 'colour', description: 'd', choices: [{ name: 'Red', value: 'r' }] },
      { type: Option.Integer, name: 'count', description: 'd', min_value: 1, max_value: 3 },
      { type: Option.Number, name: 'ratio', description: 'd' },
      { type: Option.Boolean, name: 'yes', description: 'd' },
      { type: Option.User, name: 'user', description: 'd' },
      { type: Option.Role, name: 'role', description: 'd' },
      { type: Option.Channel, name: 'channel', description: 'd', channel_types: [ChannelType.GuildText] },
      { type: Option.Mentionable, name: 'any', description: 'd' },
      { type: Option.Attachment, name: 'photo', description: 'd' },
    ],
  },
  {
    name: 'person',
    description: 'd',
    options: [
      {
        type: Option.Subcommand,
        name: 'find',
        description: 'd',
        options: [
          { type: Option.String, name: 'name', description: 'd', required: true, autocomplete: true },
        ],
      },
      {
        type: Option.SubcommandGroup,
        name: 'tag',
        description: 'd',
        options: [{ type: Option.Subcommand, name: 'add', description: 'd' }],
      },
    ],
  },
  { name: 'plain', description: 'd' },
  {
    name: 'moderate',
    description: 'd',
    default_member_permissions: PermissionFlagsBits.ManageMessages.toString(),
  },
  { name: 'adults', description: 'd', nsfw: true },
  { name: 'private', description: 'd', contexts: [1] },
  { name: 'Who is this?', type: ApplicationCommandType.Message },
];

/** A bot with some commands, and what a test needs to tell stories about it. */
export interface Stage {
  readonly discord: Sandbox;
  readonly application: Application;
  readonly guild: Guild;
  readonly bot: Bot;
  /** What the bot does with the next interactions. */
  on(handle: (interaction: Interaction) => Promise<unknown>): void;
  /** The same for slash commands only. */
  onCommand(handle: (interaction: ChatInputCommandInteraction<'cached'>) => Promise<unknown>): void;
  /** A channel and somebody in it, of their own. */
  scene(): ReturnType<typeof newScene>;
  /** Discord's codes of what went wrong in handlers. */
  codes(): unknown[];
  stop(): Promise<void>;
}

export async function startStage(): Promise<Stage> {
  const discord = await Sandbox.start({ replyTimeoutMs: 20_000 });
  const application = discord.createApplication({ name: 'Kith' });
  const guild = discord.createGuild({ name: 'Climbing club', bots: [{ bot: application }] });
  let handle: (interaction: Interaction) => Promise<unknown> = async () => {};
  const bot = await connect(discord, application, (interaction) => handle(interaction));
  await bot.client.rest.put(`/applications/${application.id}/commands`, { body: commands });
  return {
    discord,
    application,
    guild,
    bot,
    on: (next) => {
      handle = next;
    },
    onCommand: (next) => {
      handle = async (interaction) => {
        if (interaction.isChatInputCommand() && interaction.inCachedGuild()) {
          await next(interaction);
        }
      };
    },
    scene: () => newScene(guild),
    codes: () => bot.errors.map((error) => (error instanceof DiscordAPIError ? error.code : error)),
    stop: async () => {
      await bot.client.destroy();
      await discord.stop();
    },
  };
}

function newScene(guild: Guild) {
  const channel = guild.createChannel({ name: 'general' });
  const ann = guild.addMember({ name: 'Ann' });
  return { channel, ann, here: ann.in(channel) };
}
