import { resolvedChannelJson } from '../state/channels.ts';
import { attachmentJson } from '../state/files.ts';
import { memberWithoutUser } from '../state/member-json.ts';
import { messageJson } from '../state/message-json.ts';
import { channelPermissions } from '../state/permissions.ts';
import type { ChannelRecord, FileRecord, MessageRecord } from '../state/records.ts';
import { userJson } from '../state/users.ts';
import { known, type World } from '../state/world.ts';

/** `resolved` of an interaction: what the ids in its data stand for. */
export class Resolved {
  readonly #world: World;
  readonly #channel: ChannelRecord;
  readonly #userId: string;
  readonly #botId: string;
  readonly #tables: Record<string, Record<string, object>> = {};

  /** @param channel where it happens: permissions of members are those in it */
  constructor(world: World, channel: ChannelRecord, userId: string, botId: string) {
    this.#world = world;
    this.#channel = channel;
    this.#userId = userId;
    this.#botId = botId;
  }

  addUser(id: string): void {
    this.#add('users', id, userJson(known(this.#world.users, id)));
    const member = this.#guild()?.members.get(id);
    if (member !== undefined) {
      this.#add('members', id, {
        ...memberWithoutUser(member),
        permissions: channelPermissions(this.#world, this.#channel, id).toString(),
      });
    }
  }

  /** @returns whether the server has such a role. */
  addRole(id: string): boolean {
    const role = this.#guild()?.roles.get(id);
    if (role !== undefined) {
      this.#add('roles', id, role);
    }
    return role !== undefined;
  }

  addChannel(id: string): void {
    const channel = known(this.#world.channels, id);
    this.#add('channels', id, resolvedChannelJson(this.#world, channel, this.#userId, this.#botId));
  }

  addAttachment(file: FileRecord): void {
    this.#add('attachments', file.id, attachmentJson(this.#world, file));
  }

  /** The target of a message command comes whole, whatever intents the bot has. */
  addMessage(message: MessageRecord): void {
    this.#add(
      'messages',
      message.id,
      messageJson(this.#world, message, { userId: this.#botId, messageContent: true }),
    );
  }

  /** Undefined when nothing was resolved. */
  toJson(): object | undefined {
    return Object.keys(this.#tables).length === 0 ? undefined : this.#tables;
  }

  #guild() {
    return this.#channel.guildId === null ? undefined : this.#world.guilds.get(this.#channel.guildId);
  }

  #add(table: string, id: string, value: object): void {
    this.#tables[table] ??= {};
    this.#tables[table][id] = value;
  }
}
