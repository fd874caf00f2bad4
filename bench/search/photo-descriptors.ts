// node --import tsx bench/search/photo-descriptors.ts file.f32 [variants]: real descriptors for `npm run bench:search --
// --descriptors file.f32`, of the faces in the photos of the tests, each photo turned, cropped, brightened and blurred.
import { writeFile } from 'node:fs/promises';
import { pino } from 'pino';
import sharp from 'sharp';
import { createVisionPool } from '../../src/vision/pool.ts';
import { franckFrames, groupPhotos, type Photo, portraits } from '../../test/photos.ts';

const [file, variants = '24'] = process.argv.slice(2);
if (file === undefined) throw new RangeError('which file?');

const pool = await createVisionPool({ workers: 1, log: pino({ level: 'silent' }) });
const found: Float32Array[] = [];
const photos = [...groupPhotos, ...franckFrames, ...portraits];
for (let variant = 0; variant < Number(variants); variant += 1) {
  for (const photo of photos) {
    const request = { effort: 'fast', priority: 'background', guildId: '1' } as const;
    const { faces } = await pool.analyse(await changed(photo, variant), request);
    found.push(...faces.map(({ descriptor }) => descriptor));
  }
}
await pool.close();
await writeFile(
  file,
  Buffer.concat(found.map(({ buffer, byteOffset }) => Buffer.from(buffer, byteOffset, 512))),
  {
    mode: 0o600,
  },
);
console.log(
  `${found.length} descriptors of the faces in ${photos.length} photos, each changed in ${variants} ways`,
);

/** No two variants are the same. */
async function changed(photo: Photo, variant: number): Promise<Uint8Array> {
  const { width, height } = await sharp(photo.path).metadata();
  const margin = (share: number) => Math.round(Math.min(width, height) * 0.01 * share);
  const left = margin(variant % 4);
  const top = margin(variant % 3);
  const bytes = await sharp(photo.path)
    .extract({ left, top, width: width - left - margin(variant % 5), height: height - top })
    .resize({ width: Math.min(1_024, Math.round(width * (1 - 0.02 * (variant % 8)))) })
    .rotate(((variant * 7) % 25) - 12)
    .modulate({ brightness: 0.75 + 0.05 * (variant % 11), saturation: 0.6 + 0.2 * (variant % 4) })
    .blur(0.3 + 0.2 * (variant % 6))
    .jpeg({ quality: 60 + 5 * (variant % 7) })
    .toBuffer();
  return new Uint8Array(bytes);
}
