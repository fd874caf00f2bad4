/** A square picture's mirror image, left and right exchanged. @param pixels interleaved RGB. */
export function mirrored(pixels: Float32Array, side: number): Float32Array {
  const out = new Float32Array(pixels.length);
  for (let y = 0, to = 0; y < side; y++) {
    for (let x = side - 1; x >= 0; x--, to += 3) {
      const from = (y * side + x) * 3;
      out[to] = pixels[from] ?? 0;
      out[to + 1] = pixels[from + 1] ?? 0;
      out[to + 2] = pixels[from + 2] ?? 0;
    }
  }
  return out;
}
