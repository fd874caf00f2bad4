import type { Snowflake } from '../../db/ids.ts';
import type { Walk, WalkFailure, WalkRepository } from '../../db/indexing-types.ts';
import type { Database } from '../../db/types.ts';
import type { JobPayloads, Jobs } from '../../jobs/jobs.ts';
import { type ChannelReader, isOlder, type PostedMessage, pageSize } from '../indexing/channels.ts';
import { beginBatch } from '../indexing/index-messages.ts';
import type { IndexPicturePorts } from '../indexing/index-picture.ts';
import type { Slots } from '../indexing/slots.ts';
import { isLeftAlone } from '../settings/left-alone.ts';
import type { GuildSettings } from '../settings/schema.ts';
import type { Settings } from '../settings/settings.ts';
import type { OnProgress } from './progress.ts';

export interface WalkerPorts extends IndexPicturePorts {
  readonly database: Database;
  readonly reader: ChannelReader;
  readonly settings: Settings;
  readonly jobs: Jobs;
  readonly slots: Slots;
  readonly onProgress: OnProgress;
}

/** After so long a walk goes to the end of the queue, so that channels and servers take turns. */
const turnMs = 15_000;

type Payload = JobPayloads['walk'];

/** What is left to read of a page, and whether anything lies behind it. */
interface Cut {
  readonly messages: readonly PostedMessage[];
  readonly oldestId: Snowflake | null;
  readonly isLast: boolean;
}

/**
 * Goes through a channel, a page of messages at a time, from the newest to the oldest. The cursor moves when every
 * picture of a page has its outcome written down, so wherever it is interrupted, nothing is missed and nothing
 * counts twice.
 */
export class Walker {
  readonly #ports: WalkerPorts;

  constructor(ports: WalkerPorts) {
    this.#ports = ports;
  }

  /** One turn of a walk. @throws what may pass: the job is then done again. */
  async walk(payload: Payload, signal: AbortSignal): Promise<void> {
    const { database, reader, settings, jobs } = this.#ports;
    const { guildId } = payload;
    const walk = await database.forGuild(guildId).walks.find(payload);
    if (walk === null) return;
    const guildSettings = await settings.of(guildId);
    const channel = await reader.find(guildId, walk.channelId);
    const outcome =
      typeof channel !== 'string' && isLeftAlone(channel, guildSettings)
        ? { end: null }
        : await this.#turn(payload, walk, guildSettings, signal);
    if (outcome === 'lost') return;
    if (outcome === 'more') {
      await jobs.send('walk', payload);
      return;
    }
    await this.#end(payload, walk, outcome.end);
  }

  async #turn(
    payload: Payload,
    walk: Walk,
    settings: GuildSettings,
    outer: AbortSignal,
  ): Promise<'lost' | 'more' | { readonly end: WalkFailure | null }> {
    const { reader, slots } = this.#ports;
    const { guildId } = payload;
    const ends = performance.now() + turnMs;
    // Whatever ends the turn also ends what is under way ahead of it.
    const failed = new AbortController();
    const signal = AbortSignal.any([outer, failed.signal]);
    let beforeId = walk.beforeId;
    let pictures = walk.pictures;
    let settled: Promise<boolean> = Promise.resolve(true);
    try {
      for (;;) {
        const page = await reader.page(guildId, walk.channelId, { beforeId }, signal);
        if (typeof page === 'string') return (await settled) ? { end: page } : 'lost';
        const { messages, oldestId, isLast } = cut(page, walk, pictures);
        const batch = await beginBatch(
          this.#ports,
          slots,
          { guildId, parentId: walk.parentId, messages, settings },
          signal,
        );
        await batch.begun;
        // While the last pictures of this page are looked at, the next page is fetched; never more than that.
        if (!(await settled)) return 'lost';
        const fromId = beforeId;
        const { attachmentIds } = batch;
        settled = batch.done.then(
          () =>
            oldestId === null ||
            this.#advance(payload, walk, {
              fromId,
              beforeId: oldestId,
              messages: messages.length,
              attachmentIds,
            }),
        );
        settled.catch(() => {});
        pictures += attachmentIds.length;
        beforeId = oldestId;
        if (isLast) return (await settled) ? { end: null } : 'lost';
        if (performance.now() > ends) return (await settled) ? 'more' : 'lost';
      }
    } catch (error) {
      failed.abort(error);
      await settled.catch(() => {});
      throw error;
    }
  }

  async #advance(
    payload: Payload,
    { backfillId }: Walk,
    page: Parameters<WalkRepository['advance']>[1],
  ): Promise<boolean> {
    const { database, onProgress } = this.#ports;
    const { walks } = database.forGuild(payload.guildId);
    const mine = await walks.advance(payload, page);
    if (mine && backfillId !== null) onProgress(payload.guildId, backfillId);
    return mine;
  }

  async #end(payload: Payload, { backfillId }: Walk, failure: WalkFailure | null): Promise<void> {
    const { database, onProgress } = this.#ports;
    const { guildId } = payload;
    // Both or neither, and one walk after the other: of two that end at once, the later one sees that it was the last.
    const isDone = await database.transaction(guildId, async ({ walks, backfills }) => {
      if (backfillId !== null) await backfills.hold(backfillId);
      await walks.end(payload, failure);
      return backfillId !== null && (await backfills.finishWhenWalked(backfillId));
    });
    if (backfillId !== null) onProgress(guildId, backfillId, isDone);
  }
}

/** Down to where the walk ends: a message, or enough pictures. */
function cut(page: readonly PostedMessage[], walk: Walk, seen: number): Cut {
  const wanted = page.filter(({ messageId }) => isOlder(walk.untilId, messageId));
  const messages: PostedMessage[] = [];
  let room = walk.pictureLimit === null ? Number.POSITIVE_INFINITY : walk.pictureLimit - seen;
  for (const message of wanted) {
    if (room <= 0) break;
    const pictures = message.pictures.slice(0, room);
    room -= pictures.length;
    messages.push({ ...message, pictures });
  }
  const isLast = page.length < pageSize || messages.length < page.length || room <= 0;
  return { messages, oldestId: messages.at(-1)?.messageId ?? null, isLast };
}
