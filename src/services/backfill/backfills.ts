import type { RowId, Snowflake } from '../../db/ids.ts';
import type { Backfill, BackfillRepository, BackfillSchedule } from '../../db/indexing-types.ts';
import type { Database } from '../../db/types.ts';
import { UserError } from '../../errors/user-error.ts';
import type { JobPayloads, Jobs } from '../../jobs/jobs.ts';
import type { AuditedDatabase } from '../audit/audited-database.ts';
import { type ChannelReader, isOlder, snowflakeAt, type Unreadable } from '../indexing/channels.ts';
import type { IndexedChannels } from '../indexing/indexed-channels.ts';
import { isLeftAlone } from '../settings/left-alone.ts';
import type { GuildSettings } from '../settings/schema.ts';
import type { Settings } from '../settings/settings.ts';
import type { OnProgress } from './progress.ts';
import { type BackfillStatus, statusOf } from './status.ts';
import { nextTime, type Timetable } from './timetable.ts';

export interface BackfillsPorts {
  readonly database: Database;
  readonly audited: AuditedDatabase;
  readonly reader: ChannelReader;
  readonly settings: Settings;
  readonly jobs: Jobs;
  readonly indexed: IndexedChannels;
  /** Networks and alignment that faces are compared in. */
  readonly modelVersion: string;
  readonly onProgress: OnProgress;
  readonly now?: () => Date;
}

export interface BackfillRequest {
  readonly guildId: Snowflake;
  readonly actorId: Snowflake;
  /** A channel, thread or category; null for the whole server. */
  readonly channelId: Snowflake | null;
  readonly since: Date | null;
  /** The newest so many pictures of each channel. */
  readonly pictureLimit: number | null;
}

export interface Overview {
  /** Those that are open; when there are none, the last one. */
  readonly backfills: readonly BackfillStatus[];
  readonly indexed: readonly Snowflake[];
  readonly schedule: BackfillSchedule | null;
  readonly seesContent: boolean;
  /** Somebody enrolled since, who may be in pictures of which nothing was kept of them. */
  readonly wouldHelpAgain: boolean;
}

/** What moderators say about indexing: what, from when on, how often, and that it shall stop. */
export class Backfills {
  readonly #ports: BackfillsPorts;

  constructor(ports: BackfillsPorts) {
    this.#ports = ports;
  }

  /**
   * Has what was posted there indexed, and what will be posted from now on.
   * @throws UserError `message-content-missing`, `nobody-enrolled`, `channel-unreadable`, `backfill-running`
   */
  async start({ guildId, actorId, channelId, since, pictureLimit }: BackfillRequest): Promise<RowId> {
    const { reader, settings, audited, indexed } = this.#ports;
    this.#requireContent();
    const targetId = channelId ?? guildId;
    const guildSettings = await settings.of(guildId);
    if (guildSettings.indexingScope === 'enrolled') {
      const { faces } = audited.read(guildId);
      if ((await faces.countEnrolments(this.#ports.modelVersion)) === 0) {
        throw new UserError('nobody-enrolled', {});
      }
    }
    if (channelId !== null) {
      const found = await reader.find(guildId, channelId);
      if (typeof found !== 'string' && isLeftAlone(found, guildSettings))
        throw new UserError('channel-excluded', { channelId });
      if (typeof found === 'string' || !found.readable)
        throw new UserError('channel-unreadable', { channelId });
    }
    const backfillId = await audited.change(guildId, async ({ backfills, indexedChannels }) => {
      await indexedChannels.add(targetId);
      const started = await backfills.start({ targetId, since, pictureLimit, requestedBy: actorId });
      if (started === null) throw new UserError('backfill-running', { channelId });
      return {
        result: started,
        entry: {
          actorId,
          action: 'backfill',
          personId: null,
          details: { what: 'start', target: targetId, since: since?.toISOString() ?? 'all' },
        },
      };
    });
    indexed.changed(guildId);
    await this.#ports.jobs.send('prepare', { guildId, backfillId });
    return backfillId;
  }

  /** @returns how many were paused. @throws UserError `no-backfill` when none runs */
  async pause(guildId: Snowflake, actorId: Snowflake, only: RowId | null = null): Promise<number> {
    const ids = await this.#change(guildId, actorId, 'pause', only);
    return ids.length;
  }

  /** @throws UserError `no-backfill` when none is paused, `message-content-missing` */
  async resume(guildId: Snowflake, actorId: Snowflake, only: RowId | null = null): Promise<number> {
    this.#requireContent();
    const ids = await this.#change(guildId, actorId, 'resume', only);
    for (const backfillId of ids) {
      await this.#dispatch(guildId, backfillId);
    }
    return ids.length;
  }

  /**
   * Ends what is open, and new pictures are no longer indexed there either. What was found stays until it is deleted
   * or expires.
   * @param channelId what was started for it; null for everything.
   * @throws UserError `no-backfill` when there is nothing to end
   */
  async cancel(guildId: Snowflake, actorId: Snowflake, channelId: Snowflake | null): Promise<void> {
    await this.#cancel(guildId, actorId, (targetId) => channelId === null || channelId === targetId);
  }

  /** The same for what one backfill was started for. */
  async cancelOne(guildId: Snowflake, actorId: Snowflake, backfillId: RowId): Promise<void> {
    const { backfill } = await this.status(guildId, backfillId);
    await this.#cancel(guildId, actorId, (targetId) => targetId === backfill.targetId);
  }

  async #cancel(
    guildId: Snowflake,
    actorId: Snowflake,
    isMeant: (targetId: Snowflake) => boolean,
  ): Promise<void> {
    const { audited, indexed, onProgress } = this.#ports;
    const cancelled = await audited.change(guildId, async ({ backfills, indexedChannels }) => {
      const targets = (await indexedChannels.all()).filter(({ targetId }) => isMeant(targetId));
      for (const { targetId } of targets) await indexedChannels.remove(targetId);
      const open = (await backfills.open()).filter(({ targetId }) => isMeant(targetId));
      for (const { backfillId } of open) {
        await backfills.change(backfillId, ['preparing', 'running', 'paused'], 'cancelled');
      }
      if (open.length === 0 && targets.length === 0) throw new UserError('no-backfill', {});
      const details = { what: 'cancel', targets: targets.length, backfills: open.length };
      return { result: open, entry: { actorId, action: 'backfill', personId: null, details } };
    });
    indexed.changed(guildId);
    for (const { backfillId } of cancelled) onProgress(guildId, backfillId, true);
  }

  async overview(guildId: Snowflake): Promise<Overview> {
    const { audited, reader } = this.#ports;
    const { backfills, indexedChannels } = audited.read(guildId);
    const open = await backfills.open();
    const latest = open.length > 0 ? null : await backfills.latest();
    const shown = latest === null ? open : [latest];
    return {
      backfills: await Promise.all(
        shown.map(async (backfill) => ({ backfill, totals: await backfills.totals(backfill.backfillId) })),
      ),
      indexed: (await indexedChannels.all()).map(({ targetId }) => targetId),
      schedule: await backfills.schedule(),
      seesContent: reader.seesContent,
      wouldHelpAgain: await this.wouldHelpAgain(guildId),
    };
  }

  /** @returns when it is due first. */
  async schedule(guildId: Snowflake, actorId: Snowflake, timetable: Timetable): Promise<Date> {
    this.#requireContent();
    const nextAt = nextTime(timetable, this.#now());
    await this.#setSchedule(guildId, actorId, { ...timetable, nextAt });
    return nextAt;
  }

  async unschedule(guildId: Snowflake, actorId: Snowflake): Promise<void> {
    await this.#setSchedule(guildId, actorId, null);
  }

  /** @throws UserError `no-backfill` */
  async status(guildId: Snowflake, backfillId: RowId): Promise<BackfillStatus> {
    const { backfills } = this.#ports.audited.read(guildId);
    const status = await statusOf(backfills, backfillId);
    if (status === null) throw new UserError('no-backfill', {});
    return status;
  }

  /**
   * Goes through every indexed channel again, as far as it is not under way: for people who enrolled since.
   * @returns how many backfills were started. @throws UserError `message-content-missing`
   */
  async again(guildId: Snowflake, actorId: Snowflake): Promise<number> {
    this.#requireContent();
    const { audited, jobs } = this.#ports;
    const started = await audited.change(guildId, async ({ backfills, indexedChannels }) => {
      const ids = await startEach(backfills, await indexedChannels.all(), actorId);
      const details = { what: 'again', backfills: ids.length };
      return { result: ids, entry: { actorId, action: 'backfill', personId: null, details } };
    });
    for (const backfillId of started) await jobs.send('prepare', { guildId, backfillId });
    return started.length;
  }

  /**
   * Whether somebody who just enrolled may be in pictures that were gone through before, of which nothing was kept
   * of them.
   */
  async wouldHelpAgain(guildId: Snowflake): Promise<boolean> {
    const { audited, settings, reader, modelVersion } = this.#ports;
    const { indexingScope } = await settings.of(guildId);
    return (
      indexingScope === 'enrolled' &&
      reader.seesContent &&
      (await audited.read(guildId).attachments.missedEnrolment(modelVersion))
    );
  }

  /** Lists the channels of a backfill and begins with them. Done again after an interruption, it goes on. */
  async prepare({ guildId, backfillId }: JobPayloads['prepare'], signal: AbortSignal): Promise<void> {
    const { database, reader, settings, onProgress } = this.#ports;
    const { backfills, walks } = database.forGuild(guildId);
    const backfill = await backfills.find(backfillId);
    if (backfill?.state !== 'preparing') return;
    const { targetId } = backfill;
    const target = targetId === guildId ? null : await reader.find(guildId, targetId);
    if (typeof target === 'string') {
      await this.#cannotBegin(guildId, backfill, target);
      return;
    }
    const guildSettings = await settings.of(guildId);
    const untilId = this.#untilId(backfill, guildSettings);
    for await (const channel of reader.under(guildId, targetId)) {
      signal.throwIfAborted();
      const { channelId, parentId, lastMessageId, readable } = channel;
      if (isLeftAlone(channel, guildSettings)) continue;
      if (readable && (lastMessageId === null || !isOlder(untilId, lastMessageId))) continue;
      await walks.add({
        backfillId,
        channelId,
        parentId,
        untilId,
        topId: lastMessageId,
        pictureLimit: backfill.pictureLimit,
        ...(!readable && { failure: 'no-permission' }),
      });
    }
    if (!(await backfills.change(backfillId, ['preparing'], 'running'))) return;
    await this.#dispatch(guildId, backfillId);
    await backfills.finishWhenWalked(backfillId);
    onProgress(guildId, backfillId, true);
  }

  /** Starts what a schedule has due: every indexed channel again, as far as it is not under way. */
  async startDue(guildId: Snowflake): Promise<void> {
    const { database, jobs } = this.#ports;
    const { backfills, indexedChannels } = database.forGuild(guildId);
    const due = await backfills.takeDue((schedule) => nextTime(schedule, this.#now()));
    if (due === null) return;
    for (const backfillId of await startEach(backfills, await indexedChannels.all(), null)) {
      await jobs.send('prepare', { guildId, backfillId });
    }
  }

  async #setSchedule(
    guildId: Snowflake,
    actorId: Snowflake,
    schedule: BackfillSchedule | null,
  ): Promise<void> {
    await this.#ports.audited.change(guildId, async ({ backfills }) => {
      await backfills.setSchedule(schedule);
      const details = {
        what: 'schedule',
        cron: schedule?.cron ?? 'never',
        timeZone: schedule?.timeZone ?? 'none',
      };
      return { result: undefined, entry: { actorId, action: 'backfill', personId: null, details } };
    });
  }

  /** What it was started for was deleted, or Kith may not see it. What is gone has no new pictures either. */
  async #cannotBegin(
    guildId: Snowflake,
    { backfillId, targetId, pictureLimit }: Backfill,
    failure: Unreadable,
  ): Promise<void> {
    const { database, indexed, onProgress } = this.#ports;
    await database.transaction(guildId, async ({ backfills, walks, indexedChannels }) => {
      const place = { channelId: targetId, parentId: null, untilId: '0', topId: null };
      await walks.add({ backfillId, ...place, pictureLimit, failure });
      if (failure === 'gone') await indexedChannels.remove(targetId);
      await backfills.change(backfillId, ['preparing'], 'done');
    });
    indexed.changed(guildId);
    onProgress(guildId, backfillId, true);
  }

  /** Gives every open walk of a backfill to a new job. */
  async #dispatch(guildId: Snowflake, backfillId: RowId): Promise<void> {
    const { database, jobs } = this.#ports;
    for (const claim of await database.forGuild(guildId).walks.takeOverOf(backfillId)) {
      await jobs.send('walk', { guildId, ...claim });
    }
  }

  async #change(
    guildId: Snowflake,
    actorId: Snowflake,
    what: 'pause' | 'resume',
    only: RowId | null,
  ): Promise<RowId[]> {
    const { audited, onProgress } = this.#ports;
    const [from, to] = what === 'pause' ? (['running', 'paused'] as const) : (['paused', 'running'] as const);
    const changed = await audited.change(guildId, async ({ backfills }) => {
      const ids: RowId[] = [];
      for (const { backfillId } of await backfills.open()) {
        const wanted = only === null || only === backfillId;
        if (wanted && (await backfills.change(backfillId, [from], to))) ids.push(backfillId);
      }
      if (ids.length === 0) throw new UserError('no-backfill', {});
      const details = { what, backfills: ids.length };
      return { result: ids, entry: { actorId, action: 'backfill', personId: null, details } };
    });
    for (const backfillId of changed) onProgress(guildId, backfillId, true);
    return changed;
  }

  /** What is older than the server keeps pictures is not worth a look. */
  #untilId({ since }: Backfill, { pictureRetentionDays }: GuildSettings): Snowflake {
    const kept =
      pictureRetentionDays === null
        ? null
        : new Date(this.#now().getTime() - pictureRetentionDays * 86_400_000);
    const from = Math.max(since?.getTime() ?? 0, kept?.getTime() ?? 0);
    return snowflakeAt(new Date(from));
  }

  #requireContent(): void {
    if (!this.#ports.reader.seesContent) throw new UserError('message-content-missing', {});
  }

  #now(): Date {
    return this.#ports.now?.() ?? new Date();
  }
}

/** @returns those that were not under way yet. */
async function startEach(
  backfills: BackfillRepository,
  targets: readonly { readonly targetId: Snowflake }[],
  requestedBy: Snowflake | null,
): Promise<RowId[]> {
  const ids: RowId[] = [];
  for (const { targetId } of targets) {
    const started = await backfills.start({ targetId, since: null, pictureLimit: null, requestedBy });
    if (started !== null) ids.push(started);
  }
  return ids;
}
