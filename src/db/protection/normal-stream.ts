import { createCipheriv } from 'node:crypto';

const CHUNK_BYTES = 16_384;
const TWO_TO_32 = 2 ** 32;

/**
 * Standard normal numbers without end, the same for the same key: AES-256 in counter mode, by Marsaglia's polar
 * method. Whoever does not know the key cannot tell them from chance.
 */
export function normalStream(key: Uint8Array): () => number {
  const cipher = createCipheriv('aes-256-ctr', key, Buffer.alloc(16));
  const zeros = Buffer.alloc(CHUNK_BYTES);
  let chunk = Buffer.alloc(0);
  let offset = 0;
  /** Between -1 and 1, never either. */
  const uniform = (): number => {
    if (offset === chunk.length) {
      chunk = cipher.update(zeros);
      offset = 0;
    }
    const value = chunk.readUInt32LE(offset);
    offset += 4;
    return (2 * (value + 0.5)) / TWO_TO_32 - 1;
  };
  let spare: number | undefined;
  return () => {
    if (spare !== undefined) {
      const value = spare;
      spare = undefined;
      return value;
    }
    for (;;) {
      const x = uniform();
      const y = uniform();
      const square = x * x + y * y;
      if (square >= 1) continue;
      const scale = Math.sqrt((-2 * Math.log(square)) / square);
      spare = y * scale;
      return x * scale;
    }
  };
}
