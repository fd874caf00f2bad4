import type { RowId, Snowflake } from './ids.ts';

/** Everything that is recorded. A new action needs its words in `src/texts`. */
export type AuditAction =
  | 'enrol'
  | 'search'
  | 'decline'
  | 'propose'
  | 'opt-out'
  | 'opt-in'
  | 'export'
  | 'withdraw'
  | 'rename'
  | 'merge'
  | 'unmerge'
  | 'not-this-person'
  | 'remove-photo'
  | 'remove-person'
  | 'settings'
  | 'backfill'
  | 'picture-gone'
  | 'expire';

export interface AuditEntry {
  /** Null for Kith itself. */
  readonly actorId: Snowflake | null;
  readonly action: AuditAction;
  readonly personId: RowId | null;
  /** The member it was done to, if the person is one or there was no person. */
  readonly memberId?: Snowflake | null;
  /** Counts and choices only: never a name, a descriptor or an image. */
  readonly details: Readonly<Record<string, string | number | boolean>>;
}

export interface AuditRow extends AuditEntry {
  readonly auditId: RowId;
  readonly at: Date;
}

export interface AuditQuery {
  /** Only entries before this one; null starts at the latest. */
  readonly before: RowId | null;
  readonly action: AuditEntry['action'] | null;
  /** Who did it, or to whom it was done. */
  readonly userId: Snowflake | null;
  readonly limit: number;
}

export interface AuditRepository {
  write(entry: AuditEntry): Promise<void>;
  /** Latest first. `limit` 1 to 100. */
  list(query: AuditQuery): Promise<AuditRow[]>;
  /** @returns how many entries older than that many days there were. */
  removeOlderThan(days: number): Promise<number>;
}
