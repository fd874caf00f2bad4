import type { AuditEntry } from '../../db/audit-types.ts';
import type { Snowflake } from '../../db/ids.ts';
import type { Logger } from '../../log/logger.ts';
import type { AuditListener } from '../../services/audit/audited-database.ts';
import type { Settings } from '../../services/settings/settings.ts';
import { textsFor } from '../../texts/texts.ts';
import { sentence } from '../layout.ts';
import type { Messenger } from '../messenger.ts';
import { auditLine } from './reply.ts';

/**
 * Posts what was recorded to the channel that the server's settings name. The record itself is in the database: a
 * post that fails is logged, and nobody's command fails with it.
 */
export function auditFeed(settings: Settings, messenger: Messenger, log: Logger): AuditListener {
  const post = async (guildId: Snowflake, entry: AuditEntry): Promise<void> => {
    const { logChannelId } = await settings.of(guildId);
    if (logChannelId === null) {
      return;
    }
    const texts = textsFor((await messenger.server(guildId))?.locale ?? 'en-GB');
    const posted = await messenger.post(
      guildId,
      logChannelId,
      sentence('neutral', auditLine(entry, new Date(), texts)),
    );
    if (!posted) {
      log.warn({ guild: guildId, channel: logChannelId }, 'the log channel of a server cannot be written to');
    }
  };
  return (guildId, entry) => {
    post(guildId, entry).catch((error: unknown) => {
      log.error({ err: error }, 'a record could not be posted');
    });
  };
}
