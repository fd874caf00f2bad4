import fc from 'fast-check';
import sharp from 'sharp';
import { describe, expect, test } from 'vitest';
import { UserError } from '../../src/errors/user-error.ts';
import { decodePicture } from '../../src/vision/decode.ts';
import { decodeLimits } from '../../src/vision/decode-limits.ts';
import { sniffFormat } from '../../src/vision/format.ts';
import type { RawImage } from '../../src/vision/types.ts';
import { photoBytes } from '../photos.ts';
import { blackPng } from './corpus/png.ts';
import { withHevcInstead } from './heif.ts';

const photo = await photoBytes('sample1');
const small = await sharp(photo).resize(300).png().toBuffer();
const avif = await sharp(small).avif({ effort: 0 }).toBuffer();
const tiff = await sharp(small).tiff().toBuffer();
const reference = (await decodePicture(small)).image;

const plain = (width: number, height: number) =>
  sharp({ create: { width, height, channels: 3, background: '#336699' }, limitInputPixels: false });

async function refusal(bytes: Uint8Array, limits = decodeLimits): Promise<UserError> {
  const error: unknown = await decodePicture(bytes, limits).catch((thrown: unknown) => thrown);
  if (!(error instanceof UserError)) throw new Error(`not refused: ${String(error)}`);
  return error;
}

/** Mean absolute difference of two pictures, 0 to 255. */
function difference(a: RawImage, b: RawImage): number {
  expect([a.width, a.height]).toEqual([b.width, b.height]);
  return a.data.reduce((sum, value, at) => sum + Math.abs(value - (b.data[at] ?? 0)), 0) / a.data.length;
}

function pixel({ data, width }: RawImage, x: number, y: number): number[] {
  return Array.from(data.subarray((y * width + x) * 3, (y * width + x) * 3 + 3));
}

describe('what is read', () => {
  const image = sharp(small);
  test.each([
    ['JPEG', image.clone().jpeg({ quality: 90 })],
    ['PNG', image.clone().png({ palette: true })],
    ['WebP', image.clone().webp({ quality: 90 })],
    ['GIF', image.clone().gif()],
    ['AVIF', image.clone().avif({ quality: 70, effort: 0 })],
  ])('%s', async (format, file) => {
    const decoded = await decodePicture(await file.toBuffer());
    expect(decoded).toMatchObject({ format, width: 300, height: 200 });
    expect(difference(decoded.image, reference)).toBeLessThan(6);
  });

  test('colours as their profile says, where they are shown', async () => {
    const wide = await image.clone().withIccProfile('p3').png().toBuffer();
    const shown = difference((await decodePicture(wide)).image, reference);
    const looked = difference((await decodePicture(wide, decodeLimits, 'ignore')).image, reference);
    expect(shown).toBeLessThan(1);
    expect(looked).toBeGreaterThan(2 * shown);
  });

  test('the usual sRGB profile, which need not be applied', async () => {
    expect((await sharp(photo).metadata()).icc).toHaveLength(3144);
    const applied = await sharp(photo).toColourspace('srgb').raw().toBuffer();
    const { data } = (await decodePicture(photo)).image;
    expect(Buffer.compare(data, applied)).toBe(0);
  });

  test('RGB of 16 bits', async () => {
    const deep = await image.clone().toColourspace('rgb16').png().toBuffer();
    expect((await sharp(deep).metadata()).depth).toBe('ushort');
    expect(difference((await decodePicture(deep)).image, reference)).toBeLessThan(1);
  });

  test.each(['b-w', 'grey16'])('grey (%s), as three equal channels', async (space) => {
    const decoded = (await decodePicture(await image.clone().toColourspace(space).png().toBuffer())).image;
    expect(decoded.data).toHaveLength(300 * 200 * 3);
    const [red, green, blue] = pixel(decoded, 150, 100);
    expect([green, blue]).toEqual([red, red]);
    expect(red).toBeGreaterThan(40);
  });

  test('CMYK, in its true colours', async () => {
    const print = await image.clone().toColourspace('cmyk').jpeg({ quality: 95 }).toBuffer();
    expect((await sharp(print).metadata()).space).toBe('cmyk');
    expect(difference((await decodePicture(print)).image, reference)).toBeLessThan(12);
  });

  test('transparency, on white', async () => {
    const glass = { r: 0, g: 0, b: 0, alpha: 0 };
    const bytes = await sharp({ create: { width: 40, height: 30, channels: 4, background: glass } })
      .png()
      .toBuffer();
    expect(pixel((await decodePicture(bytes)).image, 20, 15)).toEqual([255, 255, 255]);
  });

  test('the first frame of an animation', async () => {
    const red = await sharp({ create: { width: 50, height: 40, channels: 3, background: '#f00' } })
      .png()
      .toBuffer();
    const blue = await sharp({ create: { width: 50, height: 40, channels: 3, background: '#00f' } })
      .png()
      .toBuffer();
    const frames = sharp([red, blue], { join: { animated: true } });
    for (const bytes of [
      await frames.clone().gif().toBuffer(),
      await frames.clone().webp({ lossless: true }).toBuffer(),
    ]) {
      expect((await sharp(bytes).metadata()).pages).toBe(2);
      const decoded = await decodePicture(bytes);
      expect(decoded).toMatchObject({ width: 50, height: 40 });
      expect(pixel(decoded.image, 25, 39)).toEqual([255, 0, 0]);
    }
  });

  test.each([1, 2, 3, 4, 5, 6, 7, 8])('EXIF orientation %d, upright', async (orientation) => {
    // Left half red, right half blue, as stored; where red goes follows from the EXIF standard's table.
    const stored = await sharp({ create: { width: 40, height: 20, channels: 3, background: '#00f' } })
      .composite([
        {
          input: { create: { width: 20, height: 20, channels: 3, background: '#f00' } },
          left: 0,
          top: 0,
        },
      ])
      .withMetadata({ orientation })
      .jpeg({ quality: 100, chromaSubsampling: '4:4:4' })
      .toBuffer();
    const { image: upright, width, height } = await decodePicture(stored);
    expect([width, height]).toEqual(orientation < 5 ? [40, 20] : [20, 40]);
    expect([upright.width, upright.height]).toEqual([width, height]);
    const redAt = {
      1: [5, 10],
      2: [35, 10],
      3: [35, 10],
      4: [5, 10],
      5: [10, 5],
      6: [10, 5],
      7: [10, 35],
      8: [10, 35],
    };
    const [x, y] = redAt[orientation as keyof typeof redAt] as [number, number];
    expect(pixel(upright, x, y)[0]).toBeGreaterThan(240);
    expect(pixel(upright, width - x, height - y)[2]).toBeGreaterThan(240);
  });

  test('a larger picture, shrunk to the working size, with its full size told', async () => {
    const bytes = await plain(4400, 2200).jpeg().toBuffer();
    const { image: shrunk, width, height } = await decodePicture(bytes);
    expect([width, height]).toEqual([4400, 2200]);
    expect([shrunk.width, shrunk.height]).toEqual([4096, 2048]);
  });

  test('pictures as thin and as small as they come', async () => {
    expect((await decodePicture(await plain(1, 1).png().toBuffer())).image).toMatchObject({
      width: 1,
      height: 1,
    });
    const line = await decodePicture(await plain(20_000, 1).png().toBuffer());
    expect(line).toMatchObject({ width: 20_000, height: 1, image: { width: 4096, height: 1 } });
  });

  test('a picture with damaged pixels, which every viewer shows', async () => {
    const damaged = Uint8Array.from(photo);
    for (let at = 70_000; at < 70_200; at++) damaged[at] = (at * 31) & 0xff;
    await expect(sharp(damaged).raw().toBuffer()).rejects.toThrow();
    expect((await decodePicture(damaged)).image.width).toBe(1920);
  });

  test('a view into a larger buffer, without what is around it', async () => {
    const around = Buffer.concat([Buffer.alloc(7), small, Buffer.alloc(9)]);
    const decoded = await decodePicture(around.subarray(7, 7 + small.length));
    expect(difference(decoded.image, reference)).toBe(0);
  });
});

test('the black PNG of these tests is a whole one', async () => {
  const decoded = await decodePicture(blackPng(100, 50));
  expect(decoded).toMatchObject({ format: 'PNG', width: 100, height: 50 });
});

describe('what is refused', () => {
  test('no bytes', async () => {
    expect((await refusal(new Uint8Array(0))).code).toBe('no-image');
  });

  test('a file that is too large, before its content is looked at', async () => {
    const error = await refusal(new Uint8Array(1001), { ...decodeLimits, maxBytes: 1000 });
    expect(error).toMatchObject({ code: 'image-too-large', context: { bytes: 1001, maximum: 1000 } });
  });

  test('a picture of 900 megapixels in a small file, by its header', async () => {
    const bomb = blackPng(30_000, 30_000);
    expect(bomb.byteLength).toBeLessThan(1_000_000);
    const before = process.resourceUsage().maxRSS;
    const error = await refusal(bomb);
    expect(error).toMatchObject({ code: 'image-too-many-pixels', context: { megapixels: 900, maximum: 64 } });
    // In KiB. Were it unpacked, 900 MB or more would show.
    expect(process.resourceUsage().maxRSS - before).toBeLessThan(100_000);
  });

  test('an AVIF above a limit of its own: it takes several times as long a pixel', async () => {
    const limits = { ...decodeLimits, maxHeifPixels: 59_999 };
    expect(await refusal(avif, limits)).toMatchObject({
      code: 'image-too-many-pixels',
      context: { megapixels: 0.06 },
    });
    expect((await decodePicture(small, limits)).width).toBe(300);
  });

  test('a header that lies about the size of its GIF', async () => {
    const gif = await sharp(small).gif().toBuffer();
    const frame = gif.indexOf(Buffer.from([0x2c, 0, 0, 0, 0, 300 & 0xff, 300 >> 8, 200, 0]));
    for (const at of [6, 8, frame + 5, frame + 7]) gif.writeUInt16LE(30_000, at);
    expect((await refusal(gif)).code).toBe('image-too-many-pixels');
  });

  test.each([
    [
      'SVG',
      Buffer.from(
        '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><rect width="9" height="9"/></svg>',
      ),
    ],
    [
      'SVG after an XML declaration',
      Buffer.from('<?xml version="1.0"?>\n<svg xmlns="http://www.w3.org/2000/svg"/>'),
    ],
    ['PDF', Buffer.from('%PDF-1.7\n%âãÏÓ\n')],
    ['TIFF', tiff],
    ['a bitmap', Buffer.from('BM:\0\0\0\0\0\0\0', 'latin1')],
    ['an MP4 video', Buffer.from('\0\0\0\x20ftypisom\0\0\x02\0isomiso2avc1mp41', 'latin1')],
    ['text', Buffer.from('not a picture at all')],
    ['one byte', Buffer.from([0xff])],
    ['HEIC, whose codec is not in the build', withHevcInstead(avif)],
  ])('%s', async (_, bytes) => {
    const error = await refusal(bytes);
    expect(error.code).toBe('image-unsupported-type');
    expect(error.context).toEqual({ supported: ['JPEG', 'PNG', 'WebP', 'GIF', 'AVIF'] });
  });

  test.each([
    ['a JPEG cut off in transit', photo.subarray(0, photo.length / 2)],
    ['a JPEG of nothing but its first bytes', photo.subarray(0, 20)],
    ['a PNG cut off in transit', small.subarray(0, small.length / 2)],
    ['a PNG signature before noise', Buffer.concat([small.subarray(0, 8), photo.subarray(1000, 2000)])],
    ['a WebP without an image', Buffer.from('RIFF\x10\0\0\0WEBPVP8 \x04\0\0\0\0\0\0\0', 'latin1')],
    ['an SVG that says it is a GIF', Buffer.from('GIF89a<svg xmlns="http://www.w3.org/2000/svg"/>')],
    ['an AVIF cut off in transit', avif.subarray(0, 1500)],
  ])('%s', async (_, bytes) => {
    const error = await refusal(bytes);
    expect(error.code).toBe('image-broken');
    expect(error.cause).toBeInstanceOf(Error);
  });
});

test('whatever is done to a file, it gives a whole picture or an error with a code', async () => {
  const tiny = sharp(small).resize(60);
  const files = await Promise.all(
    [
      tiny.clone().jpeg(),
      tiny.clone().png(),
      tiny.clone().webp(),
      tiny.clone().gif(),
      tiny.clone().avif(),
    ].map((file) => file.toBuffer()),
  );
  const damage = fc.record({
    file: fc.constantFrom(...files),
    end: fc.double({ min: 0.3, max: 1, noNaN: true }),
    bytes: fc.array(fc.tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.nat(255)), { maxLength: 12 }),
  });
  await fc.assert(
    fc.asyncProperty(damage, async ({ file, end, bytes }) => {
      const spoiled = Uint8Array.from(file.subarray(0, Math.ceil(end * file.length)));
      for (const [place, value] of bytes) spoiled[Math.floor(place * (spoiled.length - 1))] = value;
      try {
        const { image, width, height } = await decodePicture(spoiled);
        expect(image.data).toHaveLength(image.width * image.height * 3);
        expect(image.data.constructor).toBe(Uint8Array);
        expect(Math.max(width, height)).toBeGreaterThanOrEqual(Math.max(image.width, image.height));
      } catch (error) {
        if (!(error instanceof UserError)) throw error;
        expect(error.code).toMatch(/^image-(broken|unsupported-type|too-many-pixels)$/);
      }
    }),
    { numRuns: 150 },
  );
});

test('a format is told by its content', () => {
  expect(sniffFormat(photo)).toBe('JPEG');
  expect(sniffFormat(small)).toBe('PNG');
  expect(sniffFormat(Buffer.from('\0\0\0\x14ftypmif1\0\0\0\0heic', 'latin1'))).toBe('HEIF');
  expect(sniffFormat(Buffer.from('\0\0\0\x14ftypmif1\0\0\0\0avif', 'latin1'))).toBe('AVIF');
  // Brands past the end of the box are not brands.
  expect(sniffFormat(Buffer.from('\0\0\0\x14ftypisom\0\0\0\0isomavif', 'latin1'))).toBeUndefined();
});
