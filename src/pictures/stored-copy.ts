import { decodePicture } from '../vision/decode.ts';
import { decodeLimits } from '../vision/decode-limits.ts';
import { fromPixels, toWebp } from './encode.ts';

/** Longer side of a stored copy, in pixels: it fills a chat's view, and is no original any more. */
const maximumSide = 1280;

export interface StoredCopy {
  /** A WebP file without metadata: no place, no camera, no time. */
  readonly bytes: Uint8Array;
  readonly width: number;
  readonly height: number;
}

/**
 * Makes the copy of an enrolment photo that is kept, from the file as sent: upright, first frame only, at most
 * 1280 px on the longer side, never enlarged.
 *
 * @throws UserError `image-*` or `no-image` as `decodePicture` does.
 */
export async function makeStoredCopy(bytes: Uint8Array, limits = decodeLimits): Promise<StoredCopy> {
  const { image } = await decodePicture(bytes, { ...limits, workingSide: maximumSide });
  return await toWebp(fromPixels(image), { quality: 82, effort: 4 });
}
