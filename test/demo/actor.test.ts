import { ComponentType, type Interaction, MessageFlags, TextInputStyle } from 'discord.js';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Scene, SceneServer } from '../../demo/scene.ts';
import { Actor } from '../../demo/serve/actor.ts';
import type { Person } from '../../sandbox/index.ts';
import { jpeg } from '../sandbox/http.ts';
import { type Stage, startStage } from '../sandbox/stage.ts';

let stage: Stage;
let actor: Actor;
let ann: Person;
let ben: Person;
let channelId: string;

beforeAll(async () => {
  stage = await startStage();
  const { guild } = stage;
  const channel = guild.createChannel({ name: 'general' });
  [ann, ben] = [guild.addMember({ name: 'Ann' }), guild.addMember({ name: 'Ben' })];
  channelId = channel.id;
  const club: SceneServer = { guild, channels: [channel], members: [ann, ben] };
  actor = new Actor({ servers: [club] } as unknown as Scene, stage.application);
});

afterAll(() => stage.stop());

const none = new Map();
const seenBy = (person: Person) => person.in({ id: channelId }).messages();

describe('what a visitor does', () => {
  it('posts with pictures, and deletes only their own', async () => {
    const files = new Map([['f0', { name: 'a.jpg', bytes: await jpeg() }]]);
    await actor.act(ann, { kind: 'post', channelId, text: 'hello', files: ['f0'] }, files);
    const [posted] = seenBy(ben);
    expect(posted?.text).toBe('hello');
    expect(posted?.files).toHaveLength(1);
    const deletion = { kind: 'delete', channelId, messageId: posted?.id ?? '' } as const;
    expect(await actor.act(ben, deletion, none)).toMatchObject({ kind: 'refused' });
    expect(await actor.act(ann, deletion, none)).toEqual({ kind: 'done' });
    expect(seenBy(ben)).toHaveLength(0);
  });

  it('gets words for what the client would not do, and nothing of elsewhere', async () => {
    const slash = (path: string, id = channelId) =>
      actor.act(ann, { kind: 'slash', channelId: id, path, options: {} }, none);
    expect(await slash('moderate')).toMatchObject({
      kind: 'refused',
      reason: expect.stringMatching(/hidden/),
    });
    expect(await slash('plain', '1')).toMatchObject({ kind: 'refused', reason: 'there is no such channel' });
  });

  it('fills in a form once, as the one who opened it', async () => {
    stage.on(async (interaction: Interaction) => {
      if (interaction.isModalSubmit()) {
        const text = interaction.fields.getTextInputValue('name');
        await interaction.reply({ content: `hello ${text}`, flags: MessageFlags.Ephemeral });
      } else if (interaction.isChatInputCommand()) {
        const component = {
          type: ComponentType.TextInput,
          custom_id: 'name',
          style: TextInputStyle.Short,
        } as const;
        await interaction.showModal({
          title: 'Who?',
          custom_id: 'who',
          components: [{ type: ComponentType.Label, label: 'Name', component }],
        });
      }
    });
    const opened = await actor.act(ann, { kind: 'slash', channelId, path: 'plain', options: {} }, none);
    if (opened.kind !== 'modal') throw new Error(`no modal but ${JSON.stringify(opened)}`);
    expect(opened.modal.title).toBe('Who?');
    const submit = { kind: 'submit', modalId: opened.modalId, fields: { name: 'Zoe' } } as const;
    expect(await actor.act(ben, submit, none)).toMatchObject({ kind: 'refused' });
    expect(await actor.act(ann, submit, none)).toEqual({ kind: 'done' });
    expect(seenBy(ann).at(-1)).toMatchObject({ text: 'hello Zoe', ephemeral: true, cause: 'modal "Who?"' });
    expect(seenBy(ben)).toHaveLength(0);
    expect(await actor.act(ann, submit, none)).toMatchObject({ kind: 'refused' });
    expect(stage.codes()).toEqual([]);
  });

  it('is offered what the client offers: no command that is hidden, none elsewhere', () => {
    const names = ann
      .in({ id: channelId })
      .commands()
      .map(({ name }) => name);
    expect(names).toContain('plain');
    expect(names).toContain('Who is this?');
    expect(names).not.toContain('moderate');
    expect(names).not.toContain('adults');
  });
});
