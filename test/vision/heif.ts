/**
 * Turns an AVIF file into the frame of a HEIC one, as iPhones make them: the same boxes, but the item is said to be
 * HEVC. There is no HEVC in it, which does not matter where no decoder for it is there.
 */
export function withHevcInstead(avif: Buffer): Buffer {
  const configuration = avif.indexOf('av1C') - 4;
  const oldLength = avif.readUInt32BE(configuration);
  // A configuration record of 23 bytes (ISO/IEC 14496-15), 8 bits, without parameter sets.
  const record = Buffer.alloc(8 + 23);
  record.writeUInt32BE(record.length, 0);
  record.write('hvcC', 4, 'latin1');
  record.writeUInt8(1, 8);
  record.writeUInt8(0x0f, 8 + 21);
  const heic = Buffer.concat([
    avif.subarray(0, configuration),
    record,
    avif.subarray(configuration + oldLength),
  ]);
  for (const box of ['meta', 'iprp', 'ipco']) {
    const at = heic.indexOf(box) - 4;
    heic.writeUInt32BE(heic.readUInt32BE(at) + record.length - oldLength, at);
  }
  const renamed = heic
    .toString('latin1')
    .replace('ftypavif', 'ftypheic')
    .replace('mif1avif', 'mif1heic')
    .replace('av01', 'hvc1');
  return Buffer.from(renamed, 'latin1');
}
