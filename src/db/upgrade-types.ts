import type { BoundingBox } from '../vision/types.ts';
import type { RowId, Snowflake } from './ids.ts';
import type { AttachmentPlace } from './indexing-types.ts';

/** An enrolled face that was encoded by a different model than now, with the photo that it can be encoded from. */
export interface OutdatedEnrolment {
  readonly faceId: RowId;
  readonly pictureId: RowId;
  readonly personId: RowId;
  /** In pixels of a picture of this size. */
  readonly box: BoundingBox;
  readonly width: number;
  readonly height: number;
}

/** An indexed face that was encoded by a different model than now. */
export interface OutdatedFace {
  readonly faceId: RowId;
  readonly personId: RowId | null;
  /** In pixels of a picture of this size. */
  readonly box: BoundingBox;
  readonly width: number;
  readonly height: number;
}

/** Brings what was encoded to a new model. */
export interface UpgradeRepository {
  /** Those after a face, in the order of their numbers. */
  outdatedEnrolments(modelVersion: string, afterFace: RowId, limit: number): Promise<OutdatedEnrolment[]>;
  /** Of one posted picture. */
  outdatedFaces(attachmentId: Snowflake, modelVersion: string): Promise<OutdatedFace[]>;
  /** Posted pictures with such faces that the new model has not looked at, or not to the end, in the order of their ids. */
  outdatedPictures(
    modelVersion: string,
    passingReasons: readonly string[],
    afterAttachment: Snowflake,
    limit: number,
  ): Promise<AttachmentPlace[]>;
  /** Removes a face that another has taken the place of. False when it is gone already. */
  removeFace(faceId: RowId): Promise<boolean>;
}
