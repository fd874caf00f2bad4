import type { AutocompleteInteraction } from 'discord.js';
import { standingOf } from '../commands/asker.ts';
import type { ChatCommand } from '../commands/command.ts';
import type { Services } from '../commands/services.ts';
import { UserError } from '../errors/user-error.ts';
import type { Logger } from '../log/logger.ts';
import { requireSearcher, requireStanding } from '../services/access/access.ts';
import { memberActor, writable } from './plain-values.ts';

/** Discord's limit. */
const maximumChoices = 25;

/**
 * Suggests values while somebody types. Who may not run the command is suggested nothing, and neither is anybody
 * when something fails: there is no place to say why.
 */
export async function suggest(
  interaction: AutocompleteInteraction,
  command: ChatCommand | undefined,
  services: Services,
  log: Logger,
): Promise<void> {
  const handler = command?.handlers[interaction.options.getSubcommand(false) ?? ''];
  const focused = interaction.options.getFocused(true);
  const suggestions = handler?.suggest?.[focused.name];
  if (handler === undefined || suggestions === undefined || !interaction.inCachedGuild()) {
    return;
  }
  const { guildId, locale } = interaction;
  const actor = memberActor(interaction);
  try {
    requireStanding(handler.who, standingOf(actor));
    if (handler.who === 'searchers') {
      await requireSearcher(services.settings, guildId, standingOf(actor));
    }
    const choices = await suggestions(writable(focused.value), { guildId, actor, locale }, services);
    await interaction.respond(choices.slice(0, maximumChoices));
  } catch (error) {
    if (error instanceof UserError) {
      await interaction
        .respond([])
        .catch((failure: unknown) => log.warn({ err: failure }, 'nothing could be suggested'));
    } else {
      log.error({ interaction: interaction.commandName, err: error }, 'suggestions failed');
    }
  }
}
