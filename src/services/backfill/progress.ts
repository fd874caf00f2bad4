import { setTimeout as sleep } from 'node:timers/promises';
import type { RowId, Snowflake } from '../../db/ids.ts';
import type { Database } from '../../db/types.ts';
import type { Logger } from '../../log/logger.ts';
import { type Pace, Paces } from './pace.ts';
import { type BackfillStatus, statusOf } from './status.ts';

/** Where progress is shown: messages of Kith's own, which outlive the command that asked for them. */
export interface ProgressBoard {
  /** @returns the message's id, or null where Kith may not write. */
  post(guildId: Snowflake, channelId: Snowflake, status: BackfillStatus): Promise<Snowflake | null>;
  /** @returns false when the message is no longer there or out of reach. */
  update(
    guildId: Snowflake,
    message: { readonly channelId: Snowflake; readonly messageId: Snowflake },
    status: BackfillStatus,
    pace: Pace | null,
  ): Promise<boolean>;
}

/** Is told whenever a backfill came further; urgently when it began, ended or was stopped. */
export type OnProgress = (guildId: Snowflake, backfillId: RowId, isUrgent?: boolean) => void;

export interface ProgressPorts {
  readonly database: Database;
  readonly board: ProgressBoard;
  readonly log: Logger;
  /** The least time between two edits of a message: Discord allows about one a second for a channel, for all bots. */
  readonly everyMs?: number;
}

interface Kept {
  hasNews: boolean;
  /** Ends the wait before the next edit. */
  pause: AbortController;
}

/** Keeps the progress messages of backfills up to date. */
export class Progress {
  readonly #ports: ProgressPorts;
  readonly #everyMs: number;
  readonly #paces = new Paces();
  /** Backfills whose message is being kept up to date. */
  readonly #kept = new Map<string, Kept>();
  #isStopping = false;
  readonly #running = new Set<Promise<void>>();

  constructor(ports: ProgressPorts) {
    this.#ports = ports;
    this.#everyMs = ports.everyMs ?? 5_000;
  }

  /** Posts the message of a backfill. @returns whether Kith may write there. */
  async open(guildId: Snowflake, channelId: Snowflake, backfillId: RowId): Promise<boolean> {
    const { board, database } = this.#ports;
    const { backfills } = database.forGuild(guildId);
    const status = await statusOf(backfills, backfillId);
    if (status === null) return false;
    const messageId = await board.post(guildId, channelId, status);
    if (messageId === null) return false;
    await backfills.setReport(backfillId, { channelId, messageId });
    this.changed(guildId, backfillId);
    return true;
  }

  /**
   * There is news of a backfill. Its message shows it soon; however much there is, not more often than it may.
   * @param isUrgent it began, ended or was stopped: that is shown at once, as it is rare.
   */
  changed(guildId: Snowflake, backfillId: RowId, isUrgent = false): void {
    const key = `${guildId}/${backfillId}`;
    const known = this.#kept.get(key);
    if (known !== undefined) {
      known.hasNews = true;
      if (isUrgent) known.pause.abort();
      return;
    }
    if (this.#isStopping) return;
    const kept: Kept = { hasNews: true, pause: new AbortController() };
    this.#kept.set(key, kept);
    const run = this.#keep(kept, guildId, backfillId)
      .catch((error: unknown) => this.#ports.log.warn({ err: error }, 'progress could not be shown'))
      .finally(() => {
        this.#kept.delete(key);
        this.#running.delete(run);
      });
    this.#running.add(run);
  }

  paceOf(guildId: Snowflake, { backfill, totals }: BackfillStatus): Pace | null {
    return backfill.state === 'running'
      ? this.#paces.take(`${guildId}/${backfill.backfillId}`, totals)
      : null;
  }

  async stop(): Promise<void> {
    this.#isStopping = true;
    for (const { pause } of this.#kept.values()) pause.abort();
    await Promise.all(this.#running);
  }

  async #keep(kept: Kept, guildId: Snowflake, backfillId: RowId): Promise<void> {
    while (kept.hasNews && !this.#isStopping) {
      kept.hasNews = false;
      kept.pause = new AbortController();
      const { signal } = kept.pause;
      if (await this.#show(guildId, backfillId)) kept.hasNews = true;
      await sleep(this.#everyMs, undefined, { signal, ref: false }).catch(() => {});
    }
  }

  /**
   * @returns whether it began, ended or was stopped meanwhile: what another process showed of that may just have been
   *   overwritten.
   */
  async #show(guildId: Snowflake, backfillId: RowId): Promise<boolean> {
    const { backfills } = this.#ports.database.forGuild(guildId);
    const status = await statusOf(backfills, backfillId);
    if (status === null || status.backfill.report === null) return false;
    const { state, report } = status.backfill;
    const isOver = state === 'done' || state === 'cancelled';
    const isShown = await this.#ports.board.update(guildId, report, status, this.paceOf(guildId, status));
    if (isOver || !isShown) {
      this.#paces.forget(`${guildId}/${backfillId}`);
      if (isOver) await backfills.setReported(backfillId);
    }
    return isShown && (await backfills.find(backfillId))?.state !== state;
  }
}
