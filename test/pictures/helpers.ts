import sharp, { type Metadata } from 'sharp';
import { expect } from 'vitest';

export type Colour = readonly [red: number, green: number, blue: number];

/** A plain picture with rectangles of other colours on it, as a sharp pipeline. */
export function picture(
  width: number,
  height: number,
  background: string,
  patches: readonly { x: number; y: number; width: number; height: number; fill: string }[] = [],
) {
  const drawn = patches.map(
    (patch) =>
      `<rect x="${patch.x}" y="${patch.y}" width="${patch.width}" height="${patch.height}" fill="${patch.fill}"/>`,
  );
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">
    <rect width="100%" height="100%" fill="${background}"/>${drawn.join('')}</svg>`;
  return sharp(Buffer.from(svg)).flatten();
}

/** Pixels of a picture's file, to be asked for one by one. */
export async function pixels(bytes: Uint8Array) {
  const { data, info } = await sharp(bytes).raw().toBuffer({ resolveWithObject: true });
  return {
    width: info.width,
    height: info.height,
    at(x: number, y: number): Colour {
      const offset = (Math.round(y) * info.width + Math.round(x)) * info.channels;
      return [data[offset] ?? -1, data[offset + 1] ?? -1, data[offset + 2] ?? -1];
    },
  };
}

/** Largest difference in a channel; lossy files are a few levels off. */
export function difference(a: Colour, b: Colour): number {
  return Math.max(...a.map((value, channel) => Math.abs(value - (b[channel] ?? 0))));
}

/** Expects a single-frame WebP without any metadata; gives back its header. */
export async function expectBareWebp(bytes: Uint8Array): Promise<Metadata> {
  const header = await sharp(bytes).metadata();
  expect(header.format).toBe('webp');
  expect(header.pages ?? 1).toBe(1);
  for (const key of ['exif', 'xmp', 'iptc', 'icc', 'orientation', 'comments'] as const) {
    expect(header[key], key).toBeUndefined();
  }
  const chunks = Buffer.from(bytes).toString('latin1');
  expect(chunks).not.toMatch(/EXIF|XMP |ICCP/);
  return header;
}
