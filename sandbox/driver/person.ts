import type { UserRecord } from '../state/records.ts';
import { known } from '../state/world.ts';
import type { Identified } from './command-options.ts';
import { Place } from './place.ts';
import type { Stage } from './stage.ts';

/** Somebody with a Discord account. */
export class Person {
  readonly id: string;
  readonly name: string;
  readonly #stage: Stage;
  readonly #user: UserRecord;

  constructor(stage: Stage, user: UserRecord) {
    this.id = user.id;
    this.name = user.name;
    this.#stage = stage;
    this.#user = user;
  }

  /** As it is written in messages. */
  get mention(): string {
    return `<@${this.id}>`;
  }

  /** Goes to a channel, to do something there. */
  in(channel: Identified): Place {
    return new Place(this.#stage, this.#user, known(this.#stage.world.channels, channel.id));
  }

  /** Chooses the language of their client, such as `de`. */
  speak(locale: UserRecord['locale']): void {
    this.#user.locale = locale;
  }

  /** Whether bots may write to them directly. */
  acceptDirectMessages(accept: boolean): void {
    this.#user.acceptsDirectMessages = accept;
  }
}
