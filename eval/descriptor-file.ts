import { writeFile } from 'node:fs/promises';
import { endianness } from 'node:os';

const dimensions = 128;

/**
 * Writes descriptors one after another, 128 little-endian 32-bit floats each and nothing else. They are personal
 * data, faces can be made of them again: the file is readable by its owner alone.
 * @throws RangeError for a descriptor of another length.
 */
export async function writeDescriptors(path: string, descriptors: readonly Float32Array[]): Promise<void> {
  const all = new Float32Array(descriptors.length * dimensions);
  for (const [index, descriptor] of descriptors.entries()) {
    if (descriptor.length !== dimensions) {
      throw new RangeError(`a descriptor has ${dimensions} numbers, not ${descriptor.length}`);
    }
    all.set(descriptor, index * dimensions);
  }
  const bytes = Buffer.from(all.buffer);
  await writeFile(path, endianness() === 'LE' ? bytes : bytes.swap32(), { mode: 0o600 });
}
