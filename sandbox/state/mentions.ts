import { AllowedMentionsTypes, type APIAllowedMentions, ComponentType } from 'discord-api-types/v10';
import { walkComponents } from './message-parts.ts';
import type { ChannelRecord } from './records.ts';
import type { World } from './world.ts';

export type AllowedMentions = APIAllowedMentions | null;

export interface Mentions {
  mentionedUserIds: string[];
  mentionedRoleIds: string[];
  mentionsEveryone: boolean;
}

interface Text {
  readonly content?: string | null | undefined;
  readonly components?: readonly unknown[] | undefined;
}

/**
 * Who is told of a message: the mentions in its content and text displays that `allowed` lets through.
 * Without `allowed` all are.
 */
export function mentionsOf(
  world: World,
  channel: ChannelRecord,
  message: Text,
  allowed: AllowedMentions | undefined,
): Mentions {
  const text = [message.content ?? '', ...textDisplays(message.components ?? [])].join('\n');
  const found = (pattern: RegExp) => [...new Set([...text.matchAll(pattern)].map(([, id]) => id ?? ''))];
  const roles = channel.guildId === null ? undefined : world.guilds.get(channel.guildId)?.roles;
  const parses = (type: AllowedMentionsTypes) => allowed == null || (allowed.parse?.includes(type) ?? false);
  const passes = (type: AllowedMentionsTypes, listed: readonly string[] | undefined) => (id: string) =>
    parses(type) || (listed?.includes(id) ?? false);
  return {
    mentionedUserIds: found(/<@!?(\d+)>/g)
      .filter((id) => world.users.has(id))
      .filter(passes(AllowedMentionsTypes.User, allowed?.users)),
    mentionedRoleIds: found(/<@&(\d+)>/g)
      .filter((id) => roles?.has(id) ?? false)
      .filter(passes(AllowedMentionsTypes.Role, allowed?.roles)),
    mentionsEveryone: /@everyone|@here/.test(text) && parses(AllowedMentionsTypes.Everyone),
  };
}

function textDisplays(components: readonly unknown[]): string[] {
  return walkComponents(components)
    .filter(({ type }) => type === ComponentType.TextDisplay)
    .map(({ content }) => String(content));
}
