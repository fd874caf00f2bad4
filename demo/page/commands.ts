import {
  type APIApplicationCommand,
  type APIApplicationCommandBasicOption,
  ApplicationCommandOptionType,
  ApplicationCommandType,
} from 'discord-api-types/v10';

/** A slash command, or a subcommand of one, as it is typed. */
export interface SlashCommand {
  /** Such as `backfill start`. */
  readonly path: string;
  readonly description: string;
  readonly options: readonly APIApplicationCommandBasicOption[];
}

/** All that can be typed after a slash, subcommands on their own. */
export function slashCommands(commands: readonly APIApplicationCommand[]): SlashCommand[] {
  return commands
    .filter(({ type }) => type === ApplicationCommandType.ChatInput)
    .flatMap(({ name, description, options = [] }) => leaves(name, description, options));
}

type AnyOption = NonNullable<APIApplicationCommand['options']>[number];

function leaves(path: string, description: string, options: readonly AnyOption[]): SlashCommand[] {
  const inner = options.filter(
    (option) =>
      option.type === ApplicationCommandOptionType.Subcommand ||
      option.type === ApplicationCommandOptionType.SubcommandGroup,
  );
  return inner.length === 0
    ? [{ path, description, options: options as readonly APIApplicationCommandBasicOption[] }]
    : inner.flatMap((option) => leaves(`${path} ${option.name}`, option.description, option.options ?? []));
}

/** Names of the entries in a message's menu. */
export function messageCommands(commands: readonly APIApplicationCommand[]): string[] {
  return commands.filter(({ type }) => type === ApplicationCommandType.Message).map(({ name }) => name);
}

/** Those that begin with what was typed first, then those that contain it. */
export function matching(commands: readonly SlashCommand[], typed: string): SlashCommand[] {
  const wanted = typed.toLowerCase();
  const begins = commands.filter(({ path }) => path.startsWith(wanted));
  const contains = commands.filter(({ path }) => !path.startsWith(wanted) && path.includes(wanted));
  return [...begins, ...contains];
}
