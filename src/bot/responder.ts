import { randomBytes } from 'node:crypto';
import { type ChatInputCommandInteraction, type MessageComponentInteraction, MessageFlags } from 'discord.js';
import type { CommandInvocation, ComponentInvocation, Invocation } from '../commands/invocation.ts';
import { sentence } from '../commands/layout.ts';
import type { OptionValue } from '../commands/options.ts';
import { UserError } from '../errors/user-error.ts';
import { sentenceFor, textsFor } from '../texts/texts.ts';
import { actorOf, optionsOf, toPayload } from './plain-values.ts';

type Repliable = ChatInputCommandInteraction | MessageComponentInteraction;

/**
 * Speaks for one interaction. Failures are told where the user looks: in place of the awaited reply, or, after a
 * click on a message that still holds, in a message of its own.
 */
export abstract class Responder {
  readonly #interaction: Repliable;
  /** Whether the message that `editReply` changes is there for this interaction's answer alone. */
  #ownsReply: boolean;

  protected constructor(interaction: Repliable, ownsReply: boolean) {
    this.#interaction = interaction;
    this.#ownsReply = ownsReply;
  }

  /** Tells what the user can put right. */
  async refuse(error: UserError): Promise<void> {
    await this.#fail(sentenceFor(error, textsFor(this.#interaction.locale)));
  }

  /** Tells of a fault of ours. @returns the id that the user sees, for the log. */
  async apologise(): Promise<string> {
    const id = randomBytes(4).toString('hex');
    await this.#fail(textsFor(this.#interaction.locale).unexpected(id));
    return id;
  }

  /** @throws UserError `guild-only` */
  protected base(): Invocation {
    const interaction = this.#interaction;
    if (!interaction.inCachedGuild()) {
      throw new UserError('guild-only', {});
    }
    return {
      guildId: interaction.guildId,
      channelId: interaction.channelId,
      actor: actorOf(interaction),
      locale: interaction.locale,
      guildLocale: interaction.guildLocale,
      attachmentSizeLimit: interaction.attachmentSizeLimit,
      editReply: async (message) => {
        await interaction.editReply(toPayload(message));
        this.#ownsReply = true;
      },
    };
  }

  async #fail(content: string): Promise<void> {
    const payload = toPayload(sentence('problem', content));
    const interaction = this.#interaction;
    const acknowledged = interaction.deferred || interaction.replied;
    if (acknowledged && this.#ownsReply) {
      await interaction.editReply(payload);
      return;
    }
    const { attachments: _, flags, ...rest } = payload;
    const whisper = { ...rest, flags: flags | MessageFlags.Ephemeral } as const;
    if (acknowledged) {
      await interaction.followUp(whisper);
    } else {
      await interaction.reply(whisper);
    }
  }
}

/** A command's reply is its own from the first. */
export class CommandResponder extends Responder {
  readonly #interaction: ChatInputCommandInteraction;

  constructor(interaction: ChatInputCommandInteraction) {
    super(interaction, true);
    this.#interaction = interaction;
  }

  /** @throws UserError `guild-only` */
  invocation(): CommandInvocation<Readonly<Record<string, OptionValue>>> {
    const interaction = this.#interaction;
    return {
      ...this.base(),
      options: optionsOf(interaction),
      deferReply: async (visibility) => {
        await interaction.deferReply(visibility === 'private' ? { flags: MessageFlags.Ephemeral } : {});
      },
    };
  }
}

/** A click's message is somebody's until the handler has changed it. */
export class ComponentResponder extends Responder {
  readonly #interaction: MessageComponentInteraction;

  constructor(interaction: MessageComponentInteraction) {
    super(interaction, false);
    this.#interaction = interaction;
  }

  /** @throws UserError `guild-only` */
  invocation(argument: string): ComponentInvocation {
    const interaction = this.#interaction;
    return {
      ...this.base(),
      argument,
      values: interaction.isAnySelectMenu() ? interaction.values : [],
      deferUpdate: async () => {
        await interaction.deferUpdate();
      },
    };
  }
}
