import type { AuditEntry } from '../../db/audit-types.ts';
import type { AuditFilter, AuditPage } from '../../services/audit/audit-trail.ts';
import type { Texts } from '../../texts/texts.ts';
import { formatComponentId } from '../component-id.ts';
import type { ReplyMessage } from '../invocation.ts';
import { button, container, heading, row, text } from '../layout.ts';
import { mention, timeMarkup } from '../markup.ts';
import { formatCursor } from './cursor.ts';

/** Each entry is a line of at most 150 characters or so. */
export const entriesPerPage = 15;

export function auditReply(
  { entries, next }: AuditPage,
  filter: AuditFilter,
  retentionDays: number,
  texts: Texts,
): ReplyMessage {
  const { audit } = texts;
  const { action, userId } = filter;
  const filtered =
    action === null && userId === null
      ? []
      : [audit.filtered(action && audit.actions[action], userId && mention(userId))];
  const lines = entries.map((entry) => auditLine(entry, entry.at, texts));
  const pageId = (name: string, before: string | null) =>
    formatComponentId('audit', name, formatCursor(filter, before));
  return {
    components: [
      container('neutral', [
        heading(audit.title),
        text([...filtered, ...(lines.length === 0 ? [audit.empty] : lines)].join('\n')),
        text(`-# ${audit.kept(retentionDays)}`),
        row(
          button(pageId('latest', null), audit.latest),
          button(pageId('older', next), audit.older, 'secondary', next === null),
        ),
      ]),
    ],
  };
}

export function auditLine(
  { actorId, action, personId, memberId, details }: AuditEntry,
  at: Date,
  { audit }: Texts,
): string {
  const who = actorId === null ? audit.kith : mention(actorId);
  // Of somebody who did it to themself nothing more has to be said.
  const whom =
    memberId != null
      ? memberId === actorId
        ? null
        : mention(memberId)
      : personId === null
        ? null
        : audit.personNumber(personId);
  const what = details.whereElse === true ? audit.whereElse : audit.actions[action];
  return audit.line(timeMarkup(at), who, what, whom);
}
