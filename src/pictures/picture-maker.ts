import type { TaskRequest } from '../vision/types.ts';
import type { NumberedFace } from './overlay.ts';
import type { StoredCopy } from './stored-copy.ts';

/**
 * What the services see of drawing: bytes of a picture file in, a WebP file without metadata out. Rejects as
 * `FaceAnalyser` does.
 */
export interface PictureMaker {
  /** A box around each face, given in pixels of the upright picture, and a tag with its number, 0 to 99. */
  drawNumberedBoxes(
    bytes: Uint8Array,
    faces: readonly NumberedFace[],
    request: TaskRequest,
  ): Promise<Uint8Array>;
  /** The smaller copy of an enrolment photo that is kept. */
  makeStoredCopy(bytes: Uint8Array, request: TaskRequest): Promise<StoredCopy>;
}
