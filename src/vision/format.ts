/** The formats that are read: what cameras, phones, browsers and chat programs make, and nothing else. */
export const supportedFormats = ['JPEG', 'PNG', 'WebP', 'GIF', 'AVIF', 'HEIF'] as const;
export type PictureFormat = (typeof supportedFormats)[number];

/**
 * Names a picture's format by its first bytes, never by its file name: a decoder is only handed what it is for,
 * so that scripts (SVG), documents (PDF) and rarely tested decoders (TIFF and others) are out of reach.
 * @returns undefined for any other content.
 */
export function sniffFormat(bytes: Uint8Array): PictureFormat | undefined {
  const head = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.byteLength, 256));
  const text = head.toString('latin1');
  if (text.startsWith('\xff\xd8\xff')) return 'JPEG';
  if (text.startsWith('\x89PNG\r\n\x1a\n')) return 'PNG';
  if (text.startsWith('GIF87a') || text.startsWith('GIF89a')) return 'GIF';
  if (text.startsWith('RIFF') && text.slice(8, 12) === 'WEBP') return 'WebP';
  if (text.slice(4, 8) === 'ftyp') return sniffHeif(text.slice(0, head.readUInt32BE(0)));
  return undefined;
}

const heifBrands = ['heic', 'heix', 'heim', 'heis', 'mif1', 'msf1'];

/**
 * ISO base media files begin with a `ftyp` box: its length, `ftyp`, a major brand, a minor version, then compatible
 * brands, each four letters (ISO/IEC 14496-12 and 23008-12). Videos have brands of their own and are not taken.
 */
function sniffHeif(fileTypeBox: string): PictureFormat | undefined {
  const brands = [fileTypeBox.slice(8, 12)];
  for (let at = 16; at + 4 <= fileTypeBox.length; at += 4) brands.push(fileTypeBox.slice(at, at + 4));
  if (brands.includes('avif') || brands.includes('avis')) return 'AVIF';
  if (brands.some((brand) => heifBrands.includes(brand))) return 'HEIF';
  return undefined;
}
