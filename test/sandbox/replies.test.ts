import { ComponentType, type DiscordAPIError, MessageFlags } from 'discord.js';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { jpeg, patient } from './http.ts';
import { type Stage, startStage } from './stage.ts';

let stage: Stage;

beforeAll(async () => {
  stage = await startStage();
});

afterAll(async () => {
  await stage.stop();
});

beforeEach(() => {
  stage.bot.errors.length = 0;
});

describe('replies', () => {
  it('shows an ephemeral reply to its user only, and never over REST', async () => {
    const { here, ann, channel } = stage.scene();
    const ben = stage.guild.addMember({ name: 'Ben' });
    stage.onCommand(async (interaction) => {
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
    const fetched = await stage.bot.client.rest.get(`/channels/${channel.id}/messages`);
    expect(fetched).toEqual([]);
  });

  it('fills a deferral with the first follow-up, and keeps its visibility', async () => {
    const { here } = stage.scene();
    stage.onCommand(async (interaction) => {
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
    await expect.poll(() => stage.bot.errors, patient).toEqual([]);
  });

  it('edits and deletes replies and follow-ups', async () => {
    const { here } = stage.scene();
    stage.onCommand(async (interaction) => {
      await interaction.reply('one');
      const follow = await interaction.followUp('two');
      await interaction.editReply('one, edited');
      await interaction.webhook.editMessage(follow, 'two, edited');
      await interaction.deleteReply(follow);
      await interaction.deleteReply();
    });
    const reply = await here.slash('plain');
    await expect.poll(() => here.messages().length, patient).toBe(0);
    expect(stage.bot.errors).toEqual([]);
    expect(reply.exists).toBe(false);
    await expect(reply.press('x')).rejects.toThrow(/deleted/);
  });

  it('gives the message back with the callback when asked', async () => {
    const { here } = stage.scene();
    let answered: unknown;
    stage.onCommand(async (interaction) => {
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
    const { here } = stage.scene();
    const bytes = await jpeg(40, 30);
    const file = (name: string) => ({ attachment: bytes, name });
    stage.onCommand(async (interaction) => {
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
    expect(stage.bot.errors).toEqual([]);
  });

  it('keeps, replaces and drops files on edits', async () => {
    const { here } = stage.scene();
    const bytes = await jpeg();
    stage.onCommand(async (interaction) => {
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
    const { here } = stage.scene();
    stage.onCommand(async (interaction) => {
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
    stage.discord.clock.advance(25 * 3_600_000);
    const later = edited.now;
    expect(later.message.attachments).toEqual([]);
    expect(later.galleries[0]?.[0]?.url).not.toBe(edited.galleries[0]?.[0]?.url);
    expect(later.files.map(({ name }) => name)).toEqual(['a.jpg']);
  });

  it('does not turn a text into components and keep the text', async () => {
    const { here } = stage.scene();
    stage.onCommand(async (interaction) => {
      await interaction.reply('text');
      const components = [{ type: ComponentType.TextDisplay, content: 'components' } as const];
      const flags = MessageFlags.IsComponentsV2;
      await interaction
        .editReply({ components, flags })
        .catch((error: unknown) => stage.bot.errors.push(error));
      await interaction.editReply({ components, flags, content: null });
    });
    expect((await (await here.slash('plain')).next()).text).toBe('components');
    expect(stage.codes()).toEqual([50_035]);
  });

  it('refuses what Discord would refuse, with the field at fault', async () => {
    const { here } = stage.scene();
    stage.onCommand(async (interaction) => {
      await interaction
        .reply({ content: 'x'.repeat(2_001) })
        .catch((error: unknown) => stage.bot.errors.push(error));
      await interaction.reply('fine');
    });
    expect((await here.slash('plain')).text).toBe('fine');
    const [error] = stage.bot.errors as DiscordAPIError[];
    expect(error?.code).toBe(50_035);
    expect(error?.rawError).toMatchObject({ errors: { data: { content: { _errors: [{}] } } } });
  });

  it('refuses files over the limit of the server', async () => {
    const { here } = stage.scene();
    stage.onCommand(async (interaction) => {
      const attachment = Buffer.alloc(interaction.attachmentSizeLimit + 1);
      await interaction.deferReply();
      await interaction
        .editReply({ files: [{ attachment, name: 'big.bin' }] })
        .catch((error: unknown) => stage.bot.errors.push(error));
      await interaction.editReply('too large');
    });
    stage.guild.setAttachmentSizeLimit(20_000);
    expect((await here.slash('plain')).text).toBe('too large');
    expect(stage.codes()).toEqual([40_005]);
    stage.guild.setAttachmentSizeLimit(10 * 2 ** 20);
  });

  it('notifies only whom the reply allows', async () => {
    const { here, ann } = stage.scene();
    stage.onCommand(async (interaction) => {
      await interaction.reply({ content: `${ann.mention} @everyone` });
      await interaction.followUp({ content: ann.mention, allowedMentions: { parse: [] } });
    });
    const reply = await here.slash('plain');
    expect([reply.pings, reply.message.mention_everyone]).toEqual([[ann.id], false]);
    expect((await reply.next()).pings).toEqual([]);
  });
});
