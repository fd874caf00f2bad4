import { numberAt } from '../number-at.ts';
import { SEARCH_DIMENSIONS } from './search-subspace.ts';

/**
 * The narrow cube that a search reads of every face: an exact lower bound of the distance, in a form that
 * PostgreSQL's `cube <-> cube` computes fast.
 *
 * The first 47 stored numbers are laid, without change of distance, into the 48-dimensional space of vectors whose
 * numbers add up to zero. A query's 48 numbers are then raised by one each. That changes every squared distance by
 * exactly 48, since the change is at right angles to all differences, and makes each of the query's numbers the
 * larger one: cube compares the two before it subtracts, and a comparison that always ends the same way costs the
 * processor a fifth of one that it cannot foresee (docs/decisions/0030-search.md). Were a number not the larger one,
 * the distance would be as right, only slower.
 */
export const SEARCH_CUBE_LENGTH = SEARCH_DIMENSIONS + 1;

/** The lengths of the basis vectors before they are made unit vectors: (1, …, 1, -k, 0, …, 0) with k ones. */
const LENGTHS = Float64Array.from({ length: SEARCH_DIMENSIONS }, (_, index) => {
  const ones = index + 1;
  return Math.sqrt(ones * (ones + 1));
});

/** @param image what is stored of a descriptor, of which the first 47 numbers count. @returns 48 numbers. */
export function searchCube(image: Float64Array): Float64Array {
  const cube = new Float64Array(SEARCH_CUBE_LENGTH);
  let sum = 0;
  for (let index = SEARCH_DIMENSIONS - 1; index >= 0; index -= 1) {
    const part = numberAt(image, index) / numberAt(LENGTHS, index);
    cube[index + 1] = sum - (index + 1) * part;
    sum += part;
  }
  cube[0] = sum;
  return cube;
}

/** The query's side of the comparison. */
export function searchCubeOfQuery(image: Float64Array): Float64Array {
  return searchCube(image).map((value) => value + 1);
}

/**
 * How near a stored narrow cube must be to a query's for the faces to be within `threshold`. A trifle more than it
 * has to be, since rounding must not exclude a face: what is within is decided by the whole descriptor.
 */
export function searchRadius(threshold: number): number {
  const square = threshold * threshold + SEARCH_CUBE_LENGTH;
  return Math.sqrt(square * (1 + 1e-9));
}
