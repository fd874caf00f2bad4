import type { RowId } from '../../db/ids.ts';
import type { AuditFilter } from '../../services/audit/audit-trail.ts';
import { auditActions } from './actions.ts';

/** Filter and place of a page in a button's id: three numbers, each may be missing. */
export function formatCursor({ action, userId }: AuditFilter, before: RowId | null): string {
  return [action === null ? '' : auditActions.indexOf(action), userId ?? '', before ?? ''].join('.');
}

/** Untrusted: whatever it is not, is missing. */
export function parseCursor(text: string): { filter: AuditFilter; before: RowId | null } {
  const [, action = '', userId, before] = /^(\d{0,2})\.(\d{0,20})\.(\d{0,18})$/.exec(text) ?? [];
  return {
    filter: {
      action: action === '' ? null : (auditActions[Number(action)] ?? null),
      userId: userId || null,
    },
    before: before || null,
  };
}
