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
