import { numberAt } from './number-at.ts';

/**
 * PostgreSQL's binary form of one-dimensional float arrays. node-pg sends a Buffer as a binary parameter, which
 * is several times faster than text for descriptors and keeps every bit.
 * Layout: array_send() in PostgreSQL's src/backend/utils/adt/arrayfuncs.c.
 */

// Type oids that are fixed for all versions: src/include/catalog/pg_type.dat.
const FLOAT4 = { oid: 700, bytes: 4 } as const;
const FLOAT8 = { oid: 701, bytes: 8 } as const;
const HEADER_BYTES = 20;

/** For a `real[]` parameter. Each number becomes the nearest of 32 bits. */
export function realArray(values: ArrayLike<number>): Buffer {
  return encode(values, FLOAT4, (buffer, value, offset) => buffer.writeFloatBE(value, offset));
}

/** For a `float8[]` parameter. The numbers arrive exactly as they are. */
export function doubleArray(values: ArrayLike<number>): Buffer {
  return encode(values, FLOAT8, (buffer, value, offset) => buffer.writeDoubleBE(value, offset));
}

function encode(
  values: ArrayLike<number>,
  type: typeof FLOAT4 | typeof FLOAT8,
  write: (buffer: Buffer, value: number, offset: number) => void,
): Buffer {
  const buffer = Buffer.alloc(HEADER_BYTES + values.length * (4 + type.bytes));
  buffer.writeInt32BE(1, 0); // dimensions
  buffer.writeInt32BE(0, 4); // no nulls
  buffer.writeUInt32BE(type.oid, 8);
  buffer.writeInt32BE(values.length, 12);
  buffer.writeInt32BE(1, 16); // lower bound
  let offset = HEADER_BYTES;
  for (let index = 0; index < values.length; index += 1) {
    buffer.writeInt32BE(type.bytes, offset);
    write(buffer, numberAt(values, index), offset + 4);
    offset += 4 + type.bytes;
  }
  return buffer;
}
