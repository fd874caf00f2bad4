import { UserError } from '../../errors/user-error.ts';
import type { AnalysedFace } from '../../vision/types.ts';

/**
 * What a face must have to be enrolled: a poor picture of a person would match strangers for as long as it
 * is kept. The same numbers do not bind searching, where a poor face merely finds nobody.
 */
const minimumSize = 60;

/** Below it, blurring the test photos has moved their descriptors by 0.25 and more, half the way to a stranger's. */
const minimumSharpness = 6;

/** Of `quality.yaw`, without its sign: beyond it one eye is all but hidden, and landmarks and chip are guesses. */
const largestTurn = 0.6;

/** More faces than Discord's select menu has options cannot be chosen from. */
export const maximumFaces = 25;

type Problem = UserError<'face-too-small' | 'face-too-blurred' | 'face-turned-away'>;

/** @returns why this face would be a poor enrolment, or null when it is good. */
export function problemOf({ quality }: Pick<AnalysedFace, 'quality'>): Problem | null {
  const { size, sharpness, yaw } = quality;
  if (size < minimumSize) {
    return new UserError('face-too-small', { size: Math.round(size), minimum: minimumSize });
  }
  if (sharpness < minimumSharpness) return new UserError('face-too-blurred', {});
  return Math.abs(yaw) > largestTurn ? new UserError('face-turned-away', {}) : null;
}

/**
 * @returns the faces, when at least one could be enrolled.
 * @throws UserError `no-face`, `too-many-faces`, or what is wrong with the best face.
 */
export function requireUsable(faces: readonly AnalysedFace[]): readonly AnalysedFace[] {
  if (faces.length > maximumFaces) {
    throw new UserError('too-many-faces', { count: faces.length, maximum: maximumFaces });
  }
  const [largest] = faces.toSorted((a, b) => b.quality.size - a.quality.size);
  if (largest === undefined) {
    throw new UserError('no-face', {});
  }
  if (faces.every((face) => problemOf(face) !== null)) {
    throw problemOf(largest);
  }
  return faces;
}
