import { type APIRole, ChannelType, type Locale } from 'discord-api-types/v10';
import { createChannel, type NewChannel } from '../state/channels.ts';
import { breakGuild, repairGuild } from '../state/guild-create.ts';
import { createRole, deleteRole, setRolePermissions } from '../state/guilds.ts';
import { addMember, banMember, removeMember, updateMember } from '../state/members.ts';
import { deleteMessages } from '../state/messages.ts';
import type { GuildRecord, MemberRecord } from '../state/records.ts';
import { createUser } from '../state/users.ts';
import { known } from '../state/world.ts';
import { Channel, type Overwrite } from './channel.ts';
import type { Identified } from './command-options.ts';
import { Person } from './person.ts';
import type { Stage } from './stage.ts';

export interface MemberOptions {
  readonly name: string;
  readonly nick?: string;
  readonly roles?: readonly Identified[];
  /** Given through a role of their own, on top of everyone's. */
  readonly permissions?: bigint;
  readonly locale?: `${Locale}`;
}

export interface ChannelOptions {
  readonly name: string;
  readonly type?: 'text' | 'announcement' | 'voice' | 'forum' | 'category';
  readonly category?: Identified;
  readonly nsfw?: boolean;
  readonly overwrites?: readonly (Overwrite & { readonly of: Identified })[];
}

const channelTypes = {
  text: ChannelType.GuildText,
  announcement: ChannelType.GuildAnnouncement,
  voice: ChannelType.GuildVoice,
  forum: ChannelType.GuildForum,
  category: ChannelType.GuildCategory,
} as const;

/** A server. Its id also stands for the role of everyone. */
export class Guild {
  readonly id: string;
  readonly #stage: Stage;
  readonly #record: GuildRecord;

  constructor(stage: Stage, record: GuildRecord) {
    this.id = record.id;
    this.#stage = stage;
    this.#record = record;
  }

  get name(): string {
    return this.#record.name;
  }

  /** All but everyone's. */
  get roles(): APIRole[] {
    return [...this.#record.roles.values()].filter(({ id }) => id !== this.id);
  }

  createChannel(options: ChannelOptions): Channel {
    const channel: NewChannel = {
      type: channelTypes[options.type ?? 'text'],
      guildId: this.id,
      name: options.name,
      parentId: options.category?.id ?? null,
      nsfw: options.nsfw ?? false,
      ...(options.overwrites === undefined
        ? {}
        : {
            overwrites: options.overwrites.map(({ of, allow = 0n, deny = 0n }) => ({
              id: of.id,
              type: this.#record.roles.has(of.id) ? 0 : 1,
              allow: allow.toString(),
              deny: deny.toString(),
            })),
          }),
    };
    return new Channel(this.#stage, createChannel(this.#stage.world, channel));
  }

  createRole(name: string, permissions = 0n): APIRole {
    return createRole(this.#stage.world, this.#record, name, permissions);
  }

  /** @param role the guild itself stands for everyone */
  setPermissions(role: Identified, permissions: bigint): void {
    setRolePermissions(this.#stage.world, this.#record, role.id, permissions);
  }

  deleteRole(role: Identified): void {
    deleteRole(this.#stage.world, this.#record, role.id);
  }

  /** A new person, who joins. */
  addMember(options: MemberOptions): Person {
    const user = createUser(this.#stage.world, options);
    this.add(user, options);
    return new Person(this.#stage, user);
  }

  /** Lets a person or a bot join who exists already. */
  add(member: Identified, options: Omit<MemberOptions, 'name' | 'locale'> = {}): void {
    const own =
      options.permissions === undefined ? [] : [this.createRole(`of ${member.id}`, options.permissions)];
    addMember(this.#stage.world, this.#record, member.id, {
      nick: options.nick ?? null,
      roleIds: [...(options.roles ?? []), ...own].map(({ id }) => id),
    });
  }

  changeMember(
    member: Identified,
    change: {
      readonly nick?: string | null;
      readonly roles?: readonly Identified[];
      readonly timedOutUntil?: Date;
    },
  ): void {
    const { nick, roles, timedOutUntil } = change;
    updateMember(this.#stage.world, this.#record, this.#member(member), {
      ...(nick === undefined ? {} : { nick }),
      ...(roles === undefined ? {} : { roleIds: roles.map(({ id }) => id) }),
      ...(timedOutUntil === undefined ? {} : { timedOutUntil: timedOutUntil.getTime() }),
    });
  }

  /** Somebody leaves or is kicked. A bot that is removed gets a GUILD_DELETE. */
  remove(member: Identified): void {
    removeMember(this.#stage.world, this.#record, this.#member(member).userId);
  }

  /** @param options.deleteMessages as one can choose with a ban; Discord then tells of bulk deletions. */
  ban(member: Identified, options: { readonly deleteMessages?: boolean } = {}): void {
    const { world } = this.#stage;
    banMember(world, this.#record, known(world.users, member.id).id);
    for (const channel of options.deleteMessages === true ? world.channels.values() : []) {
      const theirs = channel.messages.filter(({ authorId }) => authorId === member.id);
      if (channel.guildId === this.id && theirs.length > 0) {
        deleteMessages(world, channel, theirs);
      }
    }
  }

  /** Discord has an outage that takes this server away for a while. */
  goDown(): void {
    breakGuild(this.#stage.world, this.#record);
  }

  comeBack(): void {
    repairGuild(this.#stage.world, this.#record);
  }

  setAttachmentSizeLimit(bytes: number): void {
    this.#record.attachmentSizeLimit = bytes;
  }

  #member(member: Identified): MemberRecord {
    return known(this.#record.members, member.id);
  }
}
