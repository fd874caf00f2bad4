import type { Snowflake } from '../../db/ids.ts';
import type { Database } from '../../db/types.ts';
import type { JobPayloads, Jobs } from '../../jobs/jobs.ts';
import type { Logger } from '../../log/logger.ts';
import type { Forgetting } from '../deletion/forgetting.ts';
import { isLeftAlone } from '../settings/left-alone.ts';
import type { Settings } from '../settings/settings.ts';
import { type ChannelReader, isOlder, snowflakeAt } from './channels.ts';
import { beginBatch } from './index-messages.ts';
import type { IndexPicturePorts } from './index-picture.ts';
import type { IndexedChannels } from './indexed-channels.ts';
import type { Slots } from './slots.ts';

export interface LivePorts extends IndexPicturePorts {
  readonly database: Database;
  readonly reader: ChannelReader;
  readonly settings: Settings;
  readonly indexed: IndexedChannels;
  readonly jobs: Jobs;
  readonly forgetting: Pick<Forgetting, 'messages' | 'attachments'>;
  /** Its own, so that a new picture does not wait for a backfill. */
  readonly slots: Slots;
  readonly log: Logger;
}

/** A message as the gateway tells of it. */
export interface HeardMessage {
  readonly guildId: Snowflake;
  readonly channelId: Snowflake;
  readonly messageId: Snowflake;
  readonly pictureIds: readonly Snowflake[];
}

/** How far the gateway's events of a server have been followed. */
interface Following {
  /** False from the moment that events may have been missed until what was missed has been found. */
  complete: boolean;
  /** How often events may have been missed: what happens while a gap is being closed opens another one. */
  gaps: number;
  readonly cursors: Map<Snowflake, Snowflake>;
  /** Messages that are on their way into the queue. */
  readonly sending: Set<HeardMessage>;
}

/**
 * Indexes what is posted from now on. A message with pictures becomes a job, and only then does its channel's cursor
 * pass it; after a gap the messages between the cursor and the present are gone through. So none is missed, whatever
 * ends when.
 */
export class LiveIndexing {
  readonly #ports: LivePorts;
  readonly #guilds = new Map<Snowflake, Following>();

  constructor(ports: LivePorts) {
    this.#ports = ports;
  }

  /** A message was posted. */
  async heard(heard: HeardMessage): Promise<void> {
    const { guildId, channelId, messageId, pictureIds } = heard;
    const { indexed, reader, jobs } = this.#ports;
    const following = this.#following(guildId);
    following.sending.add(heard);
    try {
      if ((await indexed.of(guildId)).size === 0) return;
      const channel = reader.known(guildId, channelId);
      // An archived thread that a message opens again is not known yet: the job finds out where it belongs.
      if (channel !== null && (await indexed.since(guildId, channel)) === null) return;
      if (pictureIds.length > 0) await jobs.send('message', { guildId, channelId, messageId });
      if (channel !== null) advance(following.cursors, channelId, messageId);
    } catch (error) {
      // It is not in the queue: the next look for gaps must find it.
      openGap(following);
      throw error;
    } finally {
      following.sending.delete(heard);
    }
  }

  /** A message was changed: pictures may have gone, or come. */
  async changed({ guildId, channelId, messageId, pictureIds }: HeardMessage): Promise<void> {
    const { database, jobs } = this.#ports;
    const before = await database.forGuild(guildId).attachments.ofMessage(messageId);
    const same = before.length === pictureIds.length && before.every((id) => pictureIds.includes(id));
    if (!same) await jobs.send('message', { guildId, channelId, messageId });
  }

  /** Events of these servers may have been missed. */
  interrupted(isMeant: (guildId: Snowflake) => boolean): void {
    for (const [guildId, following] of this.#guilds) {
      if (isMeant(guildId)) openGap(following);
    }
  }

  /** Kith is not in that server any more. */
  left(guildId: Snowflake): void {
    this.#guilds.delete(guildId);
  }

  /** Has everything gone through that may have been missed while nobody listened. */
  async catchUp(guildId: Snowflake): Promise<void> {
    const { database, reader, indexed, jobs } = this.#ports;
    const following = this.#following(guildId);
    openGap(following);
    const { gaps } = following;
    if (reader.seesContent && (await indexed.of(guildId)).size > 0) {
      const known = await database.forGuild(guildId).indexedChannels.cursors();
      for (const channel of reader.allKnown(guildId)) {
        const { channelId, parentId, lastMessageId, readable } = channel;
        const since = await indexed.since(guildId, channel);
        if (since === null || lastMessageId === null || !readable) continue;
        const start = snowflakeAt(since);
        const cursor = known.get(channelId) ?? start;
        const untilId = isOlder(cursor, start) ? start : cursor;
        if (!isOlder(untilId, lastMessageId)) continue;
        const claim = await database.transaction(guildId, async ({ walks, indexedChannels }) => {
          await indexedChannels.heard(new Map([[channelId, lastMessageId]]));
          const walk = {
            backfillId: null,
            channelId,
            parentId,
            untilId,
            topId: lastMessageId,
            pictureLimit: null,
          };
          return await walks.add(walk);
        });
        if (claim !== null) await jobs.send('walk', { guildId, ...claim });
      }
    }
    if (following.gaps === gaps) following.complete = true;
  }

  /** Looks for gaps that could not be closed when they were found, such as while the database was away. */
  async catchUpAgain(): Promise<void> {
    for (const [guildId, { complete }] of this.#guilds) {
      if (!complete && this.#ports.reader.allKnown(guildId).length > 0) await this.catchUp(guildId);
    }
  }

  /** Writes down how far everything is. Called now and then: what is not written down is only looked at again. */
  async flush(): Promise<void> {
    for (const [guildId, { complete, cursors, sending }] of this.#guilds) {
      if (!complete) continue;
      const unsettled = new Set([...sending].map(({ channelId }) => channelId));
      const settled = new Map([...cursors].filter(([channelId]) => !unsettled.has(channelId)));
      if (settled.size === 0) continue;
      await this.#ports.database.forGuild(guildId).indexedChannels.heard(settled);
      for (const [channelId, messageId] of settled) {
        if (cursors.get(channelId) === messageId) cursors.delete(channelId);
      }
    }
  }

  /** Makes what is kept of a message equal to what it shows: the job. */
  async settle(
    { guildId, channelId, messageId }: JobPayloads['message'],
    signal: AbortSignal,
  ): Promise<void> {
    const { database, reader, settings, indexed, slots, analyser, forgetting } = this.#ports;
    const { attachments, faces } = database.forGuild(guildId);
    if (!reader.seesContent) return;
    const message = await reader.message(guildId, channelId, messageId);
    if (message === 'no-permission' || (message !== 'gone' && message.isHidden)) return;
    if (message === 'gone') {
      await forgetting.messages(guildId, [messageId]);
      return;
    }
    const shown = new Set(message.pictures.map(({ attachmentId }) => attachmentId));
    const kept = await attachments.ofMessage(messageId);
    const removed = kept.filter((id) => !shown.has(id));
    if (removed.length > 0) await forgetting.attachments(guildId, removed);

    const channel = await reader.find(guildId, channelId);
    // The process that heard of the message may know of a channel that this one does not know of yet.
    indexed.changed(guildId);
    if (typeof channel === 'string' || (await indexed.since(guildId, channel)) === null) return;
    const guildSettings = await settings.of(guildId);
    if (isLeftAlone(channel, guildSettings)) return;
    // Of strangers nothing is kept, and there is nobody else.
    if (
      guildSettings.indexingScope === 'enrolled' &&
      (await faces.countEnrolments(analyser.modelVersion)) === 0
    )
      return;
    const batch = { guildId, parentId: channel.parentId, messages: [message], settings: guildSettings };
    await (await beginBatch(this.#ports, slots, batch, signal)).done;
  }

  #following(guildId: Snowflake): Following {
    const known = this.#guilds.get(guildId);
    if (known !== undefined) return known;
    const following = { complete: false, gaps: 0, cursors: new Map(), sending: new Set<HeardMessage>() };
    this.#guilds.set(guildId, following);
    return following;
  }
}

function openGap(following: Following): void {
  following.complete = false;
  following.gaps += 1;
}

function advance(cursors: Map<Snowflake, Snowflake>, channelId: Snowflake, messageId: Snowflake): void {
  const at = cursors.get(channelId);
  if (at === undefined || isOlder(at, messageId)) cursors.set(channelId, messageId);
}
