import {
  type APIMessage,
  type APIModalInteractionResponseCallbackData,
  MessageFlags,
} from 'discord-api-types/v10';
import type { World } from '../state/world.ts';
import { readModal, type SeenModal } from './modal-fields.ts';
import type { Outcome } from './outcome.ts';
import {
  readButtons,
  readFiles,
  readGalleries,
  readSelects,
  readText,
  readThumbnails,
  type SeenButton,
  type SeenFile,
  type SeenMedia,
  type SeenSelect,
} from './reading.ts';

/** What a person can see in a message or a modal, as it was when they looked. */
export class Sight {
  readonly #world: World;
  readonly #outcome: Outcome;

  constructor(world: World, outcome: Outcome) {
    this.#world = world;
    this.#outcome = outcome;
  }

  /** As Discord gives it out. @throws TypeError for a modal */
  get message(): APIMessage {
    if (this.#outcome.kind === 'modal') {
      throw new TypeError(
        `the bot answered with the modal "${this.#outcome.modal.title}", not with a message`,
      );
    }
    return this.#outcome.message;
  }

  get id(): string {
    return this.message.id;
  }

  /** The modal that came instead of a message, or null. */
  get modal(): SeenModal | null {
    return this.#outcome.kind === 'modal' ? readModal(this.#outcome.modal) : null;
  }

  /** The same modal as the bot sent it, or null. */
  get form(): APIModalInteractionResponseCallbackData | null {
    return this.#outcome.kind === 'modal' ? this.#outcome.modal : null;
  }

  /** Whether only this person sees it. */
  get ephemeral(): boolean {
    return ((this.message.flags ?? 0) & MessageFlags.Ephemeral) !== 0;
  }

  /** All text a person can read in it: content, embeds, text displays; one piece a line. */
  get text(): string {
    return readText(this.message);
  }

  get files(): SeenFile[] {
    return readFiles(this.#world, this.message);
  }

  get buttons(): SeenButton[] {
    return readButtons(this.message);
  }

  get selects(): SeenSelect[] {
    return readSelects(this.message);
  }

  get galleries(): SeenMedia[][] {
    return readGalleries(this.message);
  }

  get thumbnails(): SeenMedia[] {
    return readThumbnails(this.message);
  }

  /** Ids of the users it notifies. */
  get pings(): string[] {
    return this.message.mentions.map(({ id }) => id);
  }
}
