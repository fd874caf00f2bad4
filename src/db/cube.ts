/**
 * A point for a `cube` parameter in PostgreSQL's binary form: the number of dimensions with the highest bit set for
 * a point, then the coordinates (cube_send() in contrib/cube/cube.c).
 */
export function cubeParameter(coordinates: Float64Array): Buffer {
  const buffer = Buffer.alloc(4 + coordinates.length * 8);
  buffer.writeUInt32BE((0x80000000 | coordinates.length) >>> 0, 0);
  let offset = 4;
  for (const coordinate of coordinates) {
    buffer.writeDoubleBE(coordinate, offset);
    offset += 8;
  }
  return buffer;
}
