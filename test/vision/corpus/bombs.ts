import { deflateSync } from 'node:zlib';
import sharp from 'sharp';
import type { CorpusFile } from './file.ts';
import { endlessExif, exif, segment, withDimensions, withScans, withSegments } from './jpeg.ts';
import { blackPng, png, pngChunk } from './png.ts';

/**
 * Small files that want to become much: memory for pixels, time for passes, text or profiles that unpack to a thousand
 * times their size.
 * @param size `lean` leaves out those that take longer to make.
 */
export async function bombs(size: 'lean' | 'full'): Promise<CorpusFile[]> {
  const plain = sharp({ create: { width: 64, height: 64, channels: 3, background: '#369' } });
  const [jpeg, gif, webp] = await Promise.all([
    plain.clone().jpeg().toBuffer(),
    plain.clone().gif().toBuffer(),
    plain.clone().webp({ lossless: true }).toBuffer(),
  ]);
  const tooLarge = 'image-too-many-pixels' as const;
  const files: CorpusFile[] = [
    { name: 'bomb-30000x30000.png', bytes: blackPng(30_000, 30_000), outcome: tooLarge },
    { name: 'header-of-4-billion.png', bytes: hollowPng(2 ** 16, 2 ** 16) },
    { name: 'header-of-2-billion-wide.png', bytes: hollowPng(2 ** 31 - 1, 1) },
    { name: 'header-of-0.png', bytes: hollowPng(0, 0), outcome: 'image-broken' },
    { name: 'header-of-65500.jpg', bytes: withDimensions(jpeg, 65_500, 65_500), outcome: tooLarge },
    { name: 'header-of-0.jpg', bytes: withDimensions(jpeg, 0, 0), outcome: 'image-broken' },
    { name: 'header-below-the-limit.jpg', bytes: withDimensions(jpeg, 8_000, 8_000) },
    { name: 'canvas-of-65535.gif', bytes: withCanvas(gif, 65_535) },
    { name: 'canvas-of-16384.webp', bytes: withLosslessSide(webp, 16_384) },
    { name: 'text-of-a-gigabyte.png', bytes: withPacked('zTXt', size === 'full' ? 1_000 : 100) },
    { name: 'profile-of-a-gigabyte.png', bytes: withPacked('iCCP', size === 'full' ? 1_000 : 100) },
    { name: 'exif-of-64-kilobytes.jpg', bytes: withSegments(jpeg, [exif(6, 65_000)]), outcome: 'decoded' },
    {
      name: 'exif-of-6-megabytes.jpg',
      bytes: withSegments(jpeg, Array<Buffer>(100).fill(exif(6, 65_000))),
    },
    { name: 'exif-in-a-circle.jpg', bytes: withSegments(jpeg, [endlessExif()]) },
    {
      name: 'ten-thousand-comments.jpg',
      bytes: withSegments(jpeg, Array<Buffer>(10_000).fill(segment(0xfe, Buffer.from('comment')))),
      outcome: 'decoded',
    },
    { name: 'more-bytes-than-may-be.jpg', bytes: new Uint8Array(26 * 2 ** 20), outcome: 'image-too-large' },
  ];
  return size === 'lean' ? files : [...files, ...(await slowFiles())];
}

/** Those at the limits of pixels, which are decoded whole, and one that is to be decoded a thousand times. */
async function slowFiles(): Promise<CorpusFile[]> {
  const side = 8_000;
  const large = sharp({ create: { width: side, height: side, channels: 3, background: '#369' } });
  const progressive = await large.clone().jpeg({ progressive: true }).toBuffer();
  const avif = async (width: number) =>
    await large.clone().resize(width, 4_000, { fit: 'fill' }).avif({ effort: 0 }).toBuffer();
  const decoded = 'decoded' as const;
  return [
    { name: 'at-the-limit.png', bytes: blackPng(side, side), outcome: decoded },
    { name: 'at-the-limit-interlaced.png', bytes: await large.clone().png({ progressive: true }).toBuffer() },
    { name: 'at-the-limit-interlaced-16-bit.png', bytes: blackDeepPng(side) },
    { name: 'at-the-limit.webp', bytes: await large.clone().webp().toBuffer(), outcome: decoded },
    { name: 'at-the-limit.avif', bytes: await avif(5_000), outcome: decoded },
    { name: 'above-the-limit.avif', bytes: await avif(5_001), outcome: 'image-too-many-pixels' },
    { name: 'at-the-limit.jpg', bytes: progressive, outcome: decoded },
    { name: 'thousand-scans.jpg', bytes: withScans(progressive, 1_000) },
  ];
}

/** Square, 16 bits a sample, with transparency, interlaced: 8 bytes a pixel, which are unpacked all at once. */
function blackDeepPng(side: number): Buffer {
  // Adam7: seven pictures one after the other, of each of these the pixels from (x, y) on, every so many.
  const passes = [
    [0, 0, 8, 8],
    [4, 0, 8, 8],
    [0, 4, 4, 8],
    [2, 0, 4, 4],
    [0, 2, 2, 4],
    [1, 0, 2, 2],
    [0, 1, 1, 2],
  ] as const;
  const length = passes
    .map(([x, y, dx, dy]) => Math.ceil((side - y) / dy) * (1 + 8 * Math.ceil((side - x) / dx)))
    .reduce((sum, bytes) => sum + bytes, 0);
  const data = pngChunk('IDAT', deflateSync(Buffer.alloc(length), { level: 1 }));
  return png({ width: side, height: side, depth: 16, colour: 6, interlaced: true }, [data]);
}

/** A header and next to nothing behind it. */
function hollowPng(width: number, height: number): Buffer {
  const data = pngChunk('IDAT', deflateSync(Buffer.alloc(100)));
  return png({ width, height, depth: 8, colour: 2 }, [data]);
}

/** A small whole PNG with a chunk that unpacks to so many megabytes of zeros. */
function withPacked(type: 'zTXt' | 'iCCP', megabytes: number): Buffer {
  const packed = deflateSync(Buffer.alloc(megabytes * 2 ** 20), { level: 1 });
  const chunk = pngChunk(type, Buffer.concat([Buffer.from('name\0\0', 'latin1'), packed]));
  const rows = pngChunk('IDAT', deflateSync(Buffer.alloc(64 * (1 + 3 * 64))));
  return png({ width: 64, height: 64, depth: 8, colour: 2 }, [chunk, rows]);
}

function withCanvas(gif: Buffer, side: number): Buffer {
  const changed = Buffer.from(gif);
  changed.writeUInt16LE(side, 6);
  changed.writeUInt16LE(side, 8);
  return changed;
}

/** A lossless WebP holds width - 1 and height - 1 in 14 bits each, after its signature byte. */
function withLosslessSide(webp: Buffer, side: number): Buffer {
  const changed = Buffer.from(webp);
  const at = changed.indexOf('VP8L') + 9;
  const flags = changed.readUInt32LE(at) & 0xf000_0000;
  changed.writeUInt32LE(((side - 1) | ((side - 1) << 14) | flags) >>> 0, at);
  return changed;
}
