/**
 * Just enough of the protocol buffers wire format to write an ONNX file: fields in the order they are given,
 * so that equal input makes equal bytes. https://protobuf.dev/programming-guides/encoding/
 */

/** An encoded message, or a part of one; parts are concatenated. */
export type Encoded = readonly Uint8Array[];

const VARINT = 0;
const LENGTH_DELIMITED = 2;
const FIXED32 = 5;

const utf8 = new TextEncoder();

function varint(value: number): Uint8Array {
  if (!Number.isSafeInteger(value)) throw new RangeError(`not an integer: ${value}`);
  const bytes: number[] = [];
  let rest = BigInt.asUintN(64, BigInt(value)); // negative numbers are ten bytes of two's complement
  while (rest > 0x7fn) {
    bytes.push(Number(rest & 0x7fn) | 0x80);
    rest >>= 7n;
  }
  bytes.push(Number(rest));
  return Uint8Array.from(bytes);
}

function key(field: number, wireType: number): Uint8Array {
  return varint(field * 8 + wireType);
}

export function int(field: number, value: number): Encoded {
  return [key(field, VARINT), varint(value)];
}

export function float(field: number, value: number): Encoded {
  const bytes = new Uint8Array(4);
  new DataView(bytes.buffer).setFloat32(0, value, true);
  return [key(field, FIXED32), bytes];
}

export function bytes(field: number, value: Uint8Array): Encoded {
  return [key(field, LENGTH_DELIMITED), varint(value.byteLength), value];
}

export function text(field: number, value: string): Encoded {
  return bytes(field, utf8.encode(value));
}

export function message(field: number, ...parts: readonly Encoded[]): Encoded {
  const content = parts.flat();
  const length = content.reduce((sum, part) => sum + part.byteLength, 0);
  return [key(field, LENGTH_DELIMITED), varint(length), ...content];
}

export function concatenate(...parts: readonly Encoded[]): Uint8Array {
  const content = parts.flat();
  const whole = new Uint8Array(content.reduce((sum, part) => sum + part.byteLength, 0));
  let offset = 0;
  for (const part of content) {
    whole.set(part, offset);
    offset += part.byteLength;
  }
  return whole;
}
