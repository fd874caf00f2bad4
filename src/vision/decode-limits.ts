export interface DecodeLimits {
  /** Size of the file. */
  readonly maxBytes: number;
  /** Width x height of the picture, known from its header before anything is decoded. */
  readonly maxPixels: number;
  /** The same for AVIF and HEIF, which take five times as long a pixel. */
  readonly maxHeifPixels: number;
  /** A picture whose longer side is more is shrunk to it while it is read. */
  readonly workingSide: number;
  /** Time for decoding, after which it is given up; some formats are read in one step, which cannot be cut short. */
  readonly seconds: number;
}

export const decodeLimits: DecodeLimits = {
  // What a member without Nitro may upload is 10 MiB; a boosted server's camera originals are larger.
  maxBytes: 25 * 1024 * 1024,
  // 50-megapixel phones fit. A WebP or AVIF is unpacked whole, at 4 bytes a pixel: 256 MB at worst.
  maxPixels: 64_000_000,
  // libheif cannot be stopped half-way, and takes 0.2 s a megapixel at worst: no more than a large phone's 20.
  maxHeifPixels: 20_000_000,
  // 12 megapixels (4032 x 3024) stay as they are, so that a face of 30 px in a group photo does too.
  workingSide: 4096,
  seconds: 4,
};
