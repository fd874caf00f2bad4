import { doubleArray } from './binary-array.ts';

export const DESCRIPTOR_LENGTH = 128;

/**
 * Descriptors one after the other as a binary `float8[]` parameter, from which SQL makes the two cubes.
 * @throws RangeError for one that is not 128 finite numbers: a cube would take it, and no search would find it.
 */
export function descriptorsParameter(descriptors: readonly Float32Array[]): Buffer {
  const all = new Float32Array(descriptors.length * DESCRIPTOR_LENGTH);
  descriptors.forEach((descriptor, index) => {
    if (descriptor.length !== DESCRIPTOR_LENGTH || !descriptor.every(Number.isFinite)) {
      throw new RangeError(`a descriptor is ${DESCRIPTOR_LENGTH} finite numbers`);
    }
    all.set(descriptor, index * DESCRIPTOR_LENGTH);
  });
  return doubleArray(all);
}
