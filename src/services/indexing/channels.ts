import type { Snowflake } from '../../db/ids.ts';
import type { ChannelPlace } from '../settings/left-alone.ts';

/** A picture in a message, wherever it stands there: attached, in an embed, or forwarded with it. */
export interface PostedPicture {
  readonly attachmentId: Snowflake;
  /** Signed and short-lived: never stored, never logged. */
  readonly url: string;
  /** Bytes, as declared; absent for pictures in embeds. */
  readonly size?: number;
}

export interface PostedMessage {
  readonly messageId: Snowflake;
  readonly channelId: Snowflake;
  readonly authorId: Snowflake;
  readonly postedAt: Date;
  readonly pictures: readonly PostedPicture[];
  /** Discord does not let Kith see what is in it: then no pictures does not mean that there are none. */
  readonly isHidden: boolean;
}

/** What holds messages: a channel, a thread, a post of a forum. */
export interface ReadableChannel extends ChannelPlace {
  readonly lastMessageId: Snowflake | null;
  /** Whether Kith may view it and read its history. */
  readonly readable: boolean;
}

/** Why something cannot be read: it is no longer there, Kith may not, or Discord could not say now. */
export type Unreadable = 'gone' | 'no-permission';

/**
 * Reads channels as Discord shows them to Kith at that moment. Whatever may pass (an outage, a broken connection) is
 * thrown, never taken for something that is gone.
 */
export interface ChannelReader {
  /** Whether Kith is in the server at this moment; `unknown` while Discord cannot say. */
  membership(guildId: Snowflake): Promise<'member' | 'removed' | 'unknown'>;
  /** Whether Discord lets Kith see what messages contain. */
  readonly seesContent: boolean;
  /** A channel or thread that is known without asking; null for others, archived threads among them. */
  known(guildId: Snowflake, channelId: Snowflake): ReadableChannel | null;
  /** Every channel and thread that is known without asking. */
  allKnown(guildId: Snowflake): ReadableChannel[];
  /** A channel or thread that is known without asking, else asked for. */
  find(guildId: Snowflake, channelId: Snowflake): Promise<ReadableChannel | Unreadable>;
  /**
   * What holds messages under a target: a channel with its threads, those of a category, or of a whole server.
   * Archived threads are among them, private ones as far as Kith may list them.
   */
  under(guildId: Snowflake, targetId: Snowflake): AsyncIterable<ReadableChannel>;
  /** At most 100 messages, newest first, older than `beforeId`. @throws what may pass */
  page(
    guildId: Snowflake,
    channelId: Snowflake,
    range: { readonly beforeId: Snowflake | null },
    signal?: AbortSignal,
  ): Promise<readonly PostedMessage[] | Unreadable>;
  /** At most 100 messages with that one in the middle, newest first. */
  around(
    guildId: Snowflake,
    channelId: Snowflake,
    messageId: Snowflake,
  ): Promise<readonly PostedMessage[] | Unreadable>;
  message(
    guildId: Snowflake,
    channelId: Snowflake,
    messageId: Snowflake,
  ): Promise<PostedMessage | Unreadable>;
}

/** What a page is expected to hold; a shorter one is the last. */
export const pageSize = 100;

const discordEpoch = 1_420_070_400_000n;

/** The smallest id that a message of that moment can have. */
export function snowflakeAt(at: Date): Snowflake {
  const milliseconds = BigInt(at.getTime()) - discordEpoch;
  return String((milliseconds < 0n ? 0n : milliseconds) << 22n);
}

/** Whether the first is older: ids grow with time. */
export function isOlder(id: Snowflake, than: Snowflake): boolean {
  return BigInt(id) < BigInt(than);
}
