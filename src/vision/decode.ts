import { createHash } from 'node:crypto';
import sharp, { type Metadata } from 'sharp';
import { UserError } from '../errors/user-error.ts';
import { decodeFault } from './decode-fault.ts';
import { type DecodeLimits, decodeLimits } from './decode-limits.ts';
import { type PictureFormat, sniffFormat, supportedFormats } from './format.ts';
import type { RawImage } from './types.ts';

export interface DecodedPicture {
  /** The upright picture, shrunk where it was larger than the working size. */
  readonly image: RawImage;
  /** Of the upright picture in full size, in pixels: the picture that boxes are given for. */
  readonly width: number;
  readonly height: number;
  readonly format: PictureFormat;
}

/**
 * Decodes a picture's file (JPEG, PNG, WebP, GIF, AVIF, or HEIF where the build of libheif has its codec) to upright
 * 8-bit RGB: EXIF orientation applied, first frame only, transparency on white, CMYK, grey and 16 bits converted.
 * @param rgbProfile `ignore` saves time where colours are not shown: a third of the decoding of a large photo.
 * @throws UserError `no-image`, `image-too-large`, `image-unsupported-type`, `image-too-many-pixels`, `image-broken`,
 *   and `analysis-failed` when time or memory runs out.
 */
export async function decodePicture(
  bytes: Uint8Array,
  limits: DecodeLimits = decodeLimits,
  rgbProfile: 'apply' | 'ignore' = 'apply',
): Promise<DecodedPicture> {
  if (bytes.byteLength === 0) throw new UserError('no-image', {});
  if (bytes.byteLength > limits.maxBytes) {
    throw new UserError('image-too-large', { bytes: bytes.byteLength, maximum: limits.maxBytes });
  }
  const format = sniffFormat(bytes);
  if (format === undefined) throw unsupported();

  const header = await readHeader(bytes);
  if (!hasCodec(header)) throw unsupported();
  const { width, height } = header.autoOrient;
  const maxPixels = header.format === 'heif' ? limits.maxHeifPixels : limits.maxPixels;
  if (width * height > maxPixels) {
    throw new UserError('image-too-many-pixels', {
      megapixels: (width * height) / 1e6,
      maximum: maxPixels / 1e6,
    });
  }
  return { image: await readPixels(bytes, header, limits, rgbProfile), width, height, format };
}

/** Reads dimensions, orientation and codec only: cheap whatever the picture's size. */
async function readHeader(bytes: Uint8Array): Promise<Metadata> {
  try {
    return await sharp(bytes, { limitInputPixels: false }).metadata();
  } catch (error) {
    throw decodeFault(error);
  }
}

/** libheif opens HEIF files of any codec; the build that comes with sharp unpacks AV1 but not HEVC. */
const readsHevc = sharp.format.heif.input.fileSuffix?.includes('.heic') ?? false;

function hasCodec(header: Metadata): boolean {
  return header.format !== 'heif' || header.compression === 'av1' || readsHevc;
}

async function readPixels(
  bytes: Uint8Array,
  header: Metadata,
  limits: DecodeLimits,
  rgbProfile: 'apply' | 'ignore',
): Promise<RawImage> {
  try {
    const { data, info } = await sharp(bytes, {
      limitInputPixels: limits.maxPixels,
      // Accepts what other programs show (stray bytes, wrong counts: libjpeg's warnings, common in files that were
      // edited or sent on) and refuses a file cut off in transit, half of which would be grey.
      failOn: 'truncated',
      autoOrient: true,
      // To find faces it is not needed: applying an RGB profile takes 24 of 62 ms of a 1920 px photo, and moves
      // descriptors of a Display P3 photo by 0.02 to 0.07, less than saving it as JPEG at quality 80 does. Print colours
      // mean nothing without theirs.
      ignoreIcc: header.space === 'srgb' && (rgbProfile === 'ignore' || isStandard(header.icc)),
    })
      .timeout({ seconds: limits.seconds })
      .resize({
        width: limits.workingSide,
        height: limits.workingSide,
        fit: 'inside',
        withoutEnlargement: true,
      })
      .flatten({ background: '#ffffff' })
      .toColourspace('srgb')
      .raw({ depth: 'uchar' })
      .toBuffer({ resolveWithObject: true });
    if (info.channels !== 3) throw new Error(`Decoded to ${info.channels} channels instead of 3`);
    // Not as sharp's Buffer, whose hidden class V8 forgets when it collects while there is none, with the code compiled
    // for it (see `Pyramid.remembered`); and code that sees one class is faster.
    const pixels = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
    return { data: pixels, width: info.width, height: info.height };
  } catch (error) {
    throw decodeFault(error);
  }
}

/** "sRGB IEC61966-2.1" of 1998, 3,144 bytes long: what cameras and editors embed to say that nothing is special. */
const standardProfile = '2b3aa1645779a9e634744faf9b01e9102b0c9b88fd6deced7934df86b949af7e';

/** Whether applying the profile would give every pixel as it is. */
const isStandard = (profile: Uint8Array | undefined): boolean =>
  profile !== undefined && createHash('sha256').update(profile).digest('hex') === standardProfile;

const unsupported = () =>
  new UserError('image-unsupported-type', {
    supported: supportedFormats.filter((format) => format !== 'HEIF' || readsHevc),
  });
