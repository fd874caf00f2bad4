import fc from 'fast-check';

// Few values make many equal distances between different descriptors.
const coarse = fc.array(fc.constantFrom(0, 0.25, 0.5), { minLength: 128, maxLength: 128 });
const fine = fc.array(fc.float({ min: -1, max: 1, noNaN: true }), { minLength: 128, maxLength: 128 });

export const someDescriptor = fc.oneof(coarse, fine).map((values) => Float32Array.from(values));

/** Euclidean distance as searches tell it: to nine decimals. */
export function distanceBetween(a: Float32Array, b: Float32Array): number {
  let sum = 0;
  for (const [index, value] of a.entries()) sum += (value - (b[index] ?? Number.NaN)) ** 2;
  return Math.round(Math.sqrt(sum) * 1e9) / 1e9;
}
