import {
  type APIApplicationCommandOption,
  type ApplicationCommandType,
  ChannelType,
  InteractionContextType,
  ApplicationCommandOptionType as Option,
  PermissionFlagsBits,
} from 'discord-api-types/v10';
import { allows, channelPermissions } from '../state/permissions.ts';
import type { ApplicationRecord, ChannelRecord, CommandRecord, UserRecord } from '../state/records.ts';
import type { World } from '../state/world.ts';
import { ClientRefusal } from './client-refusal.ts';

export interface Offer {
  readonly application: ApplicationRecord;
  readonly command: CommandRecord;
}

/** Where and by whom a command is to be run. */
export interface Setting {
  readonly world: World;
  readonly user: UserRecord;
  readonly channel: ChannelRecord;
}

/**
 * The command a client would offer under this name.
 * @throws ClientRefusal when it would offer none, with the reason
 */
export function findCommand(setting: Setting, name: string, type: ApplicationCommandType): Offer {
  const offers = botsIn(setting).flatMap((application) => {
    const command = commandOf(application, setting.channel, name, type);
    return command === undefined ? [] : [{ application, command }];
  });
  const [offer, other] = offers;
  if (offer === undefined) {
    throw new ClientRefusal(`no bot here has the command "${name}". ${registered(setting)}`);
  }
  if (other !== undefined) {
    throw new ClientRefusal(`several bots here have the command "${name}"`);
  }
  refuseHidden(setting, offer.command);
  return offer;
}

/** Every command a client would offer here. */
export function offeredCommands(setting: Setting): CommandRecord[] {
  return botsIn(setting)
    .flatMap(({ commands }) => [...commands.values()])
    .filter(({ name, type }) => isOffered(setting, name, type));
}

function isOffered(setting: Setting, name: string, type: ApplicationCommandType): boolean {
  try {
    return findCommand(setting, name, type) !== undefined;
  } catch (error) {
    if (error instanceof ClientRefusal) {
      return false;
    }
    throw error;
  }
}

function botsIn({ world, channel }: Setting): ApplicationRecord[] {
  const members =
    channel.guildId === null
      ? new Set(channel.recipientIds)
      : new Set(world.guilds.get(channel.guildId)?.members.keys());
  return [...world.applications.values()].filter(({ id }) => members.has(id));
}

/** A command of the server hides the global one of the same name. */
function commandOf(
  application: ApplicationRecord,
  channel: ChannelRecord,
  name: string,
  type: ApplicationCommandType,
): CommandRecord | undefined {
  const named = [...application.commands.values()].filter(
    (command) => command.name === name && command.type === type,
  );
  return (
    named.find(({ guild_id }) => guild_id !== undefined && guild_id === channel.guildId) ??
    named.find(({ guild_id }) => guild_id === undefined)
  );
}

function registered(setting: Setting): string {
  const names = botsIn(setting).flatMap(({ name, commands }) =>
    [...commands.values()].map((command) => `${name}: ${command.name}`),
  );
  return names.length === 0 ? 'None is registered.' : `There are: ${names.join(', ')}.`;
}

function refuseHidden({ world, user, channel }: Setting, command: CommandRecord): void {
  const context = channel.guildId === null ? InteractionContextType.BotDM : InteractionContextType.Guild;
  // Only global commands say where they can be used; those of a server can be used there.
  if (command.guild_id === undefined && command.contexts != null && !command.contexts.includes(context)) {
    throw new ClientRefusal(`the command "${command.name}" is not offered here (contexts)`);
  }
  const hasMessages = ![ChannelType.GuildCategory, ChannelType.GuildForum].includes(channel.type);
  const permissions = channelPermissions(world, channel, user.id);
  if (!hasMessages || !allows(permissions, PermissionFlagsBits.ViewChannel)) {
    throw new ClientRefusal(`${user.name} cannot write commands in this channel`);
  }
  if (channel.guildId === null) {
    return;
  }
  if (!allows(permissions, PermissionFlagsBits.UseApplicationCommands)) {
    throw new ClientRefusal(`${user.name} may not use commands in this channel`);
  }
  const needed = command.default_member_permissions;
  const may =
    needed === null ||
    allows(permissions, needed === '0' ? PermissionFlagsBits.Administrator : BigInt(needed));
  if (!may) {
    throw new ClientRefusal(
      `the command "${command.name}" is hidden from ${user.name} (default_member_permissions)`,
    );
  }
  if (command.nsfw && !channel.nsfw) {
    throw new ClientRefusal(`the command "${command.name}" is only offered in age-restricted channels`);
  }
}

export interface Leaf {
  /** The options that can be filled in. */
  readonly options: readonly APIApplicationCommandOption[];
  /** Puts filled-in options into the shape of a command, group or subcommand. */
  readonly wrap: (filled: readonly object[]) => object[];
}

/** Goes down to a subcommand. @param path the words after the command's name */
export function descend(command: CommandRecord, path: readonly string[]): Leaf {
  let options: readonly APIApplicationCommandOption[] = command.options ?? [];
  const steps: { name: string; type: Option }[] = [];
  for (const word of path) {
    const next = options.find(({ name }) => name === word);
    if (next?.type !== Option.Subcommand && next?.type !== Option.SubcommandGroup) {
      throw new ClientRefusal(`"${command.name}" has no subcommand "${path.join(' ')}"`);
    }
    steps.unshift({ name: next.name, type: next.type });
    options = next.options ?? [];
  }
  if (options.some(({ type }) => type === Option.Subcommand || type === Option.SubcommandGroup)) {
    throw new ClientRefusal(`"${[command.name, ...path].join(' ')}" needs a subcommand`);
  }
  return {
    options,
    wrap: (filled) => steps.reduce<object[]>((inner, step) => [{ ...step, options: inner }], [...filled]),
  };
}
