/** @param share 0 to 1; nearest rank, so the result is one of the values. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  const value = sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)];
  if (value === undefined) {
    throw new RangeError('no values');
  }
  return value;
}

/** Prints a Markdown table, so that it can be put into a document as it is. */
export function printTable(heads: readonly string[], rows: readonly (readonly (string | number)[])[]): void {
  const line = (cells: readonly (string | number)[]) => `| ${cells.join(' | ')} |`;
  console.log(line(heads));
  console.log(line(heads.map((_, index) => (index === 0 ? '---' : '--:'))));
  for (const row of rows) {
    console.log(line(row));
  }
}

/** A figure and what it may be. */
export interface Bound {
  readonly what: string;
  readonly value: number;
  readonly atLeast?: number;
  readonly atMost?: number;
}

/** Prints whether each figure keeps its bound; the process then ends with 1 when one does not. */
export function printVerdict(bounds: readonly Bound[]): void {
  const rows = bounds.map(({ what, value, atLeast = -Infinity, atMost = Infinity }) => {
    const kept = value >= atLeast && value <= atMost;
    if (!kept) process.exitCode = 1;
    const bound = Number.isFinite(atLeast) ? `at least ${atLeast}` : `at most ${atMost}`;
    return [what, Number(value.toFixed(2)), bound, kept ? 'PASS' : 'FAIL'];
  });
  printTable(['bound', 'measured', 'wanted', ''], rows);
}
