import {
  ApplicationCommandType,
  ButtonStyle,
  ChannelType,
  type ChatInputCommandInteraction,
  ComponentType,
  DiscordAPIError,
  type Interaction,
  MessageFlags,
  ApplicationCommandOptionType as Option,
  TextInputStyle,
} from 'discord.js';
import { PermissionFlagsBits } from 'discord-api-types/v10';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  type Application,
  ClientRefusal,
  type Guild,
  picture,
  Sandbox,
  WaitTimeout,
} from '../../sandbox/index.ts';
import { type Bot, connect, jpeg } from './bot.ts';

let discord: Sandbox;
let application: Application;
let guild: Guild;
let bot: Bot;
/** What the bot does with the next interactions. Each test writes its own. */
let handle: (interaction: Interaction) => Promise<unknown>;

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

beforeAll(async () => {
  discord = await Sandbox.start({ replyTimeoutMs: 5_000 });
  application = discord.createApplication({ name: 'Kith' });
  guild = discord.createGuild({ name: 'Climbing club', bots: [{ bot: application }] });
  bot = await connect(discord, application, (interaction) => handle(interaction));
  await bot.client.rest.put(`/applications/${application.id}/commands`, { body: commands });
});

afterAll(async () => {
  await bot.client.destroy();
  await discord.stop();
});

beforeEach(() => {
  bot.errors.length = 0;
});

function scene() {
  const channel = guild.createChannel({ name: 'general' });
  const ann = guild.addMember({ name: 'Ann' });
  return { channel, ann, here: ann.in(channel) };
}

/** Lets the bot handle one slash command like this. */
function onCommand(act: (interaction: ChatInputCommandInteraction<'cached'>) => Promise<unknown>): void {
  handle = async (interaction) => {
    if (interaction.isChatInputCommand() && interaction.inCachedGuild()) {
      await act(interaction);
    }
  };
}

const code = (error: unknown) => (error instanceof DiscordAPIError ? error.code : error);

describe('slash commands', () => {
  it('hands over options of every type, resolved', async () => {
    const { ann, here, channel } = scene();
    const ben = guild.addMember({ name: 'Ben', nick: 'Benny', permissions: PermissionFlagsBits.KickMembers });
    const role = guild.createRole('climbers');
    const seen: unknown[] = [];
    onCommand(async (interaction) => {
      const { options } = interaction;
      const photo = options.getAttachment('photo', true);
      seen.push(
        options.getString('text'),
        options.getString('colour'),
        options.getInteger('count'),
        options.getNumber('ratio'),
        options.getBoolean('yes'),
        options.getUser('user')?.globalName,
        options.getMember('user')?.displayName,
        options.getRole('role')?.name,
        options.getChannel('channel')?.id,
        options.getMentionable('any')?.id,
        [photo.name, photo.contentType, photo.width, photo.height, photo.ephemeral],
        interaction.memberPermissions.has('SendMessages'),
        interaction.appPermissions.has('BanMembers'),
        interaction.locale,
        interaction.guildLocale,
      );
      await interaction.reply('done');
    });
    ann.speak('de');
    const reply = await here.slash('all', {
      text: 'abc',
      colour: 'Red',
      count: 2,
      ratio: 0.5,
      yes: true,
      user: ben,
      role,
      channel,
      any: role,
      photo: picture('my face.JPG', await jpeg(30, 20)),
    });
    expect(bot.errors).toEqual([]);
    expect(reply.text).toBe('done');
    expect(seen).toEqual([
      'abc',
      'r',
      2,
      0.5,
      true,
      'Ben',
      'Benny',
      'climbers',
      channel.id,
      role.id,
      ['my_face.JPG', 'image/jpeg', 30, 20, true],
      true,
      false,
      'de',
      'en-US',
    ]);
  });

  it('reaches subcommands and groups', async () => {
    const { here } = scene();
    onCommand(async (interaction) =>
      interaction.reply(
        `${interaction.options.getSubcommandGroup(false)} ${interaction.options.getSubcommand()}`,
      ),
    );
    expect((await here.slash('person tag add')).text).toBe('tag add');
    expect((await here.slash('person find', { name: 'x' })).text).toBe('null find');
    await expect(here.slash('person')).rejects.toThrow(ClientRefusal);
    await expect(here.slash('person nothing')).rejects.toThrow(ClientRefusal);
  });

  it.each([
    [{ text: 'a' }, /2 to 5 characters/],
    [{ text: 7 }, /takes text/],
    [{ colour: 'Green' }, /one of Red/],
    [{ count: 9 }, /from 1 to 3/],
    [{ count: 1.5 }, /whole number/],
    [{ yes: 'yes' }, /true or false/],
    [{ photo: 'face.jpg' }, /takes a file/],
    [{ nonsense: 1 }, /no option "nonsense"/],
  ])('does not send off what a client would not: %j', async (options, message) => {
    await expect(scene().here.slash('all', options)).rejects.toThrow(message);
  });

  it('offers commands only to whom and where they are meant', async () => {
    const { here, channel } = scene();
    const mia = guild.addMember({ name: 'Mia', permissions: PermissionFlagsBits.ManageMessages });
    onCommand(async (interaction) => interaction.reply('done'));
    await expect(here.slash('moderate')).rejects.toThrow(/hidden from Ann/);
    expect((await mia.in(channel).slash('moderate')).text).toBe('done');
    await expect(here.slash('adults')).rejects.toThrow(/age-restricted/);
    await expect(here.slash('private')).rejects.toThrow(/contexts/);
    await expect(here.slash('missing')).rejects.toThrow(/There are: Kith: all/);
    channel.permit(guild, { deny: PermissionFlagsBits.UseApplicationCommands });
    await expect(here.slash('plain')).rejects.toThrow(/may not use commands/);
    channel.permit(guild, { deny: PermissionFlagsBits.ViewChannel });
    await expect(here.slash('plain')).rejects.toThrow(/cannot write commands/);
  });

  it('prefers the command of the server to the global one', async () => {
    const { here } = scene();
    await bot.client.application.commands.create({ name: 'plain', description: 'here' }, guild.id);
    let id = '';
    onCommand(async (interaction) => {
      id = interaction.commandId;
      await interaction.reply('done');
    });
    await here.slash('plain');
    const local = await bot.client.application.commands.fetch({ guildId: guild.id });
    expect(id).toBe(local.first()?.id);
    await bot.client.application.commands.set([], guild.id);
  });

  it('runs in direct messages', async () => {
    const { ann } = scene();
    handle = async (interaction) => {
      if (interaction.isChatInputCommand()) {
        await interaction.reply(`guild ${interaction.guildId}, context ${interaction.context}`);
      }
    };
    const reply = await ann.in(application.directMessages(ann)).slash('private');
    expect(reply.text).toBe('guild null, context 1');
  });
});

describe('acknowledging', () => {
  it('takes one answer only', async () => {
    const { here } = scene();
    onCommand(async (interaction) => {
      await interaction.reply('first');
      const path = `/interactions/${interaction.id}/${interaction.token}/callback` as const;
      await bot.client.rest.post(path, { body: { type: 5 }, auth: false });
    });
    expect((await here.slash('plain')).text).toBe('first');
    await expect.poll(() => bot.errors.map(code)).toEqual([40_060]);
  });

  it('knows an interaction for 3 s', async () => {
    const { here } = scene();
    onCommand(async (interaction) => {
      discord.clock.advance(3_001);
      await interaction.deferReply();
    });
    await expect(here.slash('plain')).rejects.toThrow(
      /did not acknowledge within 3 s; it was refused: Unknown/,
    );
    await expect.poll(() => bot.errors.map(code)).toEqual([10_062]);
  });

  it('keeps the token for 15 minutes', async () => {
    const { here } = scene();
    onCommand(async (interaction) => {
      await interaction.reply('first');
      discord.clock.advance(14 * 60_000);
      await interaction.editReply('in time');
      discord.clock.advance(61_000);
      await interaction.editReply('too late');
    });
    const reply = await here.slash('plain');
    expect((await reply.next()).text).toBe('in time');
    await expect.poll(() => bot.errors.map(code)).toEqual([50_027]);
  });

  it('tells when a deferral is never followed by an answer', async () => {
    const hurried = await Sandbox.start({ replyTimeoutMs: 300 });
    const other = hurried.createApplication({ name: 'Slow' });
    const place = hurried.createGuild({ name: 'g', bots: [{ bot: other }] });
    const slow = await connect(hurried, other, async (interaction) => {
      if (interaction.isChatInputCommand()) {
        await interaction.deferReply();
      }
    });
    await slow.client.application.commands.set([{ name: 'wait', description: 'd' }]);
    const ann = place.addMember({ name: 'Ann' }).in(place.createChannel({ name: 'general' }));
    await expect(ann.slash('wait')).rejects.toThrow(
      /\/wait: acknowledged by DeferredChannelMessageWithSource but never answered/,
    );
    expect(ann.messages().map(({ message }) => message.flags)).toEqual([MessageFlags.Loading]);
    await slow.client.destroy();
    await hurried.stop();
  });

  it('has no reply to show before it is acknowledged', async () => {
    const { here } = scene();
    onCommand(async (interaction) => {
      const path = `/webhooks/${application.id}/${interaction.token}` as const;
      for (const attempt of [
        () => bot.client.rest.post(path, { body: { content: 'early' }, auth: false }),
        () => bot.client.rest.get(`${path}/messages/@original`, { auth: false }),
      ]) {
        await attempt().catch((error: unknown) => bot.errors.push(error));
      }
      await interaction.reply('done');
    });
    await here.slash('plain');
    expect(bot.errors.map(code)).toEqual([10_015, 10_015]);
  });
});

describe('replies', () => {
  it('shows an ephemeral reply to its user only, and never over REST', async () => {
    const { here, ann, channel } = scene();
    const ben = guild.addMember({ name: 'Ben' });
    onCommand(async (interaction) => {
      await interaction.deferReply({ flags: MessageFlags.Ephemeral });
      await interaction.editReply({
        content: 'just for you',
        files: [{ attachment: await jpeg(), name: 'a.jpg' }],
      });
    });
    const reply = await here.slash('plain');
    expect(reply.ephemeral).toBe(true);
    expect(reply.message.edited_timestamp).toBeNull();
    expect(reply.files.map(({ name, url }) => [name, url.includes('/ephemeral-attachments/')])).toEqual([
      ['a.jpg', true],
    ]);
    expect(() => reply.as(ben)).toThrow(/Ben does not see/);
    expect(ben.in(channel).messages()).toEqual([]);
    expect(ann.in(channel).messages()).toHaveLength(1);
    const fetched = await bot.client.rest.get(`/channels/${channel.id}/messages`);
    expect(fetched).toEqual([]);
  });

  it('fills a deferral with the first follow-up, and keeps its visibility', async () => {
    const { here } = scene();
    onCommand(async (interaction) => {
      await interaction.deferReply({ flags: MessageFlags.Ephemeral });
      const first = await interaction.followUp('meant for all');
      const second = await interaction.followUp('for all');
      const original = await interaction.fetchReply();
      expect(first.id).toBe(original.id);
      expect(second.id).not.toBe(original.id);
    });
    const reply = await here.slash('plain');
    expect([reply.text, reply.ephemeral]).toEqual(['meant for all', true]);
    const second = await reply.next();
    expect([second.text, second.ephemeral]).toEqual(['for all', false]);
    expect(reply.followUps.map(({ text }) => text)).toEqual(['for all']);
    await expect.poll(() => bot.errors).toEqual([]);
  });

  it('edits and deletes replies and follow-ups', async () => {
    const { here } = scene();
    onCommand(async (interaction) => {
      await interaction.reply('one');
      const follow = await interaction.followUp('two');
      await interaction.editReply('one, edited');
      await interaction.webhook.editMessage(follow, 'two, edited');
      await interaction.deleteReply(follow);
      await interaction.deleteReply();
    });
    const reply = await here.slash('plain');
    await expect.poll(() => here.messages().length).toBe(0);
    expect(bot.errors).toEqual([]);
    expect(reply.exists).toBe(false);
    expect(() => reply.press('x')).toThrow(/deleted/);
  });

  it('gives the message back with the callback when asked', async () => {
    const { here } = scene();
    let answered: unknown;
    onCommand(async (interaction) => {
      const response = await interaction.deferReply({ withResponse: true });
      answered = {
        loading: response.interaction.responseMessageLoading,
        type: response.resource?.type,
        id: response.resource?.message?.id,
      };
      await interaction.editReply('done');
    });
    const reply = await here.slash('plain');
    expect(answered).toEqual({ loading: true, type: 5, id: reply.id });
  });

  it('shows files in embeds, galleries, thumbnails and file components, and no longer as attachments', async () => {
    const { here } = scene();
    const bytes = await jpeg(40, 30);
    const file = (name: string) => ({ attachment: bytes, name });
    onCommand(async (interaction) => {
      await interaction.reply({
        flags: MessageFlags.IsComponentsV2,
        files: [file('a.jpg'), file('b.jpg'), file('c.txt')],
        components: [
          {
            type: ComponentType.Container,
            components: [
              { type: ComponentType.TextDisplay, content: 'found' },
              {
                type: ComponentType.Section,
                components: [{ type: ComponentType.TextDisplay, content: 'a person' }],
                accessory: { type: ComponentType.Thumbnail, media: { url: 'attachment://b.jpg' } },
              },
            ],
          },
          {
            type: ComponentType.MediaGallery,
            items: [{ media: { url: 'attachment://a.jpg' }, description: 'two faces' }],
          },
          { type: ComponentType.File, file: { url: 'attachment://c.txt' } },
        ],
      });
      await interaction.followUp({
        embeds: [{ title: 'old style', image: { url: 'attachment://d.jpg' } }],
        files: [file('d.jpg')],
      });
    });
    const reply = await here.slash('plain');
    expect(reply.message.attachments).toEqual([]);
    expect(reply.text).toBe('found\na person');
    expect(reply.files.map(({ name, description }) => [name, description])).toEqual([
      ['b.jpg', null],
      ['a.jpg', 'two faces'],
      ['c.txt', null],
    ]);
    expect(reply.thumbnails).toHaveLength(1);
    expect(reply.galleries[0]?.[0]?.description).toBe('two faces');
    const served = await fetch(reply.galleries[0]?.[0]?.url ?? '');
    expect(Buffer.from(await served.arrayBuffer()).equals(bytes)).toBe(true);
    const embed = await reply.next();
    expect(embed.text).toBe('old style');
    expect(embed.message.attachments).toEqual([]);
    expect(embed.message.embeds[0]?.image).toMatchObject({ width: 40, height: 30 });
    expect(bot.errors).toEqual([]);
  });

  it('keeps, replaces and drops files on edits', async () => {
    const { here } = scene();
    const bytes = await jpeg();
    onCommand(async (interaction) => {
      await interaction.reply({ content: 'one', files: [{ attachment: bytes, name: 'a.jpg' }] });
      await interaction.editReply('two');
      await interaction.editReply({
        content: 'three',
        files: [{ attachment: bytes, name: 'b.jpg' }],
        attachments: [],
      });
      await interaction.editReply({ content: 'four', attachments: [] });
    });
    let reply = await here.slash('plain');
    const seen = [reply];
    while (reply.text !== 'four') {
      reply = await reply.next();
      seen.push(reply);
    }
    expect(seen.at(-1)?.files).toEqual([]);
    expect(seen.at(-1)?.message.edited_timestamp).not.toBeNull();
    const names = seen.map(({ text, message }) => [
      text,
      message.attachments.map(({ filename }) => filename),
    ]);
    expect(names).toEqual([
      ['one', ['a.jpg']],
      ['two', ['a.jpg']],
      ['three', ['b.jpg']],
      ['four', []],
    ]);
  });

  it('takes its own components back, with the files they show', async () => {
    const { here } = scene();
    onCommand(async (interaction) => {
      const { resource } = await interaction.reply({
        withResponse: true,
        flags: MessageFlags.IsComponentsV2,
        files: [{ attachment: await jpeg(), name: 'a.jpg' }],
        components: [{ type: ComponentType.MediaGallery, items: [{ media: { url: 'attachment://a.jpg' } }] }],
      });
      const components = resource?.message?.components ?? [];
      await interaction.editReply({ flags: MessageFlags.IsComponentsV2, components });
    });
    const edited = await (await here.slash('plain')).next();
    discord.clock.advance(25 * 3_600_000);
    const later = edited.now;
    expect(later.message.attachments).toEqual([]);
    expect(later.galleries[0]?.[0]?.url).not.toBe(edited.galleries[0]?.[0]?.url);
    expect(later.files.map(({ name }) => name)).toEqual(['a.jpg']);
  });

  it('does not turn a text into components and keep the text', async () => {
    const { here } = scene();
    onCommand(async (interaction) => {
      await interaction.reply('text');
      const components = [{ type: ComponentType.TextDisplay, content: 'components' } as const];
      const flags = MessageFlags.IsComponentsV2;
      await interaction.editReply({ components, flags }).catch((error: unknown) => bot.errors.push(error));
      await interaction.editReply({ components, flags, content: null });
    });
    expect((await (await here.slash('plain')).next()).text).toBe('components');
    expect(bot.errors.map(code)).toEqual([50_035]);
  });

  it('refuses what Discord would refuse, with the field at fault', async () => {
    const { here } = scene();
    onCommand(async (interaction) => {
      await interaction
        .reply({ content: 'x'.repeat(2_001) })
        .catch((error: unknown) => bot.errors.push(error));
      await interaction.reply('fine');
    });
    expect((await here.slash('plain')).text).toBe('fine');
    const [error] = bot.errors as DiscordAPIError[];
    expect(error?.code).toBe(50_035);
    expect(error?.rawError).toMatchObject({ errors: { data: { content: { _errors: [{}] } } } });
  });

  it('refuses files over the limit of the server', async () => {
    const { here } = scene();
    onCommand(async (interaction) => {
      const attachment = Buffer.alloc(interaction.attachmentSizeLimit + 1);
      await interaction.deferReply();
      await interaction
        .editReply({ files: [{ attachment, name: 'big.bin' }] })
        .catch((error: unknown) => bot.errors.push(error));
      await interaction.editReply('too large');
    });
    guild.setAttachmentSizeLimit(20_000);
    expect((await here.slash('plain')).text).toBe('too large');
    expect(bot.errors.map(code)).toEqual([40_005]);
    guild.setAttachmentSizeLimit(10 * 2 ** 20);
  });

  it('notifies only whom the reply allows', async () => {
    const { here, ann } = scene();
    onCommand(async (interaction) => {
      await interaction.reply({ content: `${ann.mention} @everyone` });
      await interaction.followUp({ content: ann.mention, allowedMentions: { parse: [] } });
    });
    const reply = await here.slash('plain');
    expect([reply.pings, reply.message.mention_everyone]).toEqual([[ann.id], false]);
    expect((await reply.next()).pings).toEqual([]);
  });
});

describe('components', () => {
  const row = (...components: object[]) => ({ type: ComponentType.ActionRow, components }) as never;
  const button = (customId: string, label: string, more: object = {}) => ({
    type: ComponentType.Button,
    style: ButtonStyle.Primary,
    customId,
    label,
    ...more,
  });

  it('presses buttons that update, reply or only defer', async () => {
    const { here, channel } = scene();
    const ben = guild.addMember({ name: 'Ben' });
    handle = async (interaction) => {
      if (interaction.isChatInputCommand()) {
        await interaction.reply({
          content: 'choose',
          components: [
            row(
              button('update', 'Update'),
              button('reply', 'Reply'),
              button('defer', 'Defer'),
              button('no', 'No', { disabled: true }),
            ),
          ],
        });
      } else if (interaction.isButton() && interaction.customId === 'update') {
        await interaction.update({ content: `updated by ${interaction.user.globalName}` });
      } else if (interaction.isButton() && interaction.customId === 'reply') {
        await interaction.reply({ content: 'new', flags: MessageFlags.Ephemeral });
      } else if (interaction.isButton()) {
        await interaction.deferUpdate();
        await interaction.followUp('follow-up');
        await interaction.editReply({ content: 'edited', components: [] });
      }
    };
    const reply = await here.slash('plain');
    expect(reply.buttons.map(({ label, disabled }) => [label, disabled])).toEqual([
      ['Update', false],
      ['Reply', false],
      ['Defer', false],
      ['No', true],
    ]);
    const updated = await reply.as(ben).press('Update');
    expect([updated.id, updated.text]).toEqual([reply.id, 'updated by Ben']);
    const fresh = await reply.press('Reply');
    expect([fresh.text, fresh.ephemeral, fresh.id === reply.id]).toEqual(['new', true, false]);
    expect(ben.in(channel).messages()).toHaveLength(1);
    expect(() => reply.press('No')).toThrow(/disabled/);
    expect(() => reply.press('Missing')).toThrow(/there are: Update, Reply/);
    const follow = await reply.press('Defer');
    expect(follow.text).toBe('follow-up');
    await expect.poll(() => reply.now.text).toBe('edited');
    expect(() => reply.press('Update')).toThrow(ClientRefusal);
    expect(bot.errors).toEqual([]);
  });

  it('picks in menus of every kind', async () => {
    const { here, channel, ann } = scene();
    const role = guild.createRole('belayers');
    const select = (type: ComponentType, customId: string, more: object = {}) =>
      row({ type, customId, placeholder: customId, ...more });
    handle = async (interaction) => {
      if (interaction.isChatInputCommand()) {
        await interaction.reply({
          content: 'pick',
          components: [
            select(ComponentType.StringSelect, 'face', {
              minValues: 1,
              maxValues: 2,
              options: ['1', '2', '3'].map((value) => ({ label: `Face ${value}`, value })),
            }),
            select(ComponentType.UserSelect, 'user'),
            select(ComponentType.RoleSelect, 'role'),
            select(ComponentType.ChannelSelect, 'channel'),
            select(ComponentType.MentionableSelect, 'any'),
          ],
        });
      } else if (interaction.isUserSelectMenu()) {
        await interaction.update(`user ${interaction.users.first()?.globalName}`);
      } else if (interaction.isRoleSelectMenu()) {
        await interaction.update(`role ${interaction.roles.first()?.name}`);
      } else if (interaction.isChannelSelectMenu()) {
        await interaction.update(`channel ${interaction.channels.first()?.id}`);
      } else if (interaction.isAnySelectMenu()) {
        await interaction.update(`values ${interaction.values.join()}`);
      }
    };
    const reply = await here.slash('plain');
    expect((await reply.select('face', ['Face 2', '3'])).text).toBe('values 2,3');
    expect((await reply.select('user', [ann])).text).toBe('user Ann');
    expect((await reply.select('role', [role])).text).toBe('role belayers');
    expect((await reply.select('channel', [channel])).text).toBe(`channel ${channel.id}`);
    expect((await reply.select('any', [ann])).text).toBe(`values ${ann.id}`);
    expect(() => reply.select('face', [])).toThrow(/1 to 2 values/);
    expect(() => reply.select('face', ['9'])).toThrow(/there are: Face 1/);
    expect(bot.errors).toEqual([]);
  });

  it('opens modals and sends them off', async () => {
    const { here, ann } = scene();
    const photo = await jpeg(10, 10);
    handle = async (interaction) => {
      if (interaction.isChatInputCommand()) {
        await interaction.showModal({
          customId: 'name',
          title: 'Who is it?',
          components: [
            {
              type: ComponentType.Label,
              label: 'Name',
              component: {
                type: ComponentType.TextInput,
                customId: 'name',
                style: TextInputStyle.Short,
                maxLength: 20,
              },
            },
            {
              type: ComponentType.Label,
              label: 'Friend',
              component: { type: ComponentType.UserSelect, customId: 'friend', required: false },
            },
            {
              type: ComponentType.Label,
              label: 'Photo',
              component: { type: ComponentType.FileUpload, customId: 'photo', maxValues: 2 },
            },
          ],
        } as never);
      } else if (interaction.isModalSubmit()) {
        const { fields } = interaction;
        await interaction.reply(
          [
            fields.getTextInputValue('name'),
            fields.getSelectedUsers('friend')?.first()?.globalName,
            fields.getUploadedFiles('photo')?.map(({ name, width }) => `${name} ${width}`),
          ].join(),
        );
      }
    };
    const reply = await here.slash('plain');
    expect(reply.modal?.title).toBe('Who is it?');
    expect(() => reply.text).toThrow(/modal "Who is it\?", not with a message/);
    await expect(reply.submitModal({ Photo: [picture('a.jpg', photo)] })).rejects.toThrow(
      /"Name" must be filled in/,
    );
    await expect(reply.submitModal({ Name: 'x'.repeat(21) })).rejects.toThrow(/at most 20/);
    await expect(reply.submitModal({ Nonsense: 'x' })).rejects.toThrow(/there are: Name, Friend, Photo/);
    const done = await reply.submitModal({ Name: 'Ann', Friend: [ann], Photo: [picture('a.jpg', photo)] });
    expect(bot.errors).toEqual([]);
    expect(done.text).toBe('Ann,Ann,a.jpg 10');
  });

  it('updates the message under a modal that its button opened', async () => {
    const { here } = scene();
    handle = async (interaction) => {
      if (interaction.isChatInputCommand()) {
        await interaction.reply({ content: 'asked', components: [row(button('open', 'Open'))] });
      } else if (interaction.isButton()) {
        await interaction.showModal({
          customId: 'm',
          title: 'T',
          components: [
            {
              type: ComponentType.ActionRow,
              components: [
                {
                  type: ComponentType.TextInput,
                  customId: 't',
                  label: 'Text',
                  style: TextInputStyle.Paragraph,
                },
              ],
            },
          ],
        });
      } else if (interaction.isModalSubmit() && interaction.isFromMessage()) {
        await interaction.update({ content: interaction.fields.getTextInputValue('t'), components: [] });
      }
    };
    const asked = await here.slash('plain');
    const modal = await asked.press('Open');
    const done = await modal.submitModal({ Text: 'written' });
    expect([done.id, done.text, done.buttons]).toEqual([asked.id, 'written', []]);
  });
});

describe('suggestions and menus', () => {
  it('suggests what the bot gives', async () => {
    const { here } = scene();
    handle = async (interaction) => {
      if (interaction.isAutocomplete()) {
        const { name, value } = interaction.options.getFocused(true);
        await interaction.respond([{ name: `${name}: ${value}na`, value: '1' }]);
      }
    };
    expect(await here.autocomplete('person find', { name: 'An' })).toEqual([
      { name: 'name: Anna', value: '1' },
    ]);
    await expect(here.autocomplete('all', { text: 'An' })).rejects.toThrow(/suggests nothing/);
  });

  it('refuses too many suggestions', async () => {
    const { here } = scene();
    handle = async (interaction) => {
      if (interaction.isAutocomplete()) {
        const choices = Array.from({ length: 26 }, (_, index) => ({ name: `n${index}`, value: `${index}` }));
        await interaction.respond(choices).catch((error: unknown) => bot.errors.push(error));
        await interaction.respond([]);
      }
    };
    expect(await here.autocomplete('person find', { name: '' })).toEqual([]);
    expect(bot.errors.map(code)).toEqual([50_035]);
  });

  it('hands a message over whole, although the bot may not read messages', async () => {
    const { here, channel } = scene();
    const ben = guild.addMember({ name: 'Ben' });
    const post = await ben
      .in(channel)
      .post('look', [picture('a.jpg', await jpeg()), picture('b.png', await jpeg())]);
    handle = async (interaction) => {
      if (interaction.isMessageContextMenuCommand()) {
        const { content, attachments, author } = interaction.targetMessage;
        await interaction.reply(
          `${author.globalName}: ${content}, ${attachments.map(({ name }) => name).join()}`,
        );
      }
    };
    const reply = await here.messageCommand('Who is this?', post);
    expect(reply.text).toBe('Ben: look, a.jpg,b.png');
    expect(reply.message.message_reference?.message_id).toBe(post.id);
  });
});

describe('waiting', () => {
  it('sees what bots and others write', async () => {
    const { here, channel, ann } = scene();
    const seen = here.sees(/hello/);
    await bot.client.rest.post(`/channels/${channel.id}/messages`, {
      body: { content: `hello ${ann.mention}` },
    });
    expect((await seen).pings).toEqual([ann.id]);
  });

  it('says that the bot is not there', async () => {
    const { channel } = scene();
    const sleeper = discord.createApplication({ name: 'Sleeper' });
    guild.add(sleeper);
    const path = `${discord.restUrl}/v10/applications/${sleeper.id}/commands`;
    const headers = { authorization: `Bot ${sleeper.token}`, 'content-type': 'application/json' };
    await fetch(path, { method: 'POST', headers, body: JSON.stringify({ name: 'sleep', description: 'd' }) });
    const cat = guild.addMember({ name: 'Cat' });
    const error = await cat
      .in(channel)
      .slash('sleep')
      .catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(WaitTimeout);
    expect(String(error)).toMatch(/sleep: the bot is not connected to the gateway/);
    guild.remove(sleeper);
  });
});
