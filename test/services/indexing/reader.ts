import type { Snowflake } from '../../../src/db/ids.ts';
import type {
  ChannelReader,
  PostedMessage,
  ReadableChannel,
  Unreadable,
} from '../../../src/services/indexing/channels.ts';

/** A message with pictures of these ids. */
export function message(
  channelId: Snowflake,
  messageId: Snowflake,
  pictureIds: readonly Snowflake[],
  values: Partial<PostedMessage> = {},
): PostedMessage {
  return {
    messageId,
    channelId,
    authorId: '13',
    postedAt: new Date('2024-05-01T12:00:00Z'),
    pictures: pictureIds.map((attachmentId) => ({
      attachmentId,
      url: `https://cdn.example/${attachmentId}`,
      size: 5,
    })),
    isHidden: false,
    ...values,
  };
}

/** Discord as a list of messages, in which things can be hidden, and which can be away. */
export class ScriptedReader implements ChannelReader {
  seesContent = true;
  messages: PostedMessage[] = [];
  /** Channels that cannot be read, and why. */
  readonly unreadable = new Map<Snowflake, Unreadable>();
  isAway = false;
  /** Whether Kith is in the server. */
  standing: 'member' | 'removed' | 'unknown' = 'member';
  /** What is known without asking. */
  channels: ReadableChannel[] = [];
  /** What was asked for: `page`, `around` or `message`, with channel and message. */
  readonly asked: string[] = [];

  async membership() {
    return this.standing;
  }

  known(_guildId: Snowflake, channelId: Snowflake) {
    return this.channels.find((channel) => channel.channelId === channelId) ?? null;
  }

  allKnown() {
    return this.channels;
  }

  async find(_guildId: Snowflake, channelId: Snowflake): Promise<ReadableChannel | Unreadable> {
    const reason = this.#reasonAgainst(channelId);
    if (reason !== undefined) return reason;
    return { channelId, parentId: null, categoryId: null, lastMessageId: null, readable: true };
  }

  async *under(guildId: Snowflake, targetId: Snowflake) {
    const found = await this.find(guildId, targetId);
    if (typeof found === 'string') throw new Error('404');
    yield found;
  }

  async page(_guildId: Snowflake, channelId: Snowflake, { beforeId }: { beforeId: Snowflake | null }) {
    this.asked.push(`page ${channelId} ${beforeId}`);
    const reason = this.#reasonAgainst(channelId);
    if (reason !== undefined) return reason;
    const older = this.#in(channelId).filter(
      ({ messageId }) => beforeId === null || BigInt(messageId) < BigInt(beforeId),
    );
    return older.slice(0, 100);
  }

  async around(_guildId: Snowflake, channelId: Snowflake, messageId: Snowflake) {
    this.asked.push(`around ${channelId} ${messageId}`);
    const reason = this.#reasonAgainst(channelId);
    if (reason !== undefined) return reason;
    const all = this.#in(channelId);
    const newer = all.filter((one) => BigInt(one.messageId) >= BigInt(messageId)).slice(-50);
    return [...newer, ...all.filter((one) => BigInt(one.messageId) < BigInt(messageId)).slice(0, 50)];
  }

  async message(_guildId: Snowflake, channelId: Snowflake, messageId: Snowflake) {
    this.asked.push(`message ${channelId} ${messageId}`);
    const reason = this.#reasonAgainst(channelId);
    if (reason !== undefined) return reason;
    return this.#in(channelId).find((one) => one.messageId === messageId) ?? 'gone';
  }

  #reasonAgainst(channelId: Snowflake): Unreadable | undefined {
    if (this.isAway) throw new Error('503');
    return this.unreadable.get(channelId);
  }

  /** Newest first. */
  #in(channelId: Snowflake): PostedMessage[] {
    return this.messages
      .filter((one) => one.channelId === channelId)
      .sort((a, b) => (BigInt(a.messageId) < BigInt(b.messageId) ? 1 : -1));
  }
}
