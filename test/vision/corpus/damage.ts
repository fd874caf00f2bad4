import type { CorpusFile } from './file.ts';
import { inEachFormat } from './wholes.ts';

/** Ways in which files come to harm; each is given a file and numbers from 0 to 1 to choose by. */
const harms: Readonly<Record<string, (bytes: Buffer, random: () => number) => Buffer>> = {
  truncated: (bytes, random) => bytes.subarray(0, Math.floor(random() * bytes.length)),
  'bits-flipped': (bytes, random) => {
    for (let flips = 1 + Math.floor(random() * 8); flips > 0; flips--) {
      const at = Math.floor(random() * bytes.length);
      bytes.writeUInt8(bytes.readUInt8(at) ^ (1 << Math.floor(random() * 8)), at);
    }
    return bytes;
  },
  /** Where dimensions, counts and lengths stand. */
  'header-noise': (bytes, random) => {
    const end = Math.min(bytes.length, 300);
    for (let bytesLeft = 4; bytesLeft > 0; bytesLeft--) {
      bytes.writeUInt8(Math.floor(random() * 256), 8 + Math.floor(random() * (end - 8)));
    }
    return bytes;
  },
  'a-piece-missing': (bytes, random) => {
    const from = Math.floor(random() * bytes.length);
    return Buffer.concat([bytes.subarray(0, from), bytes.subarray(from + Math.floor(random() * 500))]);
  },
  'a-piece-twice': (bytes, random) => {
    const from = Math.floor(random() * bytes.length);
    const to = from + Math.floor(random() * 500);
    return Buffer.concat([bytes.subarray(0, to), bytes.subarray(from)]);
  },
  'zeros-within': (bytes, random) => {
    const from = Math.floor(random() * bytes.length);
    return bytes.fill(0, from, Math.min(bytes.length, from + Math.floor(random() * 2_000)));
  },
};

/** @param variants of each harm to each format. */
export async function damagedPictures(random: () => number, variants: number): Promise<CorpusFile[]> {
  const files: CorpusFile[] = [];
  for (let variant = 0; variant < variants; variant++) {
    for (const { format, bytes } of await inEachFormat(variant)) {
      for (const [harm, apply] of Object.entries(harms)) {
        files.push({ name: `${harm}-${variant}.${format}`, bytes: apply(Buffer.from(bytes), random) });
      }
    }
  }
  return files;
}
