/** Puts segments behind a JPEG's first marker. */
export function withSegments(jpeg: Buffer, segments: readonly Buffer[]): Buffer {
  return Buffer.concat([jpeg.subarray(0, 2), ...segments, jpeg.subarray(2)]);
}

/** A marker segment, such as 0xe1 for APP1. @param data at most 65,533 bytes. */
export function segment(marker: number, data: Uint8Array): Buffer {
  const head = Buffer.from([0xff, marker, 0, 0]);
  head.writeUInt16BE(data.byteLength + 2, 2);
  return Buffer.concat([head, data]);
}

/** An EXIF segment of one tag, the orientation, and `padding` bytes after it. */
export function exif(orientation: number, padding = 0): Buffer {
  const tiff = Buffer.alloc(26 + padding);
  tiff.write('II*\0', 0, 'latin1');
  tiff.writeUInt32LE(8, 4);
  tiff.writeUInt16LE(1, 8);
  tiff.writeUInt16LE(0x0112, 10);
  tiff.writeUInt16LE(3, 12);
  tiff.writeUInt32LE(1, 14);
  tiff.writeUInt32LE(orientation, 18);
  return segment(0xe1, Buffer.concat([Buffer.from('Exif\0\0', 'latin1'), tiff]));
}

/** EXIF whose one directory says that the next one is itself. */
export function endlessExif(): Buffer {
  const segmentOfOne = exif(1);
  // The offset of the next directory follows its entries: 4 marker + 6 name + 8 header + 2 count + 12 entry.
  segmentOfOne.writeUInt32LE(8, 4 + 6 + 22);
  return segmentOfOne;
}

/** Writes other dimensions into the frame header. */
export function withDimensions(jpeg: Buffer, width: number, height: number): Buffer {
  const changed = Buffer.from(jpeg);
  const frame = frameHeader(changed);
  changed.writeUInt16BE(height, frame + 5);
  changed.writeUInt16BE(width, frame + 7);
  return changed;
}

/** Repeats the last scan of a progressive JPEG: each makes the decoder go over the whole picture once more. */
export function withScans(progressive: Buffer, copies: number): Buffer {
  const scan = progressive.lastIndexOf(Buffer.from([0xff, 0xda]));
  const end = progressive.length - 2;
  const last = progressive.subarray(scan, end);
  return Buffer.concat([
    progressive.subarray(0, end),
    ...Array<Buffer>(copies).fill(last),
    progressive.subarray(end),
  ]);
}

/** Where the frame header's marker (SOF0 or SOF2) is. */
function frameHeader(jpeg: Buffer): number {
  for (let at = 2; at < jpeg.length; at += 2 + jpeg.readUInt16BE(at + 2)) {
    if (jpeg[at + 1] === 0xc0 || jpeg[at + 1] === 0xc2) return at;
  }
  throw new RangeError('a JPEG without a frame');
}
