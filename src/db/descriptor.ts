export const DESCRIPTOR_LENGTH = 128;

/** @throws RangeError for one that is not 128 finite numbers: a cube would take it, and no search would find it. */
export function requireDescriptor(descriptor: Float32Array): void {
  if (descriptor.length !== DESCRIPTOR_LENGTH || !descriptor.every(Number.isFinite)) {
    throw new RangeError(`a descriptor is ${DESCRIPTOR_LENGTH} finite numbers`);
  }
}
