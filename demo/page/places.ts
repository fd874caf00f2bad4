import type { APIApplicationCommand } from 'discord-api-types/v10';
import type { ServerView, View } from '../protocol.ts';

export interface Place {
  readonly title: string;
  /** Null for direct messages, and for a channel that this person does not see. */
  readonly server: ServerView | null;
  readonly commands: readonly APIApplicationCommand[];
}

/** Where a channel is. */
export function placeOf(view: View, channelId: string): Place {
  for (const server of view.servers) {
    const channel = server.channels.find(({ id }) => id === channelId);
    if (channel !== undefined) {
      return { title: `#${channel.name}`, server, commands: server.commands };
    }
  }
  return { title: 'Kith', server: null, commands: view.direct.commands };
}

/** The name that a mention of a user, a channel or a role shows. */
export function nameOf(view: View, kind: 'user' | 'channel' | 'role', id: string): string | null {
  const named = (list: readonly { readonly id: string; readonly name: string }[]) =>
    list.find((one) => one.id === id)?.name;
  const found = view.servers
    .map(({ members, channels, roles }) => named({ user: members, channel: channels, role: roles }[kind]))
    .find((name) => name !== undefined);
  return found ?? (kind === 'user' ? (named(view.personas) ?? null) : null);
}

/** Two letters and a colour that stay the same for a name. */
export function monogram(name: string): { readonly letters: string; readonly hue: number } {
  const words = name.split(/\s+/);
  const letters = words.length > 1 ? words.map((word) => word[0]).join('') : name.slice(0, 2);
  const sum = [...name].reduce((all, character) => (all * 31 + (character.codePointAt(0) ?? 0)) % 360, 7);
  return { letters: letters.slice(0, 2), hue: Math.round(sum / 12) * 12 };
}
