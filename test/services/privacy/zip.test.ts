import { inflateRawSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { zip, zipOverhead } from '../../../src/services/privacy/zip.ts';

/** Reads an archive by its directory, as APPNOTE describes it; independent of how it was written. */
function read(archive: Buffer): Map<string, { data: Buffer; crc: number; flags: number }> {
  const end = archive.lastIndexOf(Buffer.from('PK\x05\x06', 'latin1'));
  const count = archive.readUInt16LE(end + 10);
  let place = archive.readUInt32LE(end + 16);
  expect(place + archive.readUInt32LE(end + 12)).toBe(end);
  const files = new Map();
  for (let index = 0; index < count; index += 1) {
    expect(archive.toString('latin1', place, place + 4)).toBe('PK\x01\x02');
    const [packed, size] = [archive.readUInt32LE(place + 20), archive.readUInt32LE(place + 24)];
    const nameLength = archive.readUInt16LE(place + 28);
    const local = archive.readUInt32LE(place + 42);
    const name = archive.toString('utf8', place + 46, place + 46 + nameLength);
    expect(archive.toString('latin1', local, local + 4)).toBe('PK\x03\x04');
    const start = local + 30 + archive.readUInt16LE(local + 26) + archive.readUInt16LE(local + 28);
    const data = inflateRawSync(archive.subarray(start, start + packed));
    expect(data.length).toBe(size);
    files.set(name, { data, crc: archive.readUInt32LE(place + 16), flags: archive.readUInt16LE(place + 8) });
    place += 46 + nameLength;
  }
  return files;
}

const at = new Date('2024-05-03T18:02:06Z');

describe('an archive', () => {
  it('gives back every file, byte by byte', () => {
    const name = fc.stringMatching(/^[a-zäß€0-9/]{1,20}$/u);
    const entries = fc.uniqueArray(fc.record({ name, data: fc.uint8Array({ maxLength: 500 }) }), {
      selector: (entry) => entry.name,
    });
    fc.assert(
      fc.property(entries, (files) => {
        const found = read(Buffer.from(zip(files, at)));
        expect([...found.keys()]).toEqual(files.map((file) => file.name));
        for (const file of files) {
          expect(found.get(file.name)?.data.equals(file.data)).toBe(true);
        }
      }),
    );
  });

  it('names its check sums, its encoding and its time', () => {
    const archive = Buffer.from(zip([{ name: 'a', data: Buffer.from('123456789') }], at));
    // The check value of CRC-32 (ISO 3309) for these nine digits.
    expect(read(archive).get('a')).toMatchObject({ crc: 0xcbf43926, flags: 0x0800 });
    const date = archive.readUInt16LE(12);
    expect([(date >> 9) + 1980, (date >> 5) & 15, date & 31]).toEqual([2024, 5, 3]);
    const time = archive.readUInt16LE(10);
    expect([time >> 11, (time >> 5) & 63, (time & 31) * 2]).toEqual([18, 2, 6]);
  });

  it('is no larger than it is reckoned to be', () => {
    const data = Buffer.from(Array.from({ length: 5_000 }, (_, index) => (index * 7_919) % 251));
    const archive = zip([{ name: 'photos/1.webp', data }], at);
    const reckoned = zipOverhead.archive + zipOverhead.entry + 2 * 'photos/1.webp'.length + data.length;
    expect(archive.length).toBeLessThanOrEqual(reckoned);
    expect(zip([], at)).toHaveLength(zipOverhead.archive);
  });
});
