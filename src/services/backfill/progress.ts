import { setTimeout as sleep } from 'node:timers/promises';
import type { Database, RowId, Snowflake } from '../../db/types.ts';
import type { Logger } from '../../log/logger.ts';
import type { BackfillStatus } from './backfills.ts';
import { type Pace, Paces } from './pace.ts';

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

export interface ProgressPorts {
  readonly database: Database;
  readonly board: ProgressBoard;
  readonly log: Logger;
  /** The least time between two edits of a message: Discord allows about one a second for a channel, for all bots. */
  readonly everyMs?: number;
}

/** Keeps the progress messages of backfills up to date. */
export class Progress {
  readonly #ports: ProgressPorts;
  readonly #everyMs: number;
  readonly #paces = new Paces();
  /** Backfills whose message is being kept up to date, and whether there is news. */
  readonly #news = new Map<string, boolean>();
  readonly #stopping = new AbortController();
  readonly #running = new Set<Promise<void>>();

  constructor(ports: ProgressPorts) {
    this.#ports = ports;
    this.#everyMs = ports.everyMs ?? 5_000;
  }

  /** Posts the message of a backfill. @returns whether Kith may write there. */
  async open(guildId: Snowflake, channelId: Snowflake, backfillId: RowId): Promise<boolean> {
    const { board, database } = this.#ports;
    const status = await this.#status(guildId, backfillId);
    if (status === null) return false;
    const messageId = await board.post(guildId, channelId, status);
    if (messageId === null) return false;
    await database.forGuild(guildId).backfills.setReport(backfillId, { channelId, messageId });
    this.changed(guildId, backfillId);
    return true;
  }

  /** There is news of a backfill. Its message shows it soon; however much there is, not more often than it may. */
  changed(guildId: Snowflake, backfillId: RowId): void {
    const key = `${guildId}/${backfillId}`;
    const isKept = this.#news.has(key);
    this.#news.set(key, true);
    if (isKept || this.#stopping.signal.aborted) return;
    const run = this.#keep(key, guildId, backfillId)
      .catch((error: unknown) => this.#ports.log.warn({ err: error }, 'progress could not be shown'))
      .finally(() => {
        this.#news.delete(key);
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
    this.#stopping.abort();
    await Promise.all(this.#running);
  }

  async #keep(key: string, guildId: Snowflake, backfillId: RowId): Promise<void> {
    const { signal } = this.#stopping;
    while (this.#news.get(key) === true && !signal.aborted) {
      this.#news.set(key, false);
      await this.#show(key, guildId, backfillId);
      await sleep(this.#everyMs, undefined, { signal, ref: false }).catch(() => {});
    }
  }

  async #show(key: string, guildId: Snowflake, backfillId: RowId): Promise<void> {
    const status = await this.#status(guildId, backfillId);
    if (status === null || status.backfill.report === null) return;
    const { state, report } = status.backfill;
    const isOver = state === 'done' || state === 'cancelled';
    const isShown = await this.#ports.board.update(guildId, report, status, this.paceOf(guildId, status));
    if (isOver || !isShown) {
      this.#paces.forget(key);
      if (isOver) await this.#ports.database.forGuild(guildId).backfills.setReported(backfillId);
    }
  }

  async #status(guildId: Snowflake, backfillId: RowId): Promise<BackfillStatus | null> {
    const { backfills } = this.#ports.database.forGuild(guildId);
    const backfill = await backfills.find(backfillId);
    return backfill === null ? null : { backfill, totals: await backfills.totals(backfillId) };
  }
}
