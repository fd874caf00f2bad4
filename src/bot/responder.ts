import {
  type ChatInputCommandInteraction,
  type MessageComponentInteraction,
  type MessageContextMenuCommandInteraction,
  MessageFlags,
  type ModalSubmitInteraction,
} from 'discord.js';
import type { AnywhereInvocation, Invocation, ReplyMessage } from '../commands/invocation.ts';
import { sentence } from '../commands/layout.ts';
import { UserError } from '../errors/user-error.ts';
import { sentenceFor, textsFor } from '../texts/texts.ts';
import { memberActor, toNewMessage, toPayload, userActor } from './plain-values.ts';

type Repliable =
  | ChatInputCommandInteraction
  | MessageContextMenuCommandInteraction
  | MessageComponentInteraction
  | ModalSubmitInteraction;

/**
 * Speaks for one interaction. Failures are told where the user looks: in place of the awaited reply, or, after a
 * click on a message that still holds, in a message of its own.
 */
export class Responder {
  readonly #interaction: Repliable;
  /** Whether the message that `editReply` changes is there for this interaction's answer alone. */
  #ownsReply = true;

  constructor(interaction: Repliable) {
    this.#interaction = interaction;
  }

  /** Tells Discord that an answer will come. What a failure is told in is settled by it, too. */
  async acknowledge(reply: 'private' | 'shared' | 'update'): Promise<void> {
    const interaction = this.#interaction;
    if (reply !== 'update') {
      await interaction.deferReply(reply === 'private' ? { flags: MessageFlags.Ephemeral } : {});
      return;
    }
    this.#ownsReply = false;
    if (interaction.isMessageComponent() || (interaction.isModalSubmit() && interaction.isFromMessage())) {
      await interaction.deferUpdate();
      return;
    }
    throw new TypeError('only a component, or a modal that one opened, has a message to update');
  }

  /** Tells what the user can put right. */
  async refuse(error: UserError): Promise<void> {
    await this.#fail(sentenceFor(error, textsFor(this.#interaction.locale)));
  }

  /** Tells of a fault of ours. @param id leads to it in the log. */
  async apologise(id: string): Promise<void> {
    await this.#fail(textsFor(this.#interaction.locale).unexpected(id));
  }

  anywhere(): AnywhereInvocation {
    const interaction = this.#interaction;
    return interaction.guildId === null
      ? { ...this.#base(), guildId: null, actor: userActor(interaction), guildLocale: interaction.locale }
      : this.inGuild();
  }

  /** @throws UserError `guild-only` */
  inGuild(): Invocation {
    const interaction = this.#interaction;
    if (!interaction.inCachedGuild()) {
      throw new UserError('guild-only', {});
    }
    const { guildId, guildLocale } = interaction;
    return { ...this.#base(), guildId, actor: memberActor(interaction), guildLocale };
  }

  #base() {
    const interaction = this.#interaction;
    const { channelId } = interaction;
    if (channelId === null) {
      throw new TypeError('an interaction of a message stands in a channel');
    }
    return {
      channelId,
      locale: interaction.locale,
      attachmentSizeLimit: interaction.attachmentSizeLimit,
      editReply: async (message: ReplyMessage) => {
        await interaction.editReply(toPayload(message));
        this.#ownsReply = true;
      },
      followUp: async (message: ReplyMessage) => {
        await interaction.followUp(whispered(message));
      },
    };
  }

  async #fail(content: string): Promise<void> {
    const message = sentence('problem', content);
    const interaction = this.#interaction;
    const acknowledged = interaction.deferred || interaction.replied;
    if (acknowledged && this.#ownsReply) {
      await interaction.editReply(toPayload(message));
    } else if (acknowledged) {
      await interaction.followUp(whispered(message));
    } else {
      await interaction.reply(whispered(message));
    }
  }
}

function whispered(message: ReplyMessage) {
  const payload = toNewMessage(message);
  return { ...payload, flags: payload.flags | MessageFlags.Ephemeral } as const;
}
