import { createHash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { isDeadlock, isForeignKeyViolation } from '../../db/errors.ts';
import type { Snowflake } from '../../db/ids.ts';
import type { Database } from '../../db/types.ts';
import { UserError } from '../../errors/user-error.ts';
import type { Analysis, FaceAnalyser } from '../../vision/types.ts';
import { inAttempts } from '../attempts.ts';
import { nameFaces } from '../identification/name-faces.ts';
import { settingsSchema } from '../settings/schema.ts';
import { successors } from '../upgrade/successors.ts';
import type { PostedMessage, PostedPicture } from './channels.ts';
import type { Courtesy } from './courtesy.ts';

export interface IndexPicturePorts {
  readonly database: Database;
  readonly analyser: FaceAnalyser;
  readonly download: (picture: PostedPicture, signal: AbortSignal) => Promise<Uint8Array>;
  readonly courtesy: Courtesy;
}

/** Failures that may have passed when the picture is met again. */
export const passingReasons = ['download-failed', 'download-timeout', 'analysis-failed'] as const;

/** Failures that are the picture's own. */
const ownReasons: ReadonlySet<string> = new Set([
  'no-image',
  'image-broken',
  'image-too-large',
  'image-too-many-pixels',
  'image-unsupported-type',
]);

type Look = { readonly bytes: Uint8Array; readonly analysis: Analysis } | { readonly skip: string };

/**
 * Looks at one posted picture and keeps the faces that may be kept; whatever else was seen is dropped here, in
 * memory. It ends with its outcome written down, or throws when it has to be done again.
 *
 * @throws UserError `database-away`, or the signal's reason.
 */
export async function indexPicture(
  ports: IndexPicturePorts,
  guildId: Snowflake,
  { picture, message }: { readonly picture: PostedPicture; readonly message: PostedMessage },
  signal: AbortSignal,
): Promise<void> {
  const look = await lookAt(ports, guildId, picture, signal);
  if ('skip' in look) {
    await ports.database.forGuild(guildId).attachments.skipped(picture.attachmentId, look.skip);
    return;
  }
  await inAttempts(
    () => keep(ports.database, guildId, { picture, message }, look),
    // A person was erased between the search and the insert: the second look no longer finds them.
    (error) => isForeignKeyViolation(error) || isDeadlock(error),
  );
}

async function lookAt(
  { download, courtesy, analyser }: IndexPicturePorts,
  guildId: Snowflake,
  picture: PostedPicture,
  signal: AbortSignal,
): Promise<Look> {
  try {
    const bytes = await download(picture, signal);
    const request = { effort: 'fast', priority: 'background', guildId, signal } as const;
    const analysis = await courtesy.run(async () => {
      signal.throwIfAborted();
      return await patiently(() => analyser.analyse(bytes, request), signal);
    });
    return { bytes, analysis };
  } catch (error) {
    signal.throwIfAborted();
    if (error instanceof UserError && (ownReasons.has(error.code) || isPassing(error.code))) {
      return { skip: error.code };
    }
    throw error;
  }
}

const isPassing = (code: string): boolean => (passingReasons as readonly string[]).includes(code);

/** Waits while many pictures are before this one: nobody waits for it. */
async function patiently<T>(work: () => Promise<T>, signal: AbortSignal): Promise<T> {
  for (;;) {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof UserError) || error.code !== 'busy') throw error;
      const { retryAfterSeconds } = error.context as { readonly retryAfterSeconds: number };
      await sleep(retryAfterSeconds * 1_000, undefined, { signal });
    }
  }
}

async function keep(
  database: Database,
  guildId: Snowflake,
  { picture, message }: { readonly picture: PostedPicture; readonly message: PostedMessage },
  { bytes, analysis }: { readonly bytes: Uint8Array; readonly analysis: Analysis },
): Promise<void> {
  const sha256 = createHash('sha256').update(bytes).digest();
  const { faces, modelVersion } = analysis;
  await database.transaction(guildId, async (repositories) => {
    // What is said meanwhile by whoever posted it, or set for the server, is heard before, or waits.
    await repositories.erasure.storing();
    // Deleted in Discord while it was looked at: then there is nothing to keep.
    if (!(await repositories.attachments.hold(picture.attachmentId))) return;
    const { indexingScope, bandStrictness } = settingsSchema.parse(await repositories.settings.read());
    const named = faces.length === 0 ? [] : await nameFaces(repositories, analysis, sha256, bandStrictness);
    const earlier = await repositories.upgrade.outdatedFaces(picture.attachmentId, modelVersion);
    const indexes = successors(earlier, analysis);
    const before = new Map(
      indexes.flatMap((to, from) => (to === null ? [] : [[to, earlier[from]] as const])),
    );
    const carried = new Set(earlier.map(({ personId }) => personId));
    // Nobody looks over what is assigned here, in thousands of pictures: only what is likely counts. What an earlier
    // model's face was taken for stays, and what was kept.
    const keepable = faces.flatMap((face, index) => {
      const found = named[index];
      const likely = (found?.band === 'likely' ? found.person : null)?.personId ?? null;
      const personId = before.get(index)?.personId ?? (carried.has(likely) ? null : likely);
      const isKept = personId !== null || indexingScope === 'everyone' || before.has(index);
      return isKept ? [{ face, personId, replaces: before.get(index)?.faceId }] : [];
    });
    const { messageId, channelId, authorId, postedAt } = message;
    // Whoever posted it may have opted out, and had everything erased, while it was looked at.
    const kept = keepable.length > 0 && !(await repositories.optOuts.has(authorId)) ? keepable : [];
    if (kept.length > 0) {
      const pictureId = await repositories.pictures.add({
        source: { channelId, messageId, attachmentId: picture.attachmentId, authorId, postedAt },
        width: analysis.picture.width,
        height: analysis.picture.height,
        sha256,
        storedCopy: null,
        addedBy: authorId,
      });
      for (const { replaces } of kept) {
        if (replaces !== undefined) await repositories.upgrade.removeFace(replaces);
      }
      await repositories.faces.addAll(
        kept.map(({ face, personId }) => ({ ...face, pictureId, personId, origin: 'indexed', modelVersion })),
      );
    }
    // Those of an earlier model that this one does not see stay, for their people's sake.
    const left = earlier.length - kept.filter(({ replaces }) => replaces !== undefined).length;
    const counts = { found: faces.length + left, kept: kept.length + left };
    await repositories.attachments.looked(picture.attachmentId, counts);
  });
}
