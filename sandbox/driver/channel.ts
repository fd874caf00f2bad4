import { type APIOverwrite, ChannelType, OverwriteType } from 'discord-api-types/v10';
import { type ChannelChange, deleteChannel, updateChannel } from '../state/channels.ts';
import { deleteMessage, deleteMessages } from '../state/messages.ts';
import type { ChannelRecord } from '../state/records.ts';
import { changeVisibility } from '../state/thread-sync.ts';
import { addThreadMember, createThread, removeThreadMember, updateThread } from '../state/threads.ts';
import { known } from '../state/world.ts';
import type { Identified } from './command-options.ts';
import type { Stage } from './stage.ts';

export interface Overwrite {
  readonly allow?: bigint;
  readonly deny?: bigint;
}

/** A channel, a thread, a category, or direct messages. */
export class Channel {
  readonly id: string;
  readonly #stage: Stage;
  readonly #record: ChannelRecord;

  constructor(stage: Stage, record: ChannelRecord) {
    this.id = record.id;
    this.#stage = stage;
    this.#record = record;
  }

  get name(): string {
    return this.#record.name;
  }

  /** Discord's number of its kind. */
  get type(): ChannelType {
    return this.#record.type;
  }

  /**
   * Sets what a role or a member may do here; without `change` the overwrite is removed.
   * @param target a role, a person or a bot; the guild itself stands for everyone
   */
  permit(target: Identified, change?: Overwrite): void {
    const { world } = this.#stage;
    const others = this.#record.overwrites.filter(({ id }) => id !== target.id);
    const own: APIOverwrite = {
      id: target.id,
      type: world.users.has(target.id) ? OverwriteType.Member : OverwriteType.Role,
      allow: (change?.allow ?? 0n).toString(),
      deny: (change?.deny ?? 0n).toString(),
    };
    const overwrites = change === undefined ? others : [...others, own];
    changeVisibility(world, this.#record, () => updateChannel(world, this.#record, { overwrites }));
  }

  change(change: Omit<ChannelChange, 'overwrites'>): void {
    updateChannel(this.#stage.world, this.#record, change);
  }

  /** Somebody who may deletes a message. */
  delete(message: Identified): void {
    deleteMessage(this.#stage.world, known(this.#stage.world.messages, message.id));
  }

  /** Several messages at once, as moderation bots do it. */
  deleteAll(messages: readonly Identified[]): void {
    const records = messages.map(({ id }) => known(this.#stage.world.messages, id));
    deleteMessages(this.#stage.world, this.#record, records);
  }

  /** Deletes the channel itself, with its threads. */
  remove(): void {
    deleteChannel(this.#stage.world, this.#record);
  }

  /** Somebody starts a thread. In a forum this is a post. */
  startThread(
    name: string,
    by: Identified,
    options: { readonly private?: boolean; readonly message?: Identified } = {},
  ): Channel {
    const { world } = this.#stage;
    const thread = createThread(world, {
      parent: this.#record,
      name,
      ownerId: by.id,
      ...(options.private ? { type: ChannelType.PrivateThread } : {}),
      ...(options.message === undefined ? {} : { messageId: options.message.id }),
    });
    return new Channel(this.#stage, thread);
  }

  archive(archived = true): void {
    updateThread(this.#stage.world, this.#record, { archived });
  }

  lock(locked = true): void {
    updateThread(this.#stage.world, this.#record, { locked });
  }

  /** Lets somebody into the thread. */
  invite(member: Identified): void {
    addThreadMember(this.#stage.world, this.#record, member.id);
  }

  /** Takes somebody out of the thread. */
  dismiss(member: Identified): void {
    removeThreadMember(this.#stage.world, this.#record, member.id);
  }
}
