import { ButtonStyle, ComponentType, MessageFlags, TextInputStyle } from 'discord.js';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { ClientRefusal, picture } from '../../sandbox/index.ts';
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
    const { here, channel } = stage.scene();
    const ben = stage.guild.addMember({ name: 'Ben' });
    stage.on(async (interaction) => {
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
    });
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
    await expect(reply.press('No')).rejects.toThrow(/disabled/);
    await expect(reply.press('Missing')).rejects.toThrow(/there are: Update, Reply/);
    const follow = await reply.press('Defer');
    expect(follow.text).toBe('follow-up');
    await expect.poll(() => reply.now.text, patient).toBe('edited');
    await expect(reply.press('Update')).rejects.toThrow(ClientRefusal);
    expect(stage.bot.errors).toEqual([]);
  });

  it('picks in menus of every kind', async () => {
    const { here, channel, ann } = stage.scene();
    const role = stage.guild.createRole('belayers');
    const select = (type: ComponentType, customId: string, more: object = {}) =>
      row({ type, customId, placeholder: customId, ...more });
    stage.on(async (interaction) => {
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
    });
    const reply = await here.slash('plain');
    expect((await reply.select('face', ['Face 2', '3'])).text).toBe('values 2,3');
    expect((await reply.select('user', [ann])).text).toBe('user Ann');
    expect((await reply.select('role', [role])).text).toBe('role belayers');
    expect((await reply.select('channel', [channel])).text).toBe(`channel ${channel.id}`);
    expect((await reply.select('any', [ann])).text).toBe(`values ${ann.id}`);
    await expect(reply.select('face', [])).rejects.toThrow(/1 to 2 values/);
    await expect(reply.select('face', ['9'])).rejects.toThrow(/there are: Face 1/);
    expect(stage.bot.errors).toEqual([]);
  });

  it('opens modals and sends them off', async () => {
    const { here, ann } = stage.scene();
    const photo = await jpeg(10, 10);
    stage.on(async (interaction) => {
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
    });
    const reply = await here.slash('plain');
    expect(reply.modal?.title).toBe('Who is it?');
    expect(() => reply.text).toThrow(/modal "Who is it\?", not with a message/);
    await expect(reply.submitModal({ Photo: [picture('a.jpg', photo)] })).rejects.toThrow(
      /"Name" must be filled in/,
    );
    await expect(reply.submitModal({ Name: 'x'.repeat(21) })).rejects.toThrow(/at most 20/);
    await expect(reply.submitModal({ Nonsense: 'x' })).rejects.toThrow(/there are: Name, Friend, Photo/);
    const done = await reply.submitModal({ Name: 'Ann', Friend: [ann], Photo: [picture('a.jpg', photo)] });
    expect(stage.bot.errors).toEqual([]);
    expect(done.text).toBe('Ann,Ann,a.jpg 10');
  });

  it('updates the message under a modal that its button opened', async () => {
    const { here } = stage.scene();
    stage.on(async (interaction) => {
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
    });
    const asked = await here.slash('plain');
    const modal = await asked.press('Open');
    const done = await modal.submitModal({ Text: 'written' });
    expect([done.id, done.text, done.buttons]).toEqual([asked.id, 'written', []]);
  });
});
