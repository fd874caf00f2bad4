import type {
  APIApplicationCommand,
  APIEmbed,
  APIMessageTopLevelComponent,
  APIOverwrite,
  APIRole,
  ChannelType,
  Locale,
  MessageType,
} from 'discord-api-types/v10';

/** A person or a bot. */
export interface UserRecord {
  readonly id: string;
  name: string;
  readonly bot: boolean;
  locale: `${Locale}`;
  /** Whether they take direct messages from bots. */
  acceptsDirectMessages: boolean;
}

export interface MemberRecord {
  readonly userId: string;
  nick: string | null;
  roleIds: string[];
  readonly joinedAt: number;
  timedOutUntil: number | null;
}

export interface GuildRecord {
  readonly id: string;
  name: string;
  ownerId: string;
  locale: `${Locale}`;
  /** The largest file a message may carry here, in bytes (Discord raises it with the server's boosts). */
  attachmentSizeLimit: number;
  /** An outage: the guild is still there but cannot be reached. */
  unavailable: boolean;
  readonly roles: Map<string, APIRole>;
  readonly members: Map<string, MemberRecord>;
  readonly bans: Set<string>;
}

export interface ThreadRecord {
  readonly ownerId: string;
  archived: boolean;
  locked: boolean;
  archiveChangedAt: number;
  readonly createdAt: number;
  readonly memberIds: Set<string>;
}

export interface ChannelRecord {
  readonly id: string;
  readonly type: ChannelType;
  /** Null for direct messages. */
  readonly guildId: string | null;
  name: string;
  topic: string | null;
  /** A category, or the channel a thread is in. */
  parentId: string | null;
  position: number;
  nsfw: boolean;
  overwrites: APIOverwrite[];
  /** Both ends of direct messages; empty in guilds. */
  readonly recipientIds: readonly string[];
  readonly thread: ThreadRecord | null;
  /** Oldest first, ephemeral ones among them. */
  readonly messages: MessageRecord[];
  lastMessageId: string | null;
}

/** An uploaded file on the CDN. */
export interface FileRecord {
  readonly id: string;
  readonly channelId: string;
  /** As it appears in its URL; Discord drops other characters. */
  readonly filename: string;
  /** What the uploader called it, where that differs. */
  readonly title: string | null;
  readonly bytes: Uint8Array;
  /** By the name's ending, as Discord has it; null when unknown. */
  readonly contentType: string | null;
  /** In pixels, upright, or null when it is no readable picture. */
  readonly width: number | null;
  readonly height: number | null;
  description: string | null;
  readonly ephemeral: boolean;
  readonly createdAt: number;
}

/** Which interaction made a message, as Discord tells it. */
export interface MessageOrigin {
  readonly interactionId: string;
  readonly followUpTo: string | null;
}

/** What a message forwards stays, whatever becomes of the original. */
export interface ForwardRecord {
  readonly messageId: string;
  readonly channelId: string;
  readonly guildId: string | null;
  readonly type: MessageType;
  readonly content: string;
  readonly files: readonly FileRecord[];
}

export interface MessageRecord {
  readonly id: string;
  readonly channelId: string;
  readonly guildId: string | null;
  readonly authorId: string;
  readonly type: MessageType;
  content: string;
  /** As sent: `attachment://` names are turned into fresh signed URLs whenever the message is shown. */
  embeds: APIEmbed[];
  components: APIMessageTopLevelComponent[];
  files: FileRecord[];
  flags: number;
  editedAt: number | null;
  pinned: boolean;
  mentionedUserIds: string[];
  mentionedRoleIds: string[];
  mentionsEveryone: boolean;
  /** The message it answers or belongs to. */
  readonly referenceId: string | null;
  /** Of a forwarded message: what it forwards, as that was at the time. */
  readonly forwarded: ForwardRecord | null;
  readonly nonce: string | number | null;
  readonly origin: MessageOrigin | null;
  /** For ephemeral messages the only user who sees it, else null. */
  readonly visibleTo: string | null;
}

export type CommandRecord = APIApplicationCommand & {
  contexts?: APIApplicationCommand['contexts'];
};

export interface ApplicationRecord {
  /** Also its bot user's id. */
  readonly id: string;
  name: string;
  token: string;
  /** Privileged intents that were ticked in the developer portal. */
  privilegedIntents: number;
  readonly commands: Map<string, CommandRecord>;
  /** What the gateway recommends, and how often a session may be started. */
  recommendedShards: number;
  sessionStartsLeft: number;
}
