import { randomUUID } from 'node:crypto';
import {
  type Application,
  type Channel,
  ClientRefusal,
  type Person,
  type Reply,
  type UploadedFile,
  WaitTimeout,
} from '../../sandbox/index.ts';
import type { Outcome } from '../protocol.ts';
import type { Scene } from '../scene.ts';
import type { Action } from './action.ts';

/** Files that came with an action, by the names of their parts. */
export type Files = ReadonlyMap<string, UploadedFile>;

/** Does what a visitor does on the page as the person they act as: the same that tests do, by the same functions. */
export class Actor {
  readonly #scene: Scene;
  readonly #bot: Application;
  /** Modals that were opened and not sent in yet, by ids of our own. */
  readonly #modals = new Map<string, Reply>();

  constructor(scene: Scene, bot: Application) {
    this.#scene = scene;
    this.#bot = bot;
  }

  /** Resolves when the bot has answered. What its answer is comes over the event stream. */
  async act(person: Person, action: Action, files: Files): Promise<Outcome> {
    try {
      return await this.#do(person, action, files);
    } catch (error) {
      if (error instanceof ClientRefusal) {
        return { kind: 'refused', reason: error.message };
      }
      if (error instanceof WaitTimeout) {
        return { kind: 'refused', reason: 'Kith did not answer in time.' };
      }
      throw error;
    }
  }

  async #do(person: Person, action: Action, files: Files): Promise<Outcome> {
    if (action.kind === 'submit') {
      return await this.#submit(action, person);
    }
    const place = person.in(this.#channel(person, action.channelId));
    switch (action.kind) {
      case 'post':
        await place.post(
          action.text,
          action.files.map((name) => fileNamed(files, name)),
        );
        return { kind: 'done' };
      case 'delete':
        return this.#delete(person, action);
      case 'slash':
        return this.#outcome(await place.slash(action.path, filled(action.options, files)));
      case 'suggest':
        return { kind: 'choices', choices: await place.autocomplete(action.path, action.typed) };
      case 'menu':
        return this.#outcome(await place.messageCommand(action.command, { id: action.messageId }));
      case 'press':
        return this.#outcome(await place.look({ id: action.messageId }).press(action.customId));
      case 'select':
        return this.#outcome(
          await place.look({ id: action.messageId }).select(action.customId, action.values),
        );
    }
  }

  #outcome(reply: Reply): Outcome {
    if (reply.form === null) {
      return { kind: 'done' };
    }
    const modalId = randomUUID();
    this.#modals.set(modalId, reply);
    return { kind: 'modal', modalId, modal: reply.form };
  }

  async #submit({ modalId, fields }: Extract<Action, { kind: 'submit' }>, person: Person): Promise<Outcome> {
    const opened = this.#modals.get(modalId);
    if (opened === undefined || opened.viewerId !== person.id) {
      throw new ClientRefusal('this form was sent in already');
    }
    const outcome = this.#outcome(await opened.submitModal(fields));
    this.#modals.delete(modalId);
    return outcome;
  }

  /** Everyone may delete what they wrote, and what Kith showed only them. */
  #delete(person: Person, { channelId, messageId }: Extract<Action, { kind: 'delete' }>): Outcome {
    const channel = this.#channel(person, channelId);
    const message = person.in(channel).look({ id: messageId });
    if (!message.ephemeral && message.message.author.id !== person.id) {
      throw new ClientRefusal('only its author can delete a message');
    }
    channel.delete(message);
    return { kind: 'done' };
  }

  /** @throws ClientRefusal for one that is not of the scene: ids come from the page. */
  #channel(person: Person, id: string): Channel {
    const all = this.#scene.servers.flatMap(({ channels }) => channels);
    const channel = [...all, this.#bot.directMessages(person)].find((one) => one.id === id);
    if (channel === undefined) {
      throw new ClientRefusal('there is no such channel');
    }
    return channel;
  }
}

function filled(
  options: Extract<Action, { kind: 'slash' }>['options'],
  files: Files,
): Record<string, string | number | boolean | UploadedFile> {
  return Object.fromEntries(
    Object.entries(options).map(([name, value]) => [
      name,
      typeof value === 'object' ? fileNamed(files, value.file) : value,
    ]),
  );
}

function fileNamed(files: Files, name: string): UploadedFile {
  const file = files.get(name);
  if (file === undefined) {
    throw new ClientRefusal(`the file "${name}" is missing`);
  }
  return file;
}
