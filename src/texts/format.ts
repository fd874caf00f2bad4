/** "10 MB", from bytes: whole megabytes (2^20), rounded down so that the limit told is never too high. */
export function megabytes(bytes: number): string {
  return `${Math.max(1, Math.floor(bytes / 2 ** 20))} MB`;
}

/** "JPEG, PNG or WebP". */
export function list(items: readonly string[], conjunction: string): string {
  const [last, ...others] = items.toReversed();
  return others.length === 0 ? (last ?? '') : `${others.toReversed().join(', ')} ${conjunction} ${last}`;
}
