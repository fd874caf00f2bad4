import {
  ApplicationCommandType,
  ApplicationIntegrationType,
  type RESTPostAPIApplicationCommandsJSONBody,
} from 'discord-api-types/v10';
import type { ApplicationRecord, CommandRecord } from './records.ts';
import type { World } from './world.ts';

/** `null` for global commands, else the guild they belong to. */
export type CommandScope = string | null;

export function commandsIn(application: ApplicationRecord, scope: CommandScope): CommandRecord[] {
  return [...application.commands.values()].filter(({ guild_id }) => (guild_id ?? null) === scope);
}

/** A command of the same name and type is replaced and keeps its id. */
export function putCommand(
  world: World,
  application: ApplicationRecord,
  scope: CommandScope,
  body: RESTPostAPIApplicationCommandsJSONBody,
): { command: CommandRecord; created: boolean } {
  const type = body.type ?? ApplicationCommandType.ChatInput;
  const former = commandsIn(application, scope).find(
    (command) => command.name === body.name && command.type === type,
  );
  const command = { ...defaults(scope), ...body, type, ...identity(world, application, scope, former?.id) };
  application.commands.set(command.id, command as CommandRecord);
  return { command: command as CommandRecord, created: former === undefined };
}

/** Replaces all commands of the scope. Those with known names and types keep their ids. */
export function overwriteCommands(
  world: World,
  application: ApplicationRecord,
  scope: CommandScope,
  bodies: readonly RESTPostAPIApplicationCommandsJSONBody[],
): CommandRecord[] {
  const before = commandsIn(application, scope);
  const after = bodies.map((body) => putCommand(world, application, scope, body).command);
  for (const command of before) {
    if (!after.some(({ id }) => id === command.id)) {
      application.commands.delete(command.id);
    }
  }
  return after;
}

export function editCommand(
  world: World,
  application: ApplicationRecord,
  command: CommandRecord,
  change: Partial<RESTPostAPIApplicationCommandsJSONBody>,
): CommandRecord {
  const edited = { ...command, ...change, type: command.type, version: world.ids.next() } as CommandRecord;
  application.commands.set(command.id, edited);
  return edited;
}

/** As Discord lists it: localisations only for those who ask for them. */
export function commandJson(command: CommandRecord, withLocalizations: boolean): object {
  if (withLocalizations) {
    return { name_localizations: null, description_localizations: null, ...command };
  }
  const { name_localizations: _names, description_localizations: _descriptions, ...rest } = command;
  return {
    ...rest,
    ...(rest.options === undefined ? {} : { options: rest.options.map(withoutLocalizations) }),
  };
}

function withoutLocalizations(value: object): object {
  const { name_localizations, description_localizations, ...rest } = value as Record<string, unknown>;
  const option = rest as { options?: object[]; choices?: object[] };
  return {
    ...option,
    ...(option.options === undefined ? {} : { options: option.options.map(withoutLocalizations) }),
    ...(option.choices === undefined ? {} : { choices: option.choices.map(withoutLocalizations) }),
  };
}

function defaults(scope: CommandScope): object {
  return {
    description: '',
    default_member_permissions: null,
    nsfw: false,
    ...(scope === null
      ? { contexts: null, integration_types: [ApplicationIntegrationType.GuildInstall] }
      : {}),
  };
}

function identity(world: World, application: ApplicationRecord, scope: CommandScope, formerId?: string) {
  return {
    id: formerId ?? world.ids.next(),
    application_id: application.id,
    version: world.ids.next(),
    ...(scope === null ? {} : { guild_id: scope }),
  };
}
