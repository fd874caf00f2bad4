import {
  type APIApplicationCommandBasicOption,
  type APIApplicationCommandOption,
  type APIApplicationCommandSubcommandOption,
  ApplicationCommandOptionType,
} from 'discord-api-types/v10';
import type { ChatCommand, Command, MessageCommand } from '../../src/commands/command.ts';

export interface Names {
  readonly en: string;
  readonly de: string;
}

/** One thing that can be used: a command without subcommands, a subcommand, or an entry in the menu of messages. */
export interface Entry {
  readonly names: Names;
  /** Absent in the menu of messages, where Discord shows none. */
  readonly description?: string;
  readonly options: readonly APIApplicationCommandBasicOption[];
  readonly handler: ChatCommand['handlers'][string] | MessageCommand['handler'];
}

interface Named {
  readonly name: string;
  readonly name_localizations?: object | null | undefined;
}

/** @throws RangeError for what has no German name. */
export function namesOf({ name, name_localizations }: Named): Names {
  const de: unknown = name_localizations && 'de' in name_localizations ? name_localizations.de : undefined;
  if (typeof de !== 'string') {
    throw new RangeError(`${name} has no German name`);
  }
  return { en: name, de };
}

/** A command's names as they are typed: with a slash, unless it stands in a menu. */
export function typedNames({ kind, definition }: Command): Names {
  const { en, de } = namesOf(definition);
  return kind === 'chat' ? { en: `/${en}`, de: `/${de}` } : { en, de };
}

export function entriesOf(command: Command): Entry[] {
  const names = typedNames(command);
  if (command.kind === 'message') {
    return [{ names, options: [], handler: command.handler }];
  }
  const { definition, handlers } = command;
  const options: readonly APIApplicationCommandOption[] = definition.options ?? [];
  return Object.entries(handlers).map(([name, handler]): Entry => {
    if (name === '') {
      const { description } = definition;
      return { names, description, options: options.filter(isBasic), handler };
    }
    const subcommand = options.find((option) => isSubcommand(option) && option.name === name);
    if (subcommand === undefined || !isSubcommand(subcommand)) {
      throw new RangeError(`${names.en} ${name} has a handler and no definition`);
    }
    const own = namesOf(subcommand);
    return {
      names: { en: `${names.en} ${own.en}`, de: `${names.de} ${own.de}` },
      description: subcommand.description,
      options: subcommand.options ?? [],
      handler,
    };
  });
}

function isSubcommand(option: APIApplicationCommandOption): option is APIApplicationCommandSubcommandOption {
  return option.type === ApplicationCommandOptionType.Subcommand;
}

function isBasic(option: APIApplicationCommandOption): option is APIApplicationCommandBasicOption {
  return !isSubcommand(option) && option.type !== ApplicationCommandOptionType.SubcommandGroup;
}
