import sharp from 'sharp';
import { portraits } from '../../photos.ts';
import type { CorpusFile } from './file.ts';
import { exif, withSegments } from './jpeg.ts';

const side = 160;

/** One portrait, small, in each of the five formats. */
export async function inEachFormat(
  number = 0,
): Promise<{ readonly format: string; readonly bytes: Buffer }[]> {
  const photo = portraits[number % portraits.length];
  if (photo === undefined) throw new RangeError('there are no portraits');
  const image = sharp(photo.path).resize(side, side);
  const files = {
    jpg: image.clone().jpeg({ quality: 85 }),
    png: image.clone().png(),
    webp: image.clone().webp({ quality: 85 }),
    gif: image.clone().gif(),
    avif: image.clone().avif({ effort: 0 }),
  };
  return await Promise.all(
    Object.entries(files).map(async ([format, file]) => ({ format, bytes: await file.toBuffer() })),
  );
}

/** Pictures that are as they should be, in all the forms that cameras, phones and programs make. */
export async function wholePictures(): Promise<CorpusFile[]> {
  const [photo] = portraits;
  if (photo === undefined) throw new RangeError('there are no portraits');
  const image = sharp(photo.path).resize(side, side);
  const glass = image.clone().ensureAlpha(0.4);
  const jpeg = await image.clone().jpeg().toBuffer();
  const tiles = await Promise.all(Array.from({ length: 12 }, (_, number) => tile(30 * number)));
  const frames = () => sharp(tiles, { join: { animated: true } });
  const made: Readonly<Record<string, Promise<Buffer> | Buffer>> = {
    'progressive.jpg': image.clone().jpeg({ progressive: true }).toBuffer(),
    'cmyk.jpg': image.clone().toColourspace('cmyk').jpeg().toBuffer(),
    'grey.jpg': image.clone().greyscale().jpeg().toBuffer(),
    'full-chroma.jpg': image.clone().jpeg({ chromaSubsampling: '4:4:4', quality: 100 }).toBuffer(),
    'interlaced.png': image.clone().png({ progressive: true }).toBuffer(),
    'palette.png': image.clone().png({ palette: true, colours: 16 }).toBuffer(),
    '16-bit.png': image.clone().toColourspace('rgb16').png().toBuffer(),
    'grey.png': image.clone().toColourspace('b-w').png().toBuffer(),
    'grey-16-bit.png': image.clone().toColourspace('grey16').png().toBuffer(),
    'alpha.png': glass.clone().png().toBuffer(),
    'alpha-16-bit.png': glass.clone().toColourspace('rgb16').png().toBuffer(),
    'grey-alpha.png': glass.clone().toColourspace('b-w').png().toBuffer(),
    'alpha.webp': glass.clone().webp().toBuffer(),
    'lossless.webp': image.clone().webp({ lossless: true }).toBuffer(),
    'alpha.avif': glass.clone().avif({ effort: 0 }).toBuffer(),
    'alpha.gif': glass.clone().gif().toBuffer(),
    'animated.gif': frames().gif().toBuffer(),
    'animated.webp': frames().webp().toBuffer(),
    'display-p3.jpg': image.clone().withIccProfile('p3').jpeg().toBuffer(),
    'one-pixel.png': image.clone().resize(1, 1).png().toBuffer(),
    'a-line.png': image.clone().resize(4_000, 1, { fit: 'fill' }).png().toBuffer(),
    'no-extension': jpeg,
    'stray-bytes-after-the-end.jpg': Buffer.concat([jpeg, Buffer.alloc(5_000, 'x')]),
  };
  const orientations = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9].map(
    (orientation): CorpusFile => ({
      name: `orientation-${orientation}.jpg`,
      bytes: withSegments(jpeg, [exif(orientation)]),
      outcome: 'decoded',
    }),
  );
  const whole = await Promise.all(
    Object.entries(made).map(
      async ([name, bytes]): Promise<CorpusFile> => ({ name, bytes: await bytes, outcome: 'decoded' }),
    ),
  );
  return [...whole, ...orientations];
}

/** @param hue degrees. */
async function tile(hue: number): Promise<Buffer> {
  const background = `hsl(${hue}, 80%, 50%)`;
  return await sharp({ create: { width: 60, height: 60, channels: 3, background } })
    .png()
    .toBuffer();
}
