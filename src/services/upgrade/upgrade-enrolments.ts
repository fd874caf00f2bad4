import type { Snowflake } from '../../db/ids.ts';
import type { Database } from '../../db/types.ts';
import type { OutdatedEnrolment } from '../../db/upgrade-types.ts';
import { UserError } from '../../errors/user-error.ts';
import type { Logger } from '../../log/logger.ts';
import type { Analysis, FaceAnalyser } from '../../vision/types.ts';
import { enlarged, successors } from './successors.ts';

export interface UpgradePorts {
  readonly database: Database;
  readonly analyser: FaceAnalyser;
  readonly log: Pick<Logger, 'warn'>;
}

/** How often a guild is looked at, in seconds. The model changes with a new version of Kith, or another engine. */
export const upgradeEverySeconds = 86_400;

const PAGE = 20;

/**
 * Encodes enrolled faces anew that a different model encoded, from the copies of their photos: people stay who they
 * are. Searches compare faces of one model only, so until then such a face is not found. A face that the new model
 * does not see is left as it is. What was done stays done: run again, it goes on with the rest.
 * @returns how many faces were encoded anew.
 */
export async function upgradeEnrolments(
  ports: UpgradePorts,
  guildId: Snowflake,
  signal: AbortSignal,
): Promise<number> {
  const { database, analyser } = ports;
  const { upgrade } = database.forGuild(guildId);
  let upgraded = 0;
  for (let afterFace = '0'; ; ) {
    const page = await upgrade.outdatedEnrolments(analyser.modelVersion, afterFace, PAGE);
    for (const face of page) {
      signal.throwIfAborted();
      if (await upgradeFace(ports, guildId, face, signal)) upgraded += 1;
    }
    const last = page.at(-1);
    if (last === undefined) return upgraded;
    afterFace = last.faceId;
  }
}

async function upgradeFace(
  { database, analyser, log }: UpgradePorts,
  guildId: Snowflake,
  outdated: OutdatedEnrolment,
  signal: AbortSignal,
): Promise<boolean> {
  const photo = await database.forGuild(guildId).pictures.storedCopy(outdated.pictureId);
  if (photo === null) return false;
  const analysis = await analyse(analyser, photo, guildId, signal);
  const [index] = analysis === null ? [] : successors([outdated], analysis);
  const found = analysis?.faces[index ?? -1];
  if (analysis === null || found === undefined) {
    log.warn({ guild: guildId, face: outdated.faceId }, 'an enrolled face is not seen by the new model');
    return false;
  }
  const { pictureId, personId } = outdated;
  const { modelVersion, picture } = analysis;
  const face = enlarged(found, outdated.width / picture.width);
  return await database.transaction(guildId, async ({ faces, upgrade }) => {
    // Whoever was erased meanwhile stays erased.
    if (!(await upgrade.removeFace(outdated.faceId))) return false;
    await faces.add({ ...face, pictureId, personId, origin: 'enrolment', modelVersion });
    return true;
  });
}

/** Null for a photo that cannot be read: only what passes by itself is thrown. */
async function analyse(
  analyser: FaceAnalyser,
  photo: Uint8Array,
  guildId: Snowflake,
  signal: AbortSignal,
): Promise<Analysis | null> {
  try {
    return await analyser.analyse(photo, { effort: 'thorough', priority: 'background', guildId, signal });
  } catch (error) {
    if (error instanceof UserError && error.code.startsWith('image-')) return null;
    throw error;
  }
}
