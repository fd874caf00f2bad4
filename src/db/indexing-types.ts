import type { RowId, Snowflake } from './ids.ts';

/** Where a posted picture stands. */
export interface AttachmentPlace {
  readonly attachmentId: Snowflake;
  readonly channelId: Snowflake;
  /** The channel that a thread is in; null outside of threads. */
  readonly parentId: Snowflake | null;
  readonly messageId: Snowflake;
}

/** What decides whether a picture that was looked at has to be looked at again. */
export interface LookRules {
  readonly modelVersion: string;
  /** Faces of everyone are kept, so pictures of which only some were kept lack the others. */
  readonly everyone: boolean;
  /** Reasons for which a picture was skipped that may have passed. */
  readonly passingReasons: readonly string[];
}

/** The pictures that were looked at: each once, whoever comes by. */
export interface AttachmentRepository {
  /**
   * Writes down that these are being looked at. Each attachment at most once.
   * @returns those that have to be: new, begun and not finished, looked at by another model or before somebody
   *   enrolled who may be in them.
   */
  begin(places: readonly AttachmentPlace[], rules: LookRules): Promise<Snowflake[]>;
  /** In a transaction: keeps a picture from being forgotten until its end. False when it was, meanwhile. */
  hold(attachmentId: Snowflake): Promise<boolean>;
  looked(attachmentId: Snowflake, faces: { readonly found: number; readonly kept: number }): Promise<void>;
  skipped(attachmentId: Snowflake, reason: string): Promise<void>;
  ofMessage(messageId: Snowflake): Promise<Snowflake[]>;
  /** Of pictures with a kept face those that are to be looked for, the longest due first. */
  toCheck(limit: number): Promise<AttachmentPlace[]>;
  /** The number of pictures with a kept face. */
  countKept(): Promise<number>;
  /** Those of a channel whose messages lie between two ids, these included. */
  between(channelId: Snowflake, oldest: Snowflake, newest: Snowflake): Promise<AttachmentPlace[]>;
  /** They are looked for again in a week. */
  checked(attachmentIds: readonly Snowflake[]): Promise<void>;
  /** Pictures of that author are to be looked for at once. @returns how many there are. */
  doubt(authorId: Snowflake): Promise<number>;
  /** Whether there are faces that were not kept, of pictures looked at before the last enrolment. */
  missedEnrolment(modelVersion: string): Promise<boolean>;
}

/** Why a channel could not be gone through. */
export type WalkFailure = 'no-permission' | 'gone';

export interface NewWalk {
  readonly backfillId: RowId | null;
  readonly channelId: Snowflake;
  readonly parentId: Snowflake | null;
  /** This message and older ones are not read. */
  readonly untilId: Snowflake;
  readonly topId: Snowflake | null;
  readonly pictureLimit: number | null;
  /** For a channel that cannot even be begun. */
  readonly failure?: WalkFailure;
}

export interface Walk {
  readonly walkId: RowId;
  readonly backfillId: RowId | null;
  readonly channelId: Snowflake;
  readonly parentId: Snowflake | null;
  readonly beforeId: Snowflake | null;
  readonly untilId: Snowflake;
  readonly pictureLimit: number | null;
  readonly pictures: number;
}

/** A job's right to go on with a walk. */
export interface WalkClaim {
  readonly walkId: RowId;
  readonly claim: number;
}

export interface WalkRepository {
  /**
   * The same channel of the same backfill comes once, however often it is added.
   * @returns null when it was there already, or cannot be begun.
   */
  add(walk: NewWalk): Promise<WalkClaim | null>;
  /** Null when it is over, paused, or has passed to somebody else. */
  find(claim: WalkClaim): Promise<Walk | null>;
  /**
   * Moves the cursor and counts what was met, both or neither.
   * @param page.fromId where the cursor was when the page was fetched.
   * @returns false when the walk is over, paused, or somebody else has moved it: stop.
   */
  advance(
    claim: WalkClaim,
    page: {
      readonly fromId: Snowflake | null;
      readonly beforeId: Snowflake;
      readonly messages: number;
      readonly attachmentIds: readonly Snowflake[];
    },
  ): Promise<boolean>;
  /** Its end. One that caught up is not needed any more and goes. */
  end(claim: WalkClaim, failure: WalkFailure | null): Promise<void>;
  /** Takes over what is open and has not come further for so long. */
  takeOver(idleSeconds: number): Promise<WalkClaim[]>;
  /** Takes over what a backfill has open. */
  takeOverOf(backfillId: RowId): Promise<WalkClaim[]>;
}

export type BackfillState = 'preparing' | 'running' | 'paused' | 'cancelled' | 'done';

export interface NewBackfill {
  /** A channel or thread, a category, or the guild itself for all of its channels. */
  readonly targetId: Snowflake;
  readonly since: Date | null;
  readonly pictureLimit: number | null;
  /** Null when it was scheduled. */
  readonly requestedBy: Snowflake | null;
}

export interface Backfill extends NewBackfill {
  readonly backfillId: RowId;
  readonly state: BackfillState;
  readonly report: { readonly channelId: Snowflake; readonly messageId: Snowflake } | null;
  readonly startedAt: Date;
  readonly finishedAt: Date | null;
}

export interface BackfillTotals {
  readonly channels: number;
  readonly channelsDone: number;
  readonly messages: number;
  readonly pictures: number;
  /** Pictures that needed no look. */
  readonly known: number;
  readonly looked: number;
  readonly facesFound: number;
  readonly facesKept: number;
  /** Pictures that could not be looked at, by reason. */
  readonly skipped: Readonly<Record<string, number>>;
  readonly failures: readonly { readonly channelId: Snowflake; readonly reason: WalkFailure }[];
  /** 0 to 1, by the time that was gone through. */
  readonly share: number;
}

export interface BackfillRepository {
  /** Null when one for that target is open. */
  start(backfill: NewBackfill): Promise<RowId | null>;
  find(backfillId: RowId): Promise<Backfill | null>;
  /** Those that are open, oldest first. */
  open(): Promise<Backfill[]>;
  latest(): Promise<Backfill | null>;
  totals(backfillId: RowId): Promise<BackfillTotals>;
  /** False when it was in none of these states. */
  change(backfillId: RowId, from: readonly BackfillState[], to: BackfillState): Promise<boolean>;
  /** In a transaction: whoever else holds it, or changes its state, waits for its end. */
  hold(backfillId: RowId): Promise<void>;
  /** Done when all its channels are. */
  finishWhenWalked(backfillId: RowId): Promise<boolean>;
  setReport(
    backfillId: RowId,
    report: { readonly channelId: Snowflake; readonly messageId: Snowflake },
  ): Promise<void>;
  setReported(backfillId: RowId): Promise<void>;
  /** Over, with a message that does not say so yet. */
  unreported(): Promise<Backfill[]>;
  setSchedule(schedule: BackfillSchedule | null): Promise<void>;
  schedule(): Promise<BackfillSchedule | null>;
  /** Those that were over that many days ago. */
  removeOlderThan(days: number): Promise<void>;
  /** Moves a schedule that is due on to its next time. Null when it is not due. */
  takeDue(next: (schedule: BackfillSchedule) => Date): Promise<BackfillSchedule | null>;
}

export interface BackfillSchedule {
  readonly cron: string;
  readonly timeZone: string;
  readonly nextAt: Date;
}

/** What is indexed from now on, and up to where that is known to be complete. */
export interface IndexedChannelRepository {
  add(targetId: Snowflake): Promise<void>;
  remove(targetId: Snowflake): Promise<void>;
  all(): Promise<{ readonly targetId: Snowflake; readonly since: Date }[]>;
  /** Never moves a cursor back. */
  heard(cursors: ReadonlyMap<Snowflake, Snowflake>): Promise<void>;
  cursors(): Promise<Map<Snowflake, Snowflake>>;
}

/** A batch that was forgotten. */
export interface Forgotten {
  /** Those of which a face was kept. */
  readonly pictures: number;
  /** Nothing is left of what was to be forgotten. */
  readonly isDone: boolean;
}

/**
 * Forgets what was posted, with faces and all: a thousand pictures at most, in a transaction each, until it is done.
 */
export interface ForgettingRepository {
  attachments(attachmentIds: readonly Snowflake[]): Promise<Forgotten>;
  messages(messageIds: readonly Snowflake[]): Promise<Forgotten>;
  /** With the threads in it, and all that is under way there. */
  channel(channelId: Snowflake): Promise<Forgotten>;
  /** Those that were posted before then. */
  postedBefore(cutoff: Date): Promise<Forgotten>;
  /** Pictures of the guild; when there are none left, the guild itself. @returns whether it is gone. */
  someOfGuild(): Promise<boolean>;
}

/** Gives faces that were kept without a name to people who enrolled later. */
export interface MatchingRepository {
  /**
   * Compares a page of unnamed faces with the enrolments since then.
   * @returns null when there is no such page.
   */
  assignPage(page: {
    readonly modelVersion: string;
    readonly enrolledSince: Date;
    readonly threshold: number;
    readonly afterFace: RowId;
    readonly limit: number;
  }): Promise<{ readonly lastFace: RowId; readonly assigned: number } | null>;
}

export type ChoreName = 'recheck' | 'expire' | 'match' | 'rekey' | 'upgrade';

export interface ChoreRepository {
  /** Makes it due at once. */
  hurry(name: ChoreName): Promise<void>;
  /** @returns false when it is not due. From then on it is due again after so long. */
  take(name: ChoreName, everySeconds: number): Promise<boolean>;
  /**
   * Up to where it is done, and the present: both by the database's clock, as what it is compared with. Null when it
   * was never due, or the guild was forgotten.
   */
  doneUntil(name: ChoreName): Promise<{ readonly until: Date; readonly now: Date } | null>;
  setDoneUntil(name: ChoreName, until: Date): Promise<void>;
}
