/** A number of a vector. @throws RangeError past its end, where a sum would silently go wrong. */
export function numberAt(values: ArrayLike<number>, index: number): number {
  const value = values[index];
  if (value === undefined) throw new RangeError(`there is no number ${index} among ${values.length}`);
  return value;
}
