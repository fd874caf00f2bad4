/** A square picture's mirror image, left and right exchanged. @param pixels interleaved RGB. */
export function mirrored(pixels: Float32Array, side: number): Float32Array {
  const out = new Float32Array(pixels.length);
  const row = side * 3;
  for (let y = 0; y < side; y++) {
    for (let x = 0; x < side; x++) {
      const source = y * row + (side - 1 - x) * 3;
      out.set(pixels.subarray(source, source + 3), y * row + x * 3);
    }
  }
  return out;
}
