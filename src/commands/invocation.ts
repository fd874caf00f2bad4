import type { APIMessageTopLevelComponent } from 'discord-api-types/v10';
import type { Snowflake } from '../db/types.ts';

/** Who acts. Permissions are those in the channel where it happens, computed by Discord. */
export interface Actor {
  readonly id: Snowflake;
  readonly displayName: string;
  /** Discord's permission bits. */
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

/** What every handler gets, in plain values. */
export interface Invocation {
  readonly guildId: Snowflake;
  readonly channelId: Snowflake;
  readonly actor: Actor;
  /** The asker's Discord language, such as `en-GB`. */
  readonly locale: string;
  /** The language of the server, for what everyone sees. */
  readonly guildLocale: string;
  /** The largest file that may be sent here, in bytes. */
  readonly attachmentSizeLimit: number;
  /** Replaces the reply, or fills the deferred one. */
  editReply(message: ReplyMessage): Promise<void>;
}

export interface CommandInvocation<Options> extends Invocation {
  readonly options: Options;
  /** Must be a handler's first await: Discord waits 3 s. `visibility` cannot change later. */
  deferReply(visibility: 'private' | 'shared'): Promise<void>;
}

export interface ComponentInvocation extends Invocation {
  /** What follows the command and the action in the component's id. Untrusted: anyone can send any. */
  readonly argument: string;
  /** The values picked in a select menu; empty for a button. */
  readonly values: readonly string[];
  /** Must be a handler's first await. `editReply` then changes the message that the component is on. */
  deferUpdate(): Promise<void>;
}
