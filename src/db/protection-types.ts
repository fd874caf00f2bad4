import type { RowId } from './ids.ts';

/** Puts what is stored of a guild under a new key, some at a time, while everything goes on. */
export interface ProtectionRepository {
  /** Whether it is under way, or the guild's key comes from a master key that is no longer the current one. */
  isRekeyingDue(): Promise<boolean>;
  /** Makes a new key, from then on the one for what is new. Does nothing while a re-keying is under way. */
  beginRekeying(): Promise<void>;
  /** Goes on with the `limit` faces after one. @returns null when there are no more. */
  rekeyFaces(
    afterFace: RowId,
    limit: number,
  ): Promise<{ readonly lastFace: RowId; readonly moved: number } | null>;
  /** @returns how many photos were encrypted anew: less than `limit` when none is left. */
  rekeyPhotos(limit: number): Promise<number>;
  /** Removes the old keys, and with them all use of what backups hold. False while something is stored under them. */
  retireKeys(): Promise<boolean>;
}
