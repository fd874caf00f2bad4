import type { RowId } from '../../db/ids.ts';
import type { AuditFilter } from '../../services/audit/audit-trail.ts';
import { textsFor } from '../../texts/texts.ts';
import { type ComponentHandler, defineCommand } from '../command.ts';
import type { Invocation } from '../invocation.ts';
import type { Services } from '../services.ts';
import { isAuditAction } from './actions.ts';
import { parseCursor } from './cursor.ts';
import { auditDefinition } from './definition.ts';
import { auditReply, entriesPerPage } from './reply.ts';

async function show(
  { guildId, locale, editReply }: Invocation,
  { auditTrail, settings }: Services,
  filter: AuditFilter,
  before: RowId | null,
): Promise<void> {
  const [page, { auditRetentionDays }] = await Promise.all([
    auditTrail.page(guildId, filter, before, entriesPerPage),
    settings.of(guildId),
  ]);
  await editReply(auditReply(page, filter, auditRetentionDays, textsFor(locale)));
}

const turnPage: ComponentHandler = {
  who: 'admins',
  reply: 'update',
  async run(invocation, services) {
    const { filter, before } = parseCursor(invocation.argument);
    await show(invocation, services, filter, before);
  },
};

export const audit = defineCommand(
  auditDefinition,
  {
    who: 'admins',
    reply: 'private',
    async run(invocation, services) {
      const { action, user } = invocation.options;
      const filter = {
        action: action !== undefined && isAuditAction(action) ? action : null,
        userId: user?.id ?? null,
      };
      await show(invocation, services, filter, null);
    },
  },
  { components: { older: turnPage, latest: turnPage } },
);
