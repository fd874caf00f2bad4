import type { RowId } from '../../db/ids.ts';
import type { Backfill, BackfillRepository, BackfillTotals } from '../../db/indexing-types.ts';

/** A backfill, and how far it is. */
export interface BackfillStatus {
  readonly backfill: Backfill;
  readonly totals: BackfillTotals;
}

/** Null when there is no such backfill. */
export async function statusOf(
  backfills: Pick<BackfillRepository, 'find' | 'totals'>,
  backfillId: RowId,
): Promise<BackfillStatus | null> {
  const backfill = await backfills.find(backfillId);
  return backfill === null ? null : { backfill, totals: await backfills.totals(backfillId) };
}
