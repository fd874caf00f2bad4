import type { Snowflake } from '../../db/ids.ts';
import type { Database } from '../../db/types.ts';
import type { Settings } from '../settings/settings.ts';

export interface ExpirePorts {
  readonly database: Database;
  readonly settings: Settings;
  readonly now?: () => Date;
}

/** How often it runs, in seconds. */
export const expireEverySeconds = 6 * 3_600;

const dayMs = 86_400_000;

/** Erases what the server's settings say is kept no longer. @returns pictures that were erased. */
export async function expire(
  { database, settings, now = () => new Date() }: ExpirePorts,
  guildId: Snowflake,
): Promise<number> {
  const { pictureRetentionDays, auditRetentionDays } = await settings.of(guildId);
  const { forgetting, audit, proposals, backfills } = database.forGuild(guildId);
  await proposals.discardExpired();
  await audit.removeOlderThan(auditRetentionDays);
  await backfills.removeOlderThan(auditRetentionDays);
  if (pictureRetentionDays === null) return 0;
  const pictures = await forgetting.postedBefore(new Date(now().getTime() - pictureRetentionDays * dayMs));
  if (pictures > 0) {
    await audit.write({ actorId: null, action: 'expire', personId: null, details: { pictures } });
  }
  return pictures;
}
