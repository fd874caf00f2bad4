import { createHash } from 'node:crypto';
import type { Snowflake } from '../../db/ids.ts';
import type { Person } from '../../db/people-types.ts';
import { UserError } from '../../errors/user-error.ts';
import type { BoundingBox, FaceAnalyser } from '../../vision/types.ts';
import type { AuditedDatabase } from '../audit/audited-database.ts';
import { nameFaces } from '../identification/name-faces.ts';
import type { SearchResult } from '../identification/search-results.ts';
import type { FetchPhoto, PhotoReference } from '../photo.ts';
import type { Settings } from '../settings/settings.ts';
import type { Acting } from './moderation.ts';

export interface CorrectionsPorts {
  readonly database: AuditedDatabase;
  readonly settings: Settings;
  readonly analyser: FaceAnalyser;
  readonly fetchPhoto: FetchPhoto;
}

/**
 * "This is not that person." What is remembered is the file (its hash), the place of the face in it, and who it is
 * not: no description of the face, which is most often a stranger's.
 */
export class Corrections {
  readonly #ports: CorrectionsPorts;

  constructor(ports: CorrectionsPorts) {
    this.#ports = ports;
  }

  /**
   * Remembers that a face of a result is not who it was taken for.
   * @param faceNumber as drawn. Untrusted.
   * @throws UserError `not-in-photo`; `not-allowed` for anyone but moderators and the person themself.
   */
  async rejectResult(
    { actorId, isModerator }: { readonly actorId: Snowflake; readonly isModerator: boolean },
    { guildId, sha256, faces }: SearchResult,
    faceNumber: number,
  ): Promise<string> {
    const face = faces.find(({ number }) => number === faceNumber);
    if (face === undefined || face.person === null) {
      throw new UserError('not-in-photo', {});
    }
    const { person, box } = face;
    if (!isModerator && person.memberId !== actorId) {
      throw new UserError('not-allowed', { permission: 'Timeout Members' });
    }
    await this.#reject({ guildId, actorId }, person, sha256, [box]);
    return person.displayName;
  }

  /** The same for a photo that is sent along. @throws UserError `not-in-photo`, `download-*`, `image-*`, `busy` */
  async rejectPhoto(acting: Acting, person: Person, photo: PhotoReference): Promise<void> {
    const { analyser, database, fetchPhoto, settings } = this.#ports;
    const { guildId } = acting;
    const bytes = await fetchPhoto(photo);
    const analysis = await analyser.analyse(bytes, { effort: 'thorough', priority: 'interactive', guildId });
    const sha256 = createHash('sha256').update(bytes).digest();
    const { bandStrictness } = await settings.of(guildId);
    const faces = await nameFaces(database.read(guildId), analysis, sha256, bandStrictness);
    const boxes = faces.filter((face) => face.person?.personId === person.personId).map(({ box }) => box);
    if (boxes.length === 0) {
      throw new UserError('not-in-photo', {});
    }
    await this.#reject(acting, person, sha256, boxes);
  }

  async #reject(
    { guildId, actorId }: Acting,
    { personId, memberId }: Pick<Person, 'personId' | 'memberId'>,
    sha256: Uint8Array,
    boxes: readonly BoundingBox[],
  ): Promise<void> {
    const { database, settings } = this.#ports;
    const keepsUnnamed = (await settings.of(guildId)).indexingScope === 'everyone';
    await database.change(guildId, async ({ people, rejections, erasure }) => {
      if ((await people.find(personId)) === null) {
        throw new UserError('no-such-person', {});
      }
      for (const box of boxes) {
        await rejections.add({ personId, sha256, box, rejectedBy: actorId });
        await erasure.mistaken({ personId, sha256, box, keepsUnnamed });
      }
      return {
        result: undefined,
        entry: { actorId, action: 'not-this-person', personId, memberId, details: {} },
      };
    });
  }
}
