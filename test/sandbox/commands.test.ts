import { type Interaction, MessageFlags } from 'discord.js';
import { PermissionFlagsBits } from 'discord-api-types/v10';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { ClientRefusal, picture, Sandbox, WaitTimeout } from '../../sandbox/index.ts';
import { connect } from './bot.ts';
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

describe('slash commands', () => {
  it('hands over options of every type, resolved', async () => {
    const { ann, here, channel } = stage.scene();
    const ben = stage.guild.addMember({
      name: 'Ben',
      nick: 'Benny',
      permissions: PermissionFlagsBits.KickMembers,
    });
    const role = stage.guild.createRole('climbers');
    const seen: unknown[] = [];
    stage.onCommand(async (interaction) => {
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
    expect(stage.bot.errors).toEqual([]);
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

  it('gives photos that vanish, whatever their address says', async () => {
    const { here } = stage.scene();
    let photo = '';
    stage.onCommand(async (interaction) => {
      photo = interaction.options.getAttachment('photo', true).url;
      await interaction.reply('seen');
    });
    await here.slash('all', { photo: picture('a.jpg', await jpeg()) });
    expect(new URL(photo).pathname).toMatch(/^\/ephemeral-attachments\//);
    expect((await fetch(photo)).status).toBe(200);
    stage.discord.clock.advance(60 * 60_000 + 1);
    const later = await fetch(photo);
    expect([later.status, await later.text()]).toEqual([404, 'This content is no longer available.']);
  });

  it('reaches subcommands and groups', async () => {
    const { here } = stage.scene();
    stage.onCommand(async (interaction) =>
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
    await expect(stage.scene().here.slash('all', options)).rejects.toThrow(message);
  });

  it('offers commands only to whom and where they are meant', async () => {
    const { here, channel } = stage.scene();
    const mia = stage.guild.addMember({ name: 'Mia', permissions: PermissionFlagsBits.ManageMessages });
    stage.onCommand(async (interaction) => interaction.reply('done'));
    await expect(here.slash('moderate')).rejects.toThrow(/hidden from Ann/);
    expect((await mia.in(channel).slash('moderate')).text).toBe('done');
    await expect(here.slash('adults')).rejects.toThrow(/age-restricted/);
    await expect(here.slash('private')).rejects.toThrow(/contexts/);
    await expect(here.slash('missing')).rejects.toThrow(/There are: Kith: all/);
    channel.permit(stage.guild, { deny: PermissionFlagsBits.UseApplicationCommands });
    await expect(here.slash('plain')).rejects.toThrow(/may not use commands/);
    channel.permit(stage.guild, { deny: PermissionFlagsBits.ViewChannel });
    await expect(here.slash('plain')).rejects.toThrow(/cannot write commands/);
  });

  it('prefers the command of the server to the global one', async () => {
    const { here } = stage.scene();
    await stage.bot.client.application.commands.create(
      { name: 'plain', description: 'here' },
      stage.guild.id,
    );
    let id = '';
    stage.onCommand(async (interaction) => {
      id = interaction.commandId;
      await interaction.reply('done');
    });
    await here.slash('plain');
    const local = await stage.bot.client.application.commands.fetch({ guildId: stage.guild.id });
    expect(id).toBe(local.first()?.id);
    await stage.bot.client.application.commands.set([], stage.guild.id);
  });

  it('runs in direct messages', async () => {
    const { ann } = stage.scene();
    stage.on(async (interaction) => {
      if (interaction.isChatInputCommand()) {
        await interaction.reply(`guild ${interaction.guildId}, context ${interaction.context}`);
      }
    });
    const reply = await ann.in(stage.application.directMessages(ann)).slash('private');
    expect(reply.text).toBe('guild null, context 1');
  });
});

describe('acknowledging', () => {
  it('takes one answer only', async () => {
    const { here } = stage.scene();
    stage.onCommand(async (interaction) => {
      await interaction.reply('first');
      const path = `/interactions/${interaction.id}/${interaction.token}/callback` as const;
      await stage.bot.client.rest.post(path, { body: { type: 5 }, auth: false });
    });
    expect((await here.slash('plain')).text).toBe('first');
    await expect.poll(() => stage.codes(), patient).toEqual([40_060]);
  });

  it('takes only answers that fit the interaction', async () => {
    const { here } = stage.scene();
    const answer = ({ id, token }: Interaction, type: number, data: object = {}) =>
      stage.bot.client.rest
        .post(`/interactions/${id}/${token}/callback`, { body: { type, data }, auth: false })
        .catch((error: unknown) => stage.bot.errors.push(error));
    stage.on(async (interaction) => {
      if (interaction.isAutocomplete()) {
        await answer(interaction, 4, { content: 'x' });
        await answer(interaction, 8, { choices: [] });
      } else {
        for (const type of [1, 6, 7, 8, 99]) {
          await answer(interaction, type, { content: 'x', choices: [] });
        }
        await answer(interaction, 4, { content: 'done' });
      }
    });
    expect((await here.slash('plain')).text).toBe('done');
    expect(await here.autocomplete('person find', { name: 'x' })).toEqual([]);
    expect(stage.codes()).toEqual(Array.from({ length: 6 }, () => 50_035));
  });

  it('knows an interaction for 3 s', async () => {
    const { here } = stage.scene();
    stage.onCommand(async (interaction) => {
      stage.discord.clock.advance(3_001);
      await interaction.deferReply();
    });
    await expect(here.slash('plain')).rejects.toThrow(
      /did not acknowledge within 3 s; it was refused: Unknown/,
    );
    await expect.poll(() => stage.codes(), patient).toEqual([10_062]);
  });

  it('keeps the token for 15 minutes', async () => {
    const { here } = stage.scene();
    stage.onCommand(async (interaction) => {
      await interaction.reply('first');
      stage.discord.clock.advance(14 * 60_000);
      await interaction.editReply('in time');
      stage.discord.clock.advance(61_000);
      await interaction.editReply('too late');
    });
    const reply = await here.slash('plain');
    expect((await reply.next()).text).toBe('in time');
    await expect.poll(() => stage.codes(), patient).toEqual([50_027]);
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
    const { here } = stage.scene();
    stage.onCommand(async (interaction) => {
      const path = `/webhooks/${stage.application.id}/${interaction.token}` as const;
      for (const attempt of [
        () => stage.bot.client.rest.post(path, { body: { content: 'early' }, auth: false }),
        () => stage.bot.client.rest.get(`${path}/messages/@original`, { auth: false }),
      ]) {
        await attempt().catch((error: unknown) => stage.bot.errors.push(error));
      }
      await interaction.reply('done');
    });
    await here.slash('plain');
    expect(stage.codes()).toEqual([10_015, 10_015]);
  });
});

describe('suggestions and menus', () => {
  it('suggests what the bot gives', async () => {
    const { here } = stage.scene();
    stage.on(async (interaction) => {
      if (interaction.isAutocomplete()) {
        const { name, value } = interaction.options.getFocused(true);
        await interaction.respond([{ name: `${name}: ${value}na`, value: '1' }]);
      }
    });
    expect(await here.autocomplete('person find', { name: 'An' })).toEqual([
      { name: 'name: Anna', value: '1' },
    ]);
    await expect(here.autocomplete('all', { text: 'An' })).rejects.toThrow(/suggests nothing/);
  });

  it('refuses too many suggestions', async () => {
    const { here } = stage.scene();
    stage.on(async (interaction) => {
      if (interaction.isAutocomplete()) {
        const choices = Array.from({ length: 26 }, (_, index) => ({ name: `n${index}`, value: `${index}` }));
        await interaction.respond(choices).catch((error: unknown) => stage.bot.errors.push(error));
        await interaction.respond([]);
      }
    });
    expect(await here.autocomplete('person find', { name: '' })).toEqual([]);
    expect(stage.codes()).toEqual([50_035]);
  });

  it('hands a message over whole, although the bot may not read messages', async () => {
    const { here, channel } = stage.scene();
    const ben = stage.guild.addMember({ name: 'Ben' });
    const post = await ben
      .in(channel)
      .post('look', [picture('a.jpg', await jpeg()), picture('b.png', await jpeg())]);
    stage.on(async (interaction) => {
      if (interaction.isMessageContextMenuCommand()) {
        const { content, attachments, author } = interaction.targetMessage;
        await interaction.reply(
          `${author.globalName}: ${content}, ${attachments.map(({ name }) => name).join()}`,
        );
      }
    });
    const reply = await here.messageCommand('Who is this?', post);
    expect(reply.text).toBe('Ben: look, a.jpg,b.png');
    expect(reply.message.message_reference?.message_id).toBe(post.id);
  });
});

describe('waiting', () => {
  it('sees what bots and others write', async () => {
    const { here, channel, ann } = stage.scene();
    const seen = here.sees(/hello/);
    await stage.bot.client.rest.post(`/channels/${channel.id}/messages`, {
      body: { content: `hello ${ann.mention}` },
    });
    expect((await seen).pings).toEqual([ann.id]);
  });

  it('says that the bot is not there', async () => {
    const { channel } = stage.scene();
    const sleeper = stage.discord.createApplication({ name: 'Sleeper' });
    stage.guild.add(sleeper);
    const path = `${stage.discord.restUrl}/v10/applications/${sleeper.id}/commands`;
    const headers = { authorization: `Bot ${sleeper.token}`, 'content-type': 'application/json' };
    await fetch(path, { method: 'POST', headers, body: JSON.stringify({ name: 'sleep', description: 'd' }) });
    const cat = stage.guild.addMember({ name: 'Cat' });
    const error = await cat
      .in(channel)
      .slash('sleep')
      .catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(WaitTimeout);
    expect(String(error)).toMatch(/sleep: the bot is not connected to the gateway/);
    stage.guild.remove(sleeper);
  });
});
