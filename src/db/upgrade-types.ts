import type { BoundingBox } from '../vision/types.ts';
import type { RowId } from './ids.ts';

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

/** Brings enrolments to a new model. */
export interface UpgradeRepository {
  /** Those after a face, in the order of their numbers. */
  outdatedEnrolments(modelVersion: string, afterFace: RowId, limit: number): Promise<OutdatedEnrolment[]>;
  /** Removes a face that another has taken the place of. False when it is gone already. */
  removeFace(faceId: RowId): Promise<boolean>;
}
