import { ApplicationCommandType as Type } from 'discord-api-types/v10';
import {
  all,
  boolean,
  type Check,
  failRepeated,
  forbid,
  isObject,
  isUint64,
  list,
  listOf,
  model,
  nullable,
  oneOf,
  required,
  rule,
  set,
  show,
  text,
} from './checks.ts';
import { chatInputName, description, menuName } from './command-names.ts';
import { commandOptions } from './command-options.ts';
import { commandSize } from './command-size.ts';
import { localizations } from './localizations.ts';
import { Place, type Refusal } from './report.ts';

const MAX_SIZE = 8000;

/** How many commands of each type an application may have, globally and again in each guild. */
const MAX_COMMANDS: Readonly<Record<number, number>> = {
  [Type.ChatInput]: 100,
  [Type.User]: 15,
  [Type.Message]: 15,
  [Type.PrimaryEntryPoint]: 1,
};

const permissions: Check = (value, at) => {
  if (typeof value !== 'string' || !isUint64(value)) {
    at.fail('NUMBER_TYPE_COERCE', 'The value is not a permission bit set.');
  }
};

const common = {
  default_member_permissions: nullable(permissions),
  default_permission: nullable(boolean),
  dm_permission: nullable(boolean),
  nsfw: nullable(boolean),
  contexts: nullable(set(oneOf([0, 1, 2]), 3, 1)),
  integration_types: nullable(set(oneOf([0, 1]), 2, 1)),
};

const slashCommand = model({
  ...common,
  name: required(chatInputName),
  name_localizations: localizations(chatInputName),
  description: required(description),
  description_localizations: localizations(description),
  options: commandOptions,
});

const menuCommand = all(
  model({ ...common, name: required(menuName), name_localizations: localizations(menuName) }),
  rule((value, at) => {
    for (const key of ['description', 'description_localizations', 'options']) {
      forbid(value, key, at, 'with this type of command');
    }
  }),
);

const entryPoint = model({
  ...common,
  name: required(chatInputName),
  name_localizations: localizations(chatInputName),
  description: nullable(text(100)),
  handler: required(oneOf([1, 2])),
});

const COMMANDS: Readonly<Record<number, Check>> = {
  [Type.ChatInput]: slashCommand,
  [Type.User]: menuCommand,
  [Type.Message]: menuCommand,
  [Type.PrimaryEntryPoint]: entryPoint,
};

function typeOf(command: unknown): unknown {
  return isObject(command) ? (command.type ?? Type.ChatInput) : undefined;
}

function checkCommand(command: unknown, types: readonly number[], at: Place): void {
  const type = typeOf(command);
  if (isObject(command)) oneOf(types)(type, at.at('type'));
  const check = typeof type === 'number' && types.includes(type) ? COMMANDS[type] : undefined;
  (check ?? model({}))(command, at);
  if (commandSize(command) > MAX_SIZE) {
    at.fail('APPLICATION_COMMAND_TOO_LARGE', `Command exceeds maximum size (${MAX_SIZE})`);
  }
}

/** A name is unique among the commands of its type. */
function checkNames(commands: readonly unknown[], at: Place): void {
  const keys = commands.map((command) =>
    isObject(command) && typeof command.name === 'string'
      ? `${show(typeOf(command))} ${command.name}`
      : undefined,
  );
  failRepeated(keys, (i) =>
    at.at(i).fail('APPLICATION_COMMANDS_DUPLICATE_NAME', 'Application command names must be unique'),
  );
}

/**
 * What Discord would answer to a bulk overwrite of an application's commands, or null if it would take them.
 * Complaints stand under the index of the command. `contexts` and `integration_types` are taken in a guild
 * too, where they mean nothing.
 */
export function validateCommands(commands: unknown, scope: 'global' | 'guild'): Refusal | null {
  const at = Place.root();
  const types = Object.keys(COMMANDS)
    .map(Number)
    .filter((type) => scope === 'global' || type !== Type.PrimaryEntryPoint);
  list((command, place) => checkCommand(command, types, place), Number.MAX_SAFE_INTEGER)(commands, at);
  checkNames(listOf(commands), at);
  const invalid = at.result();
  if (invalid !== null) return invalid;
  for (const type of types) {
    const maximum = MAX_COMMANDS[type] ?? 0;
    if (listOf(commands).filter((command) => typeOf(command) === type).length > maximum) {
      return { code: 30032, message: `Maximum number of application commands reached (${maximum})` };
    }
  }
  return null;
}
