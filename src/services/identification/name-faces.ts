import type { PersonMatch } from '../../db/face-types.ts';
import type { Analysis, BoundingBox } from '../../vision/types.ts';
import type { GuildReaders } from '../audit/audited-database.ts';
import { bandsFor, plainGalleryFaces } from '../bands.ts';
import { assignOncePerPicture, type Band, type Bands, bandOf } from '../matching.ts';
import type { GuildSettings } from '../settings/schema.ts';

export interface IdentifiedFace {
  /** As drawn, from 1. */
  readonly number: number;
  readonly box: BoundingBox;
  readonly band: Band;
  /** Null exactly when the band is `unknown`. */
  readonly person: Pick<PersonMatch, 'personId' | 'displayName' | 'memberId'> | null;
}

/** Candidates a face: enough that the next best is there when two faces want the same person. */
const candidatesPerFace = 5;

/** A stricter server is promised as many times fewer strangers taken for somebody. */
const timesFewer = { normal: 1, strict: 10, 'very-strict': 100 } as const satisfies Record<
  GuildSettings['bandStrictness'],
  number
>;

/**
 * Who each face of a photo is, as far as it can be told. Each person is at most once in a picture, and nobody is
 * named of whom was said that they are not that face of that file.
 */
export async function nameFaces(
  readers: GuildReaders,
  { faces: found, modelVersion }: Analysis,
  sha256: Uint8Array,
  strictness: GuildSettings['bandStrictness'],
): Promise<IdentifiedFace[]> {
  const { faces } = readers;
  const bands = strictBands(modelVersion, await faces.countEnrolments(modelVersion), strictness);
  const matches = await faces.nearestPeople({
    descriptors: found.map(({ descriptor }) => descriptor),
    modelVersion,
    threshold: bands.possible,
    limit: candidatesPerFace,
    file: { sha256, boxes: found.map(({ box }) => box) },
  });
  const assigned = assignOncePerPicture(matches);
  return found.map(({ box }, index) => {
    const match = assigned.get(index);
    return {
      number: index + 1,
      box,
      band: match === undefined ? 'unknown' : bandOf(match.distance, bands),
      person: match ?? null,
    };
  });
}

/** @throws Error for a model version that was never measured */
export function strictBands(
  modelVersion: string,
  galleryFaces: number,
  strictness: GuildSettings['bandStrictness'],
): Bands {
  const factor = timesFewer[strictness];
  // Up to the plain size the gallery does not matter, so the factor has to start from there.
  const size = factor === 1 ? galleryFaces : Math.max(plainGalleryFaces, galleryFaces) * factor;
  return bandsFor(modelVersion, size);
}
