/** Text for a terminal. The first column is set to the left, the others to the right. */
export function table(rows: readonly (readonly string[])[]): string {
  const widths = rows.reduce<number[]>(
    (soFar, row) => row.map((cell, column) => Math.max(cell.length, soFar[column] ?? 0)),
    [],
  );
  return rows
    .map((row) =>
      row
        .map((cell, column) =>
          column === 0 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0),
        )
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

/** Names and figures of different kinds, both set to the left. */
export function ruled(rows: readonly (readonly string[])[]): string {
  const width = Math.max(...rows.map(([name = '']) => name.length));
  return rows.map(([name = '', value = '']) => `${name.padEnd(width)}  ${value}`).join('\n');
}

export function markdownTable([head = [], ...rows]: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [line(head), `|${head.map(() => '---').join('|')}|`, ...rows.map(line)].join('\n');
}

/** A share as per cent with `digits` decimals; a dash for none. */
export const percent = (share: number | null, digits = 2): string =>
  share === null ? '-' : `${(share * 100).toFixed(digits)} %`;

/** `3 of 3000 (0.100 %)`. A rate from a few cases is worth little, so they are shown. */
export const outOf = (count: number, total: number): string =>
  `${count} of ${total} (${percent(total === 0 ? null : count / total, 3)})`;

/** A small rate as a power of ten: `1.2e-4`. */
export const small = (rate: number): string =>
  rate === 0 || rate >= 0.01 ? String(Number(rate.toFixed(3))) : rate.toExponential(1);
