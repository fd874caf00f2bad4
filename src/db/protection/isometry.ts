import { DESCRIPTOR_LENGTH } from '../descriptor.ts';
import { numberAt } from '../number-at.ts';

/** A map of the 128 numbers of a descriptor that leaves every distance between two of them as it is. */
export interface Isometry {
  /** @returns 128 numbers; the first ones span the subspace it was made with. */
  apply(descriptor: ArrayLike<number>): Float64Array;
  /** The descriptor that gives these 128 numbers. */
  invert(image: ArrayLike<number>): Float64Array;
}

const N = DESCRIPTOR_LENGTH;

/**
 * A random isometry: a rotation (or reflection) drawn evenly from all that map `subspace` onto the first
 * coordinates, then a shift. The rotation mixes the subspace within itself and the rest within itself, so that a
 * filter over the first coordinates works on what is stored. The shift is there because a rotation alone leaves the
 * length of each descriptor as it is, which would tell the same photo in two guilds.
 *
 * @param subspace rows of 128 numbers, nearly orthonormal.
 * @param normal standard normal numbers; the same ones give the same isometry.
 */
export function randomIsometry(subspace: readonly Float64Array[], normal: () => number): Isometry {
  const rows: Float64Array[] = [];
  for (let index = 0; index < N; index += 1) {
    const drawn = index < subspace.length ? combination(subspace, normal) : vector(normal);
    rows.push(orthonormalised(drawn, rows));
  }
  const axes = rows.map((direction) => ({ direction, shift: normal() }));
  return {
    apply(descriptor) {
      // One kind of array throughout: a loop that meets several takes twice as long.
      const from = Float64Array.from(descriptor);
      const image = new Float64Array(N);
      axes.forEach(({ direction, shift }, index) => {
        image[index] = shift + dot(direction, from);
      });
      return image;
    },
    invert(image) {
      const descriptor = new Float64Array(N);
      axes.forEach(({ direction, shift }, index) => {
        addScaled(descriptor, direction, numberAt(image, index) - shift);
      });
      return descriptor;
    },
  };
}

function vector(normal: () => number): Float64Array {
  return Float64Array.from({ length: N }, normal);
}

/** A normal vector within the subspace. */
function combination(subspace: readonly Float64Array[], normal: () => number): Float64Array {
  const sum = new Float64Array(N);
  for (const direction of subspace) addScaled(sum, direction, normal());
  return sum;
}

/** Gram and Schmidt's method. Once leaves rounding errors that the second time removes. */
function orthonormalised(drawn: Float64Array, rows: readonly Float64Array[]): Float64Array {
  for (let pass = 0; pass < 2; pass += 1) {
    for (const row of rows) addScaled(drawn, row, -dot(drawn, row));
    const length = Math.sqrt(dot(drawn, drawn));
    drawn.forEach((value, index) => {
      drawn[index] = value / length;
    });
  }
  return drawn;
}

function addScaled(target: Float64Array, source: Float64Array, factor: number): void {
  for (let index = 0; index < N; index += 1) {
    target[index] = (target[index] ?? 0) + factor * (source[index] ?? 0);
  }
}

function dot(a: Float64Array, b: Float64Array): number {
  // Four sums beside one another: in a single one, each addition waits for the one before.
  let [first, second, third, fourth] = [0, 0, 0, 0];
  for (let index = 0; index < N; index += 4) {
    first += (a[index] ?? 0) * (b[index] ?? 0);
    second += (a[index + 1] ?? 0) * (b[index + 1] ?? 0);
    third += (a[index + 2] ?? 0) * (b[index + 2] ?? 0);
    fourth += (a[index + 3] ?? 0) * (b[index + 3] ?? 0);
  }
  return first + second + third + fourth;
}
