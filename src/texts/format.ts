/** "10 MB", from bytes: whole megabytes (2^20), rounded down so that the limit told is never too high. */
export function megabytes(bytes: number): string {
  return `${Math.max(1, Math.floor(bytes / 2 ** 20))} MB`;
}

/** "JPEG, PNG or WebP". */
export function list(items: readonly string[], conjunction: string): string {
  const [last, ...others] = items.toReversed();
  return others.length === 0 ? (last ?? '') : `${others.toReversed().join(', ')} ${conjunction} ${last}`;
}

/** Singular and plural. */
export interface DurationUnits {
  readonly second: readonly [string, string];
  readonly minute: readonly [string, string];
}

/** "42 seconds", and from two minutes on whole minutes, rounded up so that waiting that long is enough. */
export function duration(seconds: number, units: DurationUnits): string {
  const [count, [one, many]] =
    seconds < 120 ? [Math.ceil(seconds), units.second] : [Math.ceil(seconds / 60), units.minute];
  return `${count} ${count === 1 ? one : many}`;
}
