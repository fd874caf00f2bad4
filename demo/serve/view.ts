import type { Person } from '../../sandbox/index.ts';
import { photoNames } from '../photos.ts';
import type { GuideStep, PersonaView, ServerView, Trace, View } from '../protocol.ts';
import type { Scene, SceneServer } from '../scene.ts';
import type { DemoWorld } from '../world.ts';

/** Everything that a person sees of the scene now. */
export function viewOf(
  { bot }: DemoWorld,
  { servers, personas }: Scene,
  me: Person,
  beside: { readonly guide: readonly GuideStep[]; readonly traces: readonly Trace[] },
): View {
  const direct = bot.directMessages(me);
  const visible = servers
    .filter(({ members }) => members.includes(me))
    .map((server) => serverOf(server, me, { id: bot.id, name: bot.name }));
  const channelIds = [direct.id, ...visible.flatMap(({ channels }) => channels.map(({ id }) => id))];
  return {
    me: { id: me.id, name: me.name },
    personas: personas.map(({ person, role }): PersonaView => ({ id: person.id, name: person.name, role })),
    servers: visible,
    direct: { channelId: direct.id, commands: me.in(direct).commands() },
    botId: bot.id,
    messages: Object.fromEntries(
      channelIds.map((id) => [
        id,
        me
          .in({ id })
          .messages()
          .map(({ message, cause }) => ({ message, cause })),
      ]),
    ),
    samples: photoNames.map((name) => ({ name: `${name}.jpg`, url: `/samples/${name}.jpg` })),
    ...beside,
  };
}

function serverOf(
  { guild, channels, members }: SceneServer,
  me: Person,
  bot: { readonly id: string; readonly name: string },
): ServerView {
  const [somewhere] = channels;
  return {
    id: guild.id,
    name: guild.name,
    channels: channels
      .filter((channel) => me.in(channel).visible)
      .map(({ id, name, type }) => ({ id, name, type })),
    members: [...members.map(({ id, name }) => ({ id, name, bot: false })), { ...bot, bot: true }],
    roles: guild.roles.map(({ id, name }) => ({ id, name })),
    commands: somewhere === undefined ? [] : me.in(somewhere).commands(),
  };
}
