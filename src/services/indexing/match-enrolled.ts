import type { Snowflake } from '../../db/ids.ts';
import type { Database } from '../../db/types.ts';
import { strictBands } from '../identification/name-faces.ts';
import type { Settings } from '../settings/settings.ts';

export interface MatchPorts {
  readonly database: Database;
  readonly settings: Settings;
  readonly modelVersion: string;
}

/** How often it runs where nobody enrols, in seconds: only a process that ended at the wrong moment leaves it work. */
export const matchEverySeconds = 86_400;

/** Faces a statement: some hundred milliseconds. */
const pageLength = 5_000;

/** An enrolment is dated with the beginning of its transaction, which may be committed half a minute later. */
const overlapMs = 60_000;

/**
 * Gives faces that were kept without a name to the people who enrolled since the last time, where the server keeps
 * everyone's. As when a picture is stored, only what is likely counts.
 * @returns faces that got a name.
 */
export async function matchEnrolled(
  { database, settings, modelVersion }: MatchPorts,
  guildId: Snowflake,
  signal: AbortSignal,
): Promise<number> {
  const { faces, matching, chores } = database.forGuild(guildId);
  const { indexingScope, bandStrictness } = await settings.of(guildId);
  if (indexingScope !== 'everyone') return 0;
  const done = await chores.doneUntil('match');
  if (done === null) return 0;
  const enrolledSince = new Date(done.until.getTime() - overlapMs);
  const { likely } = strictBands(modelVersion, await faces.countEnrolments(modelVersion), bandStrictness);
  let assigned = 0;
  for (let afterFace = '0'; ; ) {
    signal.throwIfAborted();
    const page = await matching.assignPage({
      modelVersion,
      enrolledSince,
      threshold: likely,
      afterFace,
      limit: pageLength,
    });
    if (page === null) break;
    assigned += page.assigned;
    afterFace = page.lastFace;
  }
  await chores.setDoneUntil('match', done.now);
  return assigned;
}
