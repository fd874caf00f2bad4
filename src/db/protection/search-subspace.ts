import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { DESCRIPTOR_LENGTH } from '../descriptor.ts';

/**
 * How many directions of a descriptor stand in the narrow cube that a search reads of every face. More reject more
 * strangers and make the rows wider: 47 is where the sum of both costs least (docs/decisions/0030-search.md). One
 * less than the cube's 48 numbers, see search-cube.ts.
 */
export const SEARCH_DIMENSIONS = 47;

/** Three levels up from both src/db/protection and dist/db/protection. */
export const searchSubspacePath = fileURLToPath(
  new URL('../../../models/search-subspace.f32', import.meta.url),
);

/**
 * The directions along which descriptors differ most, one a row of 128, nearly orthonormal. Public, and the same for
 * every guild. Made by models/make-search-subspace.ts.
 */
export function loadSearchSubspace(path = searchSubspacePath): readonly Float64Array[] {
  const file = readFileSync(path);
  if (file.length !== SEARCH_DIMENSIONS * DESCRIPTOR_LENGTH * 4) {
    throw new Error(`${path} is not the file that this version of Kith was made with`);
  }
  return Array.from({ length: SEARCH_DIMENSIONS }, (_, row) =>
    Float64Array.from({ length: DESCRIPTOR_LENGTH }, (_, column) =>
      file.readFloatLE((row * DESCRIPTOR_LENGTH + column) * 4),
    ),
  );
}
