import type {
  APIMessageTopLevelComponent,
  APIModalInteractionResponseCallbackData,
} from 'discord-api-types/v10';
import type { Snowflake } from '../db/ids.ts';
import type { PhotoReference } from '../services/photo.ts';

/** Who acts. Permissions are those in the channel where it happens, computed by Discord. */
export interface Actor {
  readonly id: Snowflake;
  readonly displayName: string;
  /** Discord's permission bits; none in direct messages. */
  readonly permissions: bigint;
  readonly roleIds: readonly Snowflake[];
}

export interface ReplyFile {
  readonly name: string;
  readonly data: Uint8Array;
  /** Alt text, for those who cannot see the picture. */
  readonly description?: string;
}

/** A reply in Components V2. Nothing in it can ping: the transport sends no allowed mentions but `pings`. */
export interface ReplyMessage {
  readonly components: readonly APIMessageTopLevelComponent[];
  readonly files?: readonly ReplyFile[];
  /** Members whose mention in this message notifies them. */
  readonly pings?: readonly Snowflake[];
}

/** What a handler gets that also works in direct messages with the bot: plain values. */
export interface AnywhereInvocation {
  /** Null in direct messages. */
  readonly guildId: Snowflake | null;
  readonly channelId: Snowflake;
  readonly actor: Actor;
  /** The asker's Discord language, such as `en-GB`. */
  readonly locale: string;
  /** The language of the server, for what everyone sees; in direct messages the asker's. */
  readonly guildLocale: string;
  /** The largest file that may be sent here, in bytes. */
  readonly attachmentSizeLimit: number;
  /** Fills the deferred reply, or changes the message that the component is on. */
  editReply(message: ReplyMessage): Promise<void>;
  /** A further message that only the asker sees. */
  followUp(message: ReplyMessage): Promise<void>;
}

/** The same in a server. */
export interface Invocation extends AnywhereInvocation {
  readonly guildId: Snowflake;
}

export interface CommandValues<Options> {
  readonly options: Options;
}

export interface ComponentValues {
  /** What follows the command and the action in the component's id. Untrusted: anyone can send any. */
  readonly argument: string;
  /** The values picked in a select menu; empty for a button. */
  readonly values: readonly string[];
}

export interface ModalValues {
  /** What follows the command and the action in the modal's id. Untrusted. */
  readonly argument: string;
  /** What was typed, or the values picked, by the inputs' ids; what was left empty is absent. */
  readonly fields: Readonly<Record<string, readonly string[]>>;
  /** Of the users that were picked, those who are members of the server and no bots. */
  readonly members: readonly Snowflake[];
}

export interface MessageValues {
  readonly target: TargetMessage;
}

/** The message that an entry of its menu was used on. */
export interface TargetMessage {
  readonly id: Snowflake;
  /** Every picture that it shows, those of a forwarded message included. */
  readonly images: readonly PhotoReference[];
}

/** A modal without its id, which the command gives it. */
export type ModalForm = Omit<APIModalInteractionResponseCallbackData, 'custom_id'>;
