import type { AuditAction } from '../../db/audit-types.ts';
import { en } from '../../texts/en.ts';

/** Every action that can be recorded: at most 25, as many as a menu takes. The order numbers them in button ids. */
export const auditActions = Object.keys(en.audit.actions) as AuditAction[];

export function isAuditAction(text: string): text is AuditAction {
  return (auditActions as string[]).includes(text);
}
