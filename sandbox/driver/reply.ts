import { ComponentType, InteractionType } from 'discord-api-types/v10';
import type { InteractionRecord } from '../interactions/record.ts';
import { Resolved } from '../interactions/resolved.ts';
import { startInteraction } from '../interactions/start.ts';
import type { ChannelRecord, MessageRecord, UserRecord } from '../state/records.ts';
import { known } from '../state/world.ts';
import { ClientRefusal } from './client-refusal.ts';
import type { Identified } from './command-options.ts';
import { fillModal, type ModalInputs } from './modal-submission.ts';
import { isVisible, type Outcome, seen, untilAnswered } from './outcome.ts';
import { pickValues } from './select-values.ts';
import { Sight } from './sight.ts';
import type { Stage } from './stage.ts';
import { waitFor } from './waiting.ts';

export interface ReplyOptions {
  readonly stage: Stage;
  /** Who sees it. */
  readonly user: UserRecord;
  readonly channel: ChannelRecord;
  /** What it answers, if it answers something. */
  readonly interaction: InteractionRecord | null;
  readonly outcome: Outcome;
}

/**
 * A message, or a modal, as one person sees it: as it was when it was looked at. What the person does with
 * it gives the next one.
 */
export class Reply extends Sight {
  readonly #stage: Stage;
  readonly #user: UserRecord;
  readonly #channel: ChannelRecord;
  readonly #interaction: InteractionRecord | null;
  readonly #outcome: Outcome;

  constructor(options: ReplyOptions) {
    super(options.stage.world, options.outcome);
    this.#stage = options.stage;
    this.#user = options.user;
    this.#channel = options.channel;
    this.#interaction = options.interaction;
    this.#outcome = options.outcome;
  }

  /** What was done to get it, such as `/enroll`; null for a message that somebody posted. */
  get cause(): string | null {
    return this.#interaction?.detail ?? null;
  }

  /** Of the person who sees it. */
  get viewerId(): string {
    return this.#user.id;
  }

  /** Whether the message is still there. */
  get exists(): boolean {
    return this.#stage.world.messages.has(this.id);
  }

  /** The message as it is now. @throws ClientRefusal when it was deleted */
  get now(): Reply {
    return this.#view(this.#record());
  }

  /** Further messages that the bot sent for the same interaction and that this person sees. */
  get followUps(): Reply[] {
    const ids = this.#interaction?.followUpIds ?? [];
    return ids
      .map((id) => this.#stage.world.messages.get(id))
      .filter((message) => message !== undefined)
      .filter((message) => isVisible(message, this.#user.id))
      .map((message) => this.#view(message));
  }

  /** The same message in another member's eyes. @throws ClientRefusal when they do not see it */
  as(person: Identified): Reply {
    const user = known(this.#stage.world.users, person.id);
    const message = this.#record();
    if (!isVisible(message, user.id)) {
      throw new ClientRefusal(`${user.name} does not see this message`);
    }
    return this.#view(message, user);
  }

  /** Waits for the next thing that happens to it: its edit, or a further message of the same interaction. */
  next(): Promise<Reply> {
    const { world, replyTimeoutMs } = this.#stage;
    return waitFor(world, {
      timeoutMs: replyTimeoutMs,
      look: () => {
        for (const event of world.log.entries.slice(this.#outcome.seenAt)) {
          const message = event.kind === 'message' ? world.messages.get(event.messageId) : undefined;
          if (message !== undefined && this.#belongs(message) && isVisible(message, this.#user.id)) {
            return this.#view(message, this.#user, event.sequence + 1);
          }
        }
        return undefined;
      },
      failure: () => `nothing more came after: ${this.text}`,
    });
  }

  /**
   * Presses a button.
   * @param button its label or its custom id
   * @throws ClientRefusal when there is none that can be pressed
   */
  async press(button: string): Promise<Reply> {
    const buttons = this.now.buttons;
    const found = buttons.find(({ label, customId }) => label === button || customId === button);
    if (found === undefined) {
      throw new ClientRefusal(
        `no button "${button}"; there are: ${buttons.map(({ label }) => label).join(', ')}`,
      );
    }
    if (found.customId === null || found.disabled) {
      throw new ClientRefusal(`the button "${button}" ${found.disabled ? 'is disabled' : 'is a link'}`);
    }
    return await this.#use(`button "${found.label}"`, {
      component_type: ComponentType.Button,
      custom_id: found.customId,
    });
  }

  /**
   * Picks values in a menu.
   * @param menu its placeholder or its custom id
   * @param values labels or values; ids or things with ids in menus of users, roles and channels
   */
  async select(menu: string, values: readonly (string | Identified)[]): Promise<Reply> {
    const menus = this.now.selects;
    const found = menus.find(({ placeholder, customId }) => placeholder === menu || customId === menu);
    if (found === undefined) {
      const names = menus.map(({ placeholder, customId }) => placeholder || customId).join(', ');
      throw new ClientRefusal(`no menu "${menu}"; there are: ${names}`);
    }
    if (found.disabled) {
      throw new ClientRefusal(`the menu "${menu}" is disabled`);
    }
    const resolved = this.#resolved();
    const picked = pickValues(this.#stage.world, resolved, found, values);
    return await this.#use(`menu "${menu}" with ${picked.join(', ')}`, {
      component_type: found.type,
      custom_id: found.customId,
      values: picked,
      resolved: resolved.toJson(),
    });
  }

  /** Fills in the modal and sends it off. @param inputs by label or custom id */
  async submitModal(inputs: ModalInputs): Promise<Reply> {
    const modal = this.modal;
    const opened = this.#interaction;
    if (this.#outcome.kind !== 'modal' || modal === null || opened === null) {
      throw new ClientRefusal('there is no modal to send off');
    }
    const { world } = this.#stage;
    const resolved = this.#resolved();
    const submission = { world, channel: this.#channel, resolved };
    const components = await fillModal(submission, modal, this.#outcome.modal.components, inputs);
    const interaction = startInteraction(world, {
      application: known(world.applications, opened.applicationId),
      user: this.#user,
      channel: this.#channel,
      type: InteractionType.ModalSubmit,
      data: { custom_id: modal.customId, components, resolved: resolved.toJson() },
      detail: `modal "${modal.title}"`,
      source: world.messages.get(opened.sourceMessageId ?? ''),
      openedBy: opened.id,
    });
    return await this.#answerTo(interaction);
  }

  #use(detail: string, data: object): Promise<Reply> {
    const { world } = this.#stage;
    const source = this.#record();
    return this.#answerTo(
      startInteraction(world, {
        application: known(world.applications, source.authorId),
        user: this.#user,
        channel: this.#channel,
        type: InteractionType.MessageComponent,
        data,
        detail,
        source,
      }),
    );
  }

  async #answerTo(interaction: InteractionRecord): Promise<Reply> {
    return new Reply({
      stage: this.#stage,
      user: this.#user,
      channel: this.#channel,
      interaction,
      outcome: await untilAnswered(this.#stage, interaction),
    });
  }

  #belongs(message: MessageRecord): boolean {
    return message.id === this.id || this.#interaction?.followUpIds.includes(message.id) === true;
  }

  #record(): MessageRecord {
    const message = this.#stage.world.messages.get(this.id);
    if (message === undefined) {
      throw new ClientRefusal('the message was deleted');
    }
    return message;
  }

  #view(message: MessageRecord, user = this.#user, seenAt?: number): Reply {
    return new Reply({
      stage: this.#stage,
      user,
      channel: this.#channel,
      interaction: this.#interaction,
      outcome: seen(this.#stage.world, message, user.id, seenAt),
    });
  }

  #resolved(): Resolved {
    const botId =
      this.#outcome.kind === 'message' ? this.message.author.id : this.#interaction?.applicationId;
    return new Resolved(this.#stage.world, this.#channel, this.#user.id, botId ?? '');
  }
}
