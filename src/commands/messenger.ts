import type { Snowflake } from '../db/ids.ts';
import type { ReplyMessage } from './invocation.ts';

/** Writes to people and channels without having been asked by them. */
export interface Messenger {
  /**
   * Asks a member something: privately if they let bots write to them, else where the asker is, if they can read
   * there. @returns how they were reached.
   */
  ask(request: {
    readonly guildId: Snowflake;
    readonly channelId: Snowflake;
    readonly memberId: Snowflake;
    readonly message: ReplyMessage;
  }): Promise<'direct' | 'channel' | 'nowhere'>;
  /** Posts to a channel of a server. @returns false when Kith may not. */
  post(guildId: Snowflake, channelId: Snowflake, message: ReplyMessage): Promise<boolean>;
  /** @returns those of the ids that are roles or channels of the server now. */
  existing(guildId: Snowflake, ids: readonly Snowflake[]): Promise<Snowflake[]>;
  /** The name of a server that Kith is in, and the language of what it says there to everyone. Null when unknown. */
  server(guildId: Snowflake): Promise<{ readonly name: string; readonly locale: string } | null>;
}
