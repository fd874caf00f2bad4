import type { Snowflake } from '../../db/ids.ts';
import type { AuditedDatabase } from '../audit/audited-database.ts';
import type { Settings } from '../settings/settings.ts';

export interface ExpirePorts {
  readonly audited: AuditedDatabase;
  readonly settings: Settings;
  readonly now?: () => Date;
}

/** How often it runs, in seconds. */
export const expireEverySeconds = 6 * 3_600;

const dayMs = 86_400_000;

/** Erases what the server's settings say is kept no longer. @returns pictures that were erased. */
export async function expire(
  { audited, settings, now = () => new Date() }: ExpirePorts,
  guildId: Snowflake,
): Promise<number> {
  const { pictureRetentionDays, auditRetentionDays } = await settings.of(guildId);
  await audited.upkeep(guildId, 'expire', async ({ proposals }) => ({
    proposals: await proposals.discardExpired(),
  }));
  await audited.forgetRecords(guildId, auditRetentionDays);
  if (pictureRetentionDays === null) return 0;
  const cutoff = new Date(now().getTime() - pictureRetentionDays * dayMs);
  let erased = 0;
  for (let isDone = false; !isDone; ) {
    const { pictures } = await audited.upkeep(guildId, 'expire', async ({ forgetting }) => {
      const batch = await forgetting.postedBefore(cutoff);
      isDone = batch.isDone;
      return { pictures: batch.pictures };
    });
    erased += pictures;
  }
  return erased;
}
