import {
  ActionRowBuilder,
  ApplicationIntegrationType,
  AttachmentBuilder,
  ButtonBuilder,
  ButtonStyle,
  ChannelSelectMenuBuilder,
  ChannelType,
  ContainerBuilder,
  ContextMenuCommandBuilder,
  EmbedBuilder,
  FileBuilder,
  InteractionContextType,
  LabelBuilder,
  MediaGalleryBuilder,
  MessageFlags,
  ModalBuilder,
  PermissionFlagsBits,
  SectionBuilder,
  SeparatorBuilder,
  SlashCommandBuilder,
  StringSelectMenuBuilder,
  TextDisplayBuilder,
  TextInputBuilder,
  TextInputStyle,
  ThumbnailBuilder,
  UserSelectMenuBuilder,
} from 'discord.js';
import { ApplicationCommandType } from 'discord-api-types/v10';

/** What arrives at Discord of what a builder made. */
function sent(body: unknown): unknown {
  return JSON.parse(JSON.stringify(body));
}

const file = new AttachmentBuilder(Buffer.alloc(1), { name: 'marked.webp', description: 'Two faces' });
const message = {
  content: 'Two faces found.',
  flags: MessageFlags.Ephemeral,
  allowed_mentions: { parse: [], replied_user: false },
  embeds: [
    new EmbedBuilder()
      .setTitle('Face 1')
      .setDescription('likely')
      .setColor(0x5865f2)
      .setTimestamp()
      .setImage('attachment://marked.webp')
      .setAuthor({ name: 'Kith', iconURL: 'https://example.org/icon.png' })
      .setFooter({ text: 'Kith' })
      .addFields({ name: 'Seen', value: 'yesterday', inline: true }),
  ],
  components: [
    new ActionRowBuilder<ButtonBuilder>().addComponents(
      new ButtonBuilder().setCustomId('accept').setLabel('Accept').setStyle(ButtonStyle.Success),
      new ButtonBuilder().setCustomId('decline').setEmoji('❌').setStyle(ButtonStyle.Danger),
      new ButtonBuilder().setURL('https://example.org/privacy').setLabel('More').setStyle(ButtonStyle.Link),
    ),
    new ActionRowBuilder<StringSelectMenuBuilder>().addComponents(
      new StringSelectMenuBuilder()
        .setCustomId('face')
        .setPlaceholder('Which face is it?')
        .setMinValues(1)
        .setMaxValues(2)
        .addOptions(
          { label: 'Face 1', value: '1', emoji: '1️⃣', default: true },
          { label: 'Face 2', value: '2', description: 'on the right' },
        ),
    ),
    new ActionRowBuilder<UserSelectMenuBuilder>().addComponents(
      new UserSelectMenuBuilder().setCustomId('member').addDefaultUsers('1100000000000000001'),
    ),
    new ActionRowBuilder<ChannelSelectMenuBuilder>().addComponents(
      new ChannelSelectMenuBuilder().setCustomId('channel').addChannelTypes(ChannelType.GuildText),
    ),
  ],
  attachments: [{ id: '0', description: file.description }],
};
const layout = {
  flags: MessageFlags.IsComponentsV2,
  components: [
    new ContainerBuilder()
      .setAccentColor(0x5865f2)
      .addTextDisplayComponents(new TextDisplayBuilder().setContent('# Two faces'))
      .addSectionComponents(
        new SectionBuilder()
          .addTextDisplayComponents(new TextDisplayBuilder().setContent('Ada, likely'))
          .setThumbnailAccessory(
            new ThumbnailBuilder().setURL('attachment://ada.webp').setDescription('Ada'),
          ),
        new SectionBuilder()
          .addTextDisplayComponents(new TextDisplayBuilder().setContent('Unknown'))
          .setButtonAccessory(
            new ButtonBuilder().setCustomId('name').setLabel('Name').setStyle(ButtonStyle.Primary),
          ),
      )
      .addSeparatorComponents(new SeparatorBuilder().setDivider(true))
      .addMediaGalleryComponents(
        new MediaGalleryBuilder().addItems((item) =>
          item.setURL('https://cdn.discordapp.com/attachments/1/2/a.webp?ex=1&is=2&hm=3'),
        ),
      )
      .addFileComponents(new FileBuilder().setURL('attachment://export.json')),
  ],
};
const labelled = new ModalBuilder()
  .setCustomId('enrol')
  .setTitle('Enrol')
  .addTextDisplayComponents(new TextDisplayBuilder().setContent('Read this first.'))
  .addLabelComponents(
    new LabelBuilder()
      .setLabel('Name')
      .setTextInputComponent(
        new TextInputBuilder().setCustomId('name').setStyle(TextInputStyle.Short).setMaxLength(80),
      ),
    new LabelBuilder()
      .setLabel('Person')
      .setDescription('Who is it?')
      .setUserSelectMenuComponent(new UserSelectMenuBuilder().setCustomId('person').setRequired(false)),
  );
const rows = new ModalBuilder()
  .setCustomId('rename')
  .setTitle('Rename')
  .addComponents(
    new ActionRowBuilder<TextInputBuilder>().addComponents(
      new TextInputBuilder().setCustomId('name').setLabel('Name').setStyle(TextInputStyle.Short),
    ),
  );
const commands = [
  new SlashCommandBuilder()
    .setName('enroll')
    .setNameLocalizations({ de: 'anmelden', fr: 'inscrire' })
    .setDescription('Stores a face')
    .setContexts(InteractionContextType.Guild)
    .setIntegrationTypes(ApplicationIntegrationType.GuildInstall)
    .addAttachmentOption((option) => option.setName('photo').setDescription('A photo').setRequired(true))
    .addUserOption((option) => option.setName('person').setDescription('Who it is'))
    .addStringOption((option) =>
      option.setName('name').setDescription('Or a name').setMaxLength(80).setAutocomplete(true),
    ),
  new SlashCommandBuilder()
    .setName('settings')
    .setDescription('Settings')
    .setDefaultMemberPermissions(PermissionFlagsBits.ManageGuild)
    .addSubcommand((sub) => sub.setName('view').setDescription('Shows them'))
    .addSubcommandGroup((group) =>
      group
        .setName('set')
        .setDescription('Changes them')
        .addSubcommand((sub) =>
          sub
            .setName('threshold')
            .setDescription('How alike faces must be')
            .addNumberOption((option) =>
              option.setName('distance').setDescription('Distance').setMinValue(0.1).setMaxValue(1),
            )
            .addIntegerOption((option) =>
              option
                .setName('days')
                .setDescription('Days')
                .addChoices({ name: 'a week', value: 7 }, { name: 'a month', value: 30 }),
            )
            .addChannelOption((option) =>
              option
                .setName('channel')
                .setDescription('Where')
                .addChannelTypes(ChannelType.GuildText, ChannelType.PublicThread),
            ),
        ),
    ),
  new ContextMenuCommandBuilder().setName('Who is this?').setType(ApplicationCommandType.Message),
];

/** Requests as the builders of discord.js make them, with the names of the files that they refer to. */
export const samples = {
  message: sent(message),
  messageFiles: ['marked.webp'],
  layout: sent(layout),
  layoutFiles: ['ada.webp', 'export.json'],
  labelledModal: sent(labelled),
  rowsModal: sent(rows),
  commands: sent(commands),
};
