import { randomBytes } from 'node:crypto';
import { type Client, DiscordAPIError, Events, type Interaction, RESTJSONErrorCodes } from 'discord.js';
import { standingOf } from '../commands/asker.ts';
import type { Admission, ChatCommand, Command, Handler, MessageCommand } from '../commands/command.ts';
import { formatComponentId, parseComponentId } from '../commands/component-id.ts';
import type { AnywhereInvocation, Invocation } from '../commands/invocation.ts';
import type { Services } from '../commands/services.ts';
import { UserError, type UserErrorCode } from '../errors/user-error.ts';
import type { Logger } from '../log/logger.ts';
import { timed } from '../observe/timed.ts';
import { requireSearcher, requireStanding } from '../services/access/access.ts';
import { modalValuesOf, optionsOf } from './plain-values.ts';
import { Responder } from './responder.ts';
import { suggest } from './suggestions.ts';
import { targetMessageOf } from './target-message.ts';

/** An interaction that was handed to its handler, for the log. */
interface Handled {
  readonly name: string;
  readonly responder: Responder;
  readonly done: Promise<void>;
}

/** What whoever hosts Kith should know of, although the user was told what to do. */
const faultsOfOurs: ReadonlySet<UserErrorCode> = new Set([
  'database-away',
  'storage-full',
  'analysis-failed',
]);

/** Is told how an interaction ended: `ok`, the code of a UserError, or `error`. Must not throw. */
export type OnHandled = (interaction: string, outcome: string, seconds: number) => void;

/**
 * Leads each interaction to its command's handler and turns what goes wrong into a reply. Whether the asker may,
 * and how often, is checked here, before any handler runs. A handler's failure ends that interaction only.
 */
export class InteractionRouter {
  readonly #chat: ReadonlyMap<string, ChatCommand>;
  readonly #message: ReadonlyMap<string, MessageCommand>;
  /** By the first part of the ids of components and modals. */
  readonly #byKey: ReadonlyMap<string, Command>;
  readonly #services: Services;
  readonly #cdnOrigins: readonly string[];
  readonly #onHandled: OnHandled;
  readonly #log: Logger;
  readonly #running = new Set<Promise<void>>();
  /** Of those that are being handled. */
  readonly #responders = new Set<Responder>();
  #stopping = false;

  /** @param cdnOrigins where Discord keeps files. */
  constructor(
    commands: readonly Command[],
    services: Services,
    cdnOrigins: readonly string[],
    onHandled: OnHandled,
    log: Logger,
  ) {
    const named = <Kind extends Command>(of: readonly Kind[]) =>
      new Map(of.map((command) => [command.definition.name, command] as const));
    this.#chat = named(commands.filter((command) => command.kind === 'chat'));
    this.#message = named(commands.filter((command) => command.kind === 'message'));
    this.#byKey = new Map(commands.map((command) => [command.key, command]));
    this.#services = services;
    this.#cdnOrigins = cdnOrigins;
    this.#onHandled = onHandled;
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

  /** Tells everyone who still waits that Kith is about to stop. */
  async abandon(): Promise<void> {
    const over = new UserError('restarting', {});
    await Promise.allSettled([...this.#responders].map((responder) => responder.refuse(over)));
  }

  /** Nothing is being handled. */
  get isIdle(): boolean {
    return this.#running.size === 0;
  }

  /** Resolves when nothing is being handled any more. */
  async idle(): Promise<void> {
    while (this.#running.size > 0) {
      await Promise.all(this.#running);
    }
  }

  async #run(interaction: Interaction): Promise<void> {
    if (interaction.isAutocomplete()) {
      const command = this.#chat.get(interaction.commandName);
      await suggest(interaction, command, this.#services, this.#log);
      return;
    }
    const handled = this.#hand(interaction);
    if (handled === null) {
      return;
    }
    const { name, responder, done } = handled;
    this.#responders.add(responder);
    await timed(
      () => done,
      (outcome, seconds) => {
        this.#onHandled(name, outcome, seconds);
        this.#log.info({ interaction: name, outcome, ms: Math.round(seconds * 1_000) }, 'handled');
      },
    )
      .catch((error: unknown) => this.#tell(error, name, responder))
      .finally(() => this.#responders.delete(responder));
  }

  /** @returns null for an interaction that is none of Kith's. */
  #hand(interaction: Interaction): Handled | null {
    if (interaction.isChatInputCommand()) {
      const subcommand = interaction.options.getSubcommand(false) ?? '';
      const handler = this.#chat.get(interaction.commandName)?.handlers[subcommand];
      if (handler === undefined) {
        return null;
      }
      const responder = new Responder(interaction);
      const options = optionsOf(interaction);
      const reply = typeof handler.reply === 'function' ? handler.reply(options) : handler.reply;
      const name = [interaction.commandName, ...(subcommand === '' ? [] : [subcommand])].join(' ');
      return { name, responder, done: this.#serve(handler, responder, { options }, reply) };
    }
    if (interaction.isMessageContextMenuCommand()) {
      const command = this.#message.get(interaction.commandName);
      if (command === undefined) {
        return null;
      }
      const responder = new Responder(interaction);
      const values = { target: targetMessageOf(interaction.targetMessage, this.#cdnOrigins) };
      const done = this.#serve(command.handler, responder, values, command.handler.reply);
      return { name: command.key, responder, done };
    }
    if (interaction.isMessageComponent()) {
      const id = parseComponentId(interaction.customId);
      const handler = id === null ? undefined : this.#byKey.get(id.command)?.components[id.action];
      if (id === null || handler === undefined) {
        return null;
      }
      const responder = new Responder(interaction);
      const values = {
        argument: id.argument,
        values: interaction.isAnySelectMenu() ? interaction.values : [],
      };
      const done =
        handler.reply === 'modal'
          ? this.#serveModal(responder, handler, async (invocation) => {
              const form = await handler.open({ ...invocation, ...values }, this.#services);
              await interaction.showModal({
                ...form,
                custom_id: formatComponentId(id.command, id.action, id.argument),
              });
            })
          : this.#serve(handler, responder, values, handler.reply);
      return { name: `${id.command}:${id.action}`, responder, done };
    }
    if (interaction.isModalSubmit()) {
      const id = parseComponentId(interaction.customId);
      const handler = id === null ? undefined : this.#byKey.get(id.command)?.modals[id.action];
      if (id === null || handler === undefined) {
        return null;
      }
      const responder = new Responder(interaction);
      const values = { argument: id.argument, ...modalValuesOf(interaction) };
      const done = this.#serve(handler, responder, values, handler.reply);
      return { name: `${id.command}:${id.action} (modal)`, responder, done };
    }
    return null;
  }

  /** Checks, acknowledges, and only then lets the handler run. */
  async #serve<Values, Reply>(
    handler: Handler<Values, Reply>,
    responder: Responder,
    values: Values,
    reply: 'private' | 'shared' | 'update',
  ): Promise<void> {
    if (handler.where === 'anywhere') {
      const invocation = responder.anywhere();
      this.#admit(handler, invocation);
      await responder.acknowledge(reply);
      await handler.run({ ...invocation, ...values }, this.#services);
      return;
    }
    const invocation = responder.inGuild();
    this.#admit(handler, invocation);
    await responder.acknowledge(reply);
    await this.#admitSearcher(handler, invocation);
    await handler.run({ ...invocation, ...values }, this.#services);
  }

  /** A modal is itself the acknowledgement, so all is checked before it. */
  async #serveModal(
    responder: Responder,
    admission: Admission,
    open: (invocation: Invocation) => Promise<void>,
  ): Promise<void> {
    const invocation = responder.inGuild();
    this.#admit(admission, invocation);
    await this.#admitSearcher(admission, invocation);
    await open(invocation);
  }

  #admit({ who, limit }: Admission, { actor, guildId }: AnywhereInvocation): void {
    if (this.#stopping) {
      throw new UserError('restarting', {});
    }
    requireStanding(who, standingOf(actor));
    if (limit !== undefined) {
      this.#services.rateLimits.take(limit, actor.id, guildId);
    }
  }

  async #admitSearcher({ who }: Admission, { actor, guildId }: Invocation): Promise<void> {
    if (who === 'searchers') {
      await requireSearcher(this.#services.settings, guildId, standingOf(actor));
    }
  }

  async #tell(error: unknown, name: string, responder: Responder): Promise<void> {
    if (isUnknownInteraction(error)) {
      // Discord no longer waits: nobody can be told. It happens when the gateway or this machine was too slow.
      this.#log.warn({ interaction: name }, 'interaction expired before it was acknowledged');
      return;
    }
    try {
      if (error instanceof UserError) {
        const level = faultsOfOurs.has(error.code) ? 'warn' : 'debug';
        this.#log[level]({ interaction: name, code: error.code, err: error.cause }, 'refused');
        await responder.refuse(error);
      } else {
        const id = randomBytes(4).toString('hex');
        this.#log.error({ interaction: name, id, err: error }, 'a handler failed');
        await responder.apologise(id);
      }
    } catch (failure) {
      this.#log.error({ interaction: name, err: failure, told: error }, 'a failure could not be told');
    }
  }
}

function isUnknownInteraction(error: unknown): boolean {
  return error instanceof DiscordAPIError && error.code === RESTJSONErrorCodes.UnknownInteraction;
}
