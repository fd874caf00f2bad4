import type { Snowflake } from '../../db/ids.ts';
import type { Database } from '../../db/types.ts';

/** How often a guild is looked at, in seconds. Master keys change seldom. */
export const rekeyEverySeconds = 86_400;

// Some hundred milliseconds each, so that nothing waits long and little is done again after an interruption.
const FACES = 200;
const PHOTOS = 10;

/**
 * Puts all that is stored of a guild under a new key, when its key comes from an earlier master key or a re-keying was
 * interrupted. What was done stays done: run again, it goes on with the rest. Searches and enrolments go on meanwhile.
 * @returns how many faces were moved.
 */
export async function rekeyIfDue(
  { database }: { readonly database: Database },
  guildId: Snowflake,
  signal: AbortSignal,
): Promise<number> {
  const { protection } = database.forGuild(guildId);
  return (await protection.isRekeyingDue()) ? await rekey(database, guildId, signal) : 0;
}

/** As above, whether it is due or not: for a guild whose salt may be known to others. */
export async function rekey(database: Database, guildId: Snowflake, signal: AbortSignal): Promise<number> {
  const { protection } = database.forGuild(guildId);
  await protection.beginRekeying();
  let moved = 0;
  do {
    for (let afterFace = '0'; ; ) {
      signal.throwIfAborted();
      const page = await protection.rekeyFaces(afterFace, FACES);
      if (page === null) break;
      moved += page.moved;
      afterFace = page.lastFace;
    }
    do signal.throwIfAborted();
    while ((await protection.rekeyPhotos(PHOTOS)) === PHOTOS);
    // A process that does not know of the new key yet may have stored something under the old one: once more.
  } while (!(await protection.retireKeys()));
  return moved;
}
