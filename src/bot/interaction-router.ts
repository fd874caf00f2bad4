import { type Client, DiscordAPIError, Events, type Interaction, RESTJSONErrorCodes } from 'discord.js';
import type { Command } from '../commands/command.ts';
import { parseComponentId } from '../commands/component-id.ts';
import { UserError } from '../errors/user-error.ts';
import type { Logger } from '../log/logger.ts';
import type { Services } from '../services/services.ts';
import { CommandResponder, ComponentResponder, type Responder } from './responder.ts';

/** An interaction that was handed to its handler, for the log. */
interface Handled {
  readonly name: string;
  readonly responder: Responder;
  readonly done: Promise<void>;
}

/**
 * Leads each interaction to its command's handler and turns what goes wrong into a reply. A handler's failure
 * ends that interaction only.
 */
export class InteractionRouter {
  readonly #commands: ReadonlyMap<string, Command>;
  readonly #services: Services;
  readonly #log: Logger;
  readonly #running = new Set<Promise<void>>();
  #stopping = false;

  constructor(commands: readonly Command[], services: Services, log: Logger) {
    this.#commands = new Map(commands.map((command) => [command.definition.name, command]));
    this.#services = services;
    this.#log = log;
  }

  /** Starts to listen. */
  attach(client: Client): void {
    client.on(Events.InteractionCreate, (interaction) => {
      const run = this.#run(interaction).finally(() => this.#running.delete(run));
      this.#running.add(run);
    });
  }

  /** From now on everyone is told that Kith is about to stop; what was begun goes on. */
  refuseNew(): void {
    this.#stopping = true;
  }

  /** Resolves when nothing is being handled any more. */
  async idle(): Promise<void> {
    while (this.#running.size > 0) {
      await Promise.all(this.#running);
    }
  }

  async #run(interaction: Interaction): Promise<void> {
    const started = performance.now();
    const handled = this.#hand(interaction);
    if (handled === null) {
      return;
    }
    const { name, responder, done } = handled;
    let outcome = 'ok';
    try {
      await done;
    } catch (error) {
      outcome = error instanceof UserError ? error.code : 'error';
      await this.#tell(error, name, responder);
    }
    this.#log.info({ interaction: name, outcome, ms: Math.round(performance.now() - started) }, 'handled');
  }

  /** @returns null for an interaction that is none of Kith's. */
  #hand(interaction: Interaction): Handled | null {
    if (interaction.isChatInputCommand()) {
      const command = this.#commands.get(interaction.commandName);
      if (command === undefined) {
        return null;
      }
      const responder = new CommandResponder(interaction);
      const done = this.#handle(() => command.handle(responder.invocation(), this.#services));
      return { name: interaction.commandName, responder, done };
    }
    if (interaction.isMessageComponent()) {
      const id = parseComponentId(interaction.customId);
      const handler = id === null ? undefined : this.#commands.get(id.command)?.components[id.action];
      if (id === null || handler === undefined) {
        return null;
      }
      const responder = new ComponentResponder(interaction);
      const done = this.#handle(() => handler(responder.invocation(id.argument), this.#services));
      return { name: `${id.command}:${id.action}`, responder, done };
    }
    return null;
  }

  async #handle(handle: () => Promise<void>): Promise<void> {
    if (this.#stopping) {
      throw new UserError('restarting', {});
    }
    await handle();
  }

  async #tell(error: unknown, name: string, responder: Responder): Promise<void> {
    if (isUnknownInteraction(error)) {
      // Discord no longer waits: nobody can be told. It happens when the gateway or this machine was too slow.
      this.#log.warn({ interaction: name }, 'interaction expired before it was acknowledged');
      return;
    }
    try {
      if (error instanceof UserError) {
        this.#log.debug({ interaction: name, code: error.code, err: error.cause }, 'refused');
        await responder.refuse(error);
      } else {
        const id = await responder.apologise();
        this.#log.error({ interaction: name, id, err: error }, 'a handler failed');
      }
    } catch (failure) {
      this.#log.error({ interaction: name, err: failure, cause: error }, 'a failure could not be told');
    }
  }
}

function isUnknownInteraction(error: unknown): boolean {
  return error instanceof DiscordAPIError && error.code === RESTJSONErrorCodes.UnknownInteraction;
}
