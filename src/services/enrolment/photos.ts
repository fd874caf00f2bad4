import { createHash } from 'node:crypto';
import type { Snowflake } from '../../db/ids.ts';
import type { NewPicture } from '../../db/picture-types.ts';
import type { PictureMaker } from '../../pictures/picture-maker.ts';
import type { StoredCopy } from '../../pictures/stored-copy.ts';
import type { Analysis, FaceAnalyser } from '../../vision/types.ts';
import type { FetchPhoto, PhotoReference } from '../photo.ts';

export interface PhotoPorts {
  readonly analyser: FaceAnalyser;
  readonly fetchPhoto: FetchPhoto;
  readonly pictures: PictureMaker;
}

/** A photo that was looked at and waits to be stored, without the file itself. */
export interface SeenPhoto {
  readonly analysis: Analysis;
  readonly sha256: Uint8Array;
  readonly storedCopy: StoredCopy;
}

/** @throws UserError `download-*`, `image-*`, `busy` */
export async function lookAt(
  { analyser, fetchPhoto, pictures }: PhotoPorts,
  guildId: Snowflake,
  photo: PhotoReference,
): Promise<{ readonly bytes: Uint8Array; readonly seen: SeenPhoto }> {
  const bytes = await fetchPhoto(photo);
  const request = { priority: 'interactive', guildId } as const;
  // One after the other: a file that ends a worker is not given to a second one as well.
  const analysis = await analyser.analyse(bytes, { ...request, effort: 'thorough' });
  const storedCopy = await pictures.makeStoredCopy(bytes, request);
  return { bytes, seen: { analysis, sha256: createHash('sha256').update(bytes).digest(), storedCopy } };
}

/** The picture of an enrolment: boxes are in pixels of the photo as sent. */
export function newPicture({ analysis, sha256, storedCopy }: SeenPhoto, addedBy: Snowflake): NewPicture {
  const { width, height } = analysis.picture;
  return { source: null, width, height, sha256, storedCopy: storedCopy.bytes, addedBy };
}

/** The picture of a proposal: only the copy will be there when its faces are looked at, so all is in its pixels. */
export function copyAlone({ sha256, storedCopy }: SeenPhoto, addedBy: Snowflake): NewPicture {
  const { bytes, width, height } = storedCopy;
  return { source: null, width, height, sha256, storedCopy: bytes, addedBy };
}
