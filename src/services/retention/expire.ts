import type { Snowflake } from '../../db/ids.ts';
import type { GuildRepositories } from '../../db/types.ts';
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
  const { pictureRetentionDays, auditRetentionDays, indexingScope } = await settings.of(guildId);
  await audited.upkeep(guildId, 'expire', async ({ proposals }) => ({
    proposals: await proposals.discardExpired(),
  }));
  await audited.forgetRecords(guildId, auditRetentionDays);
  // Of strangers, from when the server kept everyone.
  const strangers =
    indexingScope === 'everyone' ? 0 : await inBatches(audited, guildId, ({ erasure }) => erasure.unnamed());
  if (pictureRetentionDays === null) return strangers;
  const cutoff = new Date(now().getTime() - pictureRetentionDays * dayMs);
  return strangers + (await inBatches(audited, guildId, ({ forgetting }) => forgetting.postedBefore(cutoff)));
}

type Batch = { readonly pictures: number; readonly faces?: number; readonly isDone: boolean };

/** @returns pictures that were erased. */
async function inBatches(
  audited: AuditedDatabase,
  guildId: Snowflake,
  erase: (repositories: Pick<GuildRepositories, 'erasure' | 'forgetting'>) => Promise<Batch>,
): Promise<number> {
  let erased = 0;
  for (let isOver = false; !isOver; ) {
    const { pictures } = await audited.upkeep(guildId, 'expire', async (repositories) => {
      const { isDone, ...counts } = await erase(repositories);
      isOver = isDone;
      return counts;
    });
    erased += pictures;
  }
  return erased;
}
