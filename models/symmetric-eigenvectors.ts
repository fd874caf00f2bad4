/**
 * Unit eigenvectors of a symmetric matrix, that of the largest eigenvalue first, by Jacobi's cyclic rotations.
 * The sign of each is such that its largest part is positive. Overwrites the matrix.
 */
export function eigenvectors(matrix: readonly Float64Array[]): Float64Array[] {
  const size = matrix.length;
  const vectors = matrix.map((_, row) => new Float64Array(size).fill(1, row, row + 1));
  while (largestOffDiagonal(matrix) > 1e-14 * trace(matrix)) {
    for (let p = 0; p < size; p += 1) {
      for (let q = p + 1; q < size; q += 1) rotate(matrix, vectors, p, q);
    }
  }
  const value = (index: number) => matrix[index]?.[index] ?? 0;
  return vectors
    .map((vector, index) => ({ vector: upright(vector), value: value(index) }))
    .sort((a, b) => b.value - a.value)
    .map(({ vector }) => vector);
}

/** Makes matrix[p][q] zero; `vectors` are turned along, one a row. */
function rotate(matrix: readonly Float64Array[], vectors: readonly Float64Array[], p: number, q: number) {
  const at = (row: number, column: number) => matrix[row]?.[column] ?? 0;
  if (at(p, q) === 0) return;
  const theta = (at(q, q) - at(p, p)) / (2 * at(p, q));
  const tangent = (theta < 0 ? -1 : 1) / (Math.abs(theta) + Math.sqrt(theta * theta + 1));
  const cosine = 1 / Math.sqrt(tangent * tangent + 1);
  const turn = { cosine, sine: tangent * cosine };
  for (const row of matrix) turnPair(row, p, row, q, turn);
  for (const rows of [matrix, vectors]) {
    const [first, second] = [rows[p], rows[q]];
    if (first === undefined || second === undefined) throw new RangeError('the matrix is not square');
    for (let column = 0; column < first.length; column += 1) turnPair(first, column, second, column, turn);
  }
}

function turnPair(
  a: Float64Array,
  i: number,
  b: Float64Array,
  j: number,
  { cosine, sine }: { readonly cosine: number; readonly sine: number },
): void {
  const [x, y] = [a[i] ?? 0, b[j] ?? 0];
  a[i] = cosine * x - sine * y;
  b[j] = sine * x + cosine * y;
}

function largestOffDiagonal(matrix: readonly Float64Array[]): number {
  return Math.max(
    ...matrix.flatMap((row, index) =>
      [...row].map((value, column) => (column === index ? 0 : Math.abs(value))),
    ),
  );
}

function trace(matrix: readonly Float64Array[]): number {
  return matrix.reduce((sum, row, index) => sum + (row[index] ?? 0), 0);
}

function upright(vector: Float64Array): Float64Array {
  const largest = vector.reduce((best, value) => (Math.abs(value) > Math.abs(best) ? value : best), 0);
  return largest < 0 ? vector.map((value) => -value) : vector;
}
