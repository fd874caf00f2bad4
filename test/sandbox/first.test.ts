import {
  ApplicationCommandOptionType,
  Client,
  ComponentType,
  Events,
  GatewayIntentBits,
  type Interaction,
  MessageFlags,
} from 'discord.js';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { picture, Sandbox } from '../../sandbox/index.ts';

let discord: Sandbox;
let client: Client<true>;

beforeAll(async () => {
  discord = await Sandbox.start();
});

afterAll(async () => {
  await client.destroy();
  await discord.stop();
});

test('vertical', async () => {
  const bot = discord.createApplication({ name: 'Kith' });
  const guild = discord.createGuild({ name: 'Climbing club', bots: [{ bot }] });
  const general = guild.createChannel({ name: 'general' });
  const ann = guild.addMember({ name: 'Ann' });
  client = new Client({
    intents: [GatewayIntentBits.Guilds],
    rest: { api: discord.restUrl },
  }) as Client<true>;
  client.on(Events.Error, (error) => {
    throw error;
  });
  client.on(Events.InteractionCreate, (interaction) => {
    void handle(interaction);
  });
  await client.login(bot.token);
  await client.application.commands.set([
    {
      name: 'enroll',
      description: 'x',
      options: [
        { type: ApplicationCommandOptionType.Attachment, name: 'photo', description: 'p', required: true },
        { type: ApplicationCommandOptionType.String, name: 'name', description: 'p' },
      ],
    },
  ]);
  const bytes = await sharp({ create: { width: 20, height: 10, channels: 3, background: 'red' } })
    .jpeg()
    .toBuffer();
  const reply = await ann.in(general).slash('enroll', { photo: picture('me.jpg', bytes), name: 'Ann' });
  expect(reply.ephemeral).toBe(true);
  expect(reply.text).toContain('20x10');
  expect(reply.files.map((f) => f.name)).toEqual(['out.png']);
  expect(reply.galleries[0]?.[0]?.description).toBe('alt');
  const next = await reply.press('Accept');
  expect(next.text).toBe('accepted');
  const third = await next.select('Which?', ['2']);
  expect(third.text).toBe('picked 2');
});

async function handle(interaction: Interaction): Promise<void> {
  if (interaction.isChatInputCommand()) {
    await interaction.deferReply({ flags: MessageFlags.Ephemeral });
    const photo = interaction.options.getAttachment('photo', true);
    const res = await fetch(photo.url);
    expect(res.headers.get('content-type')).toBe('image/jpeg');
    await interaction.editReply({
      flags: MessageFlags.IsComponentsV2,
      files: [{ attachment: Buffer.from(await res.arrayBuffer()), name: 'out.png' }],
      components: [
        { type: ComponentType.TextDisplay, content: `${photo.width}x${photo.height}` },
        {
          type: ComponentType.MediaGallery,
          items: [{ media: { url: 'attachment://out.png' }, description: 'alt' }],
        },
        {
          type: ComponentType.ActionRow,
          components: [{ type: ComponentType.Button, style: 1, label: 'Accept', customId: 'a' }],
        },
      ],
    });
  } else if (interaction.isButton()) {
    await interaction.update({
      components: [
        { type: ComponentType.TextDisplay, content: 'accepted' },
        {
          type: ComponentType.ActionRow,
          components: [
            {
              type: ComponentType.StringSelect,
              customId: 's',
              placeholder: 'Which?',
              options: [
                { label: 'One', value: '1' },
                { label: 'Two', value: '2' },
              ],
            },
          ],
        },
      ],
      flags: MessageFlags.IsComponentsV2,
    });
  } else if (interaction.isStringSelectMenu()) {
    await interaction.deferUpdate();
    await interaction.editReply({
      components: [{ type: ComponentType.TextDisplay, content: `picked ${interaction.values}` }],
      flags: MessageFlags.IsComponentsV2,
    });
  }
}
