import { type ApplicationCommandData, ApplicationCommandType, type Client } from 'discord.js';
import type { Command } from '../commands/command.ts';
import type { Logger } from '../log/logger.ts';

/**
 * Makes Discord's list of global commands equal to ours, and does nothing where it already is: registering is
 * limited to a few hundred a day.
 */
export async function registerCommands(
  client: Client<true>,
  commands: readonly Command[],
  log: Logger,
): Promise<void> {
  const wanted = commands.map((command) => command.definition);
  const registered = await client.application.commands.fetch({ withLocalizations: true });
  const same =
    registered.size === wanted.length &&
    wanted.every((definition) => {
      const existing = registered.find(
        (command) =>
          command.name === definition.name &&
          command.type === (definition.type ?? ApplicationCommandType.ChatInput),
      );
      // discord.js compares field by field, with Discord's defaults filled in.
      return existing?.equals(definition as ApplicationCommandData, true) ?? false;
    });
  if (!same) {
    await client.application.commands.set(wanted);
  }
  log.info({ count: wanted.length, changed: !same }, 'commands registered');
}
