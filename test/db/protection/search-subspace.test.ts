import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { eigenvectors } from '../../../models/symmetric-eigenvectors.ts';
import { loadSearchSubspace, searchSubspacePath } from '../../../src/db/protection/search-subspace.ts';

const SCRIPT = new URL('../../../models/make-search-subspace.ts', import.meta.url);

describe('the search subspace', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'kith-subspace-'));
  });
  afterAll(() => rm(folder, { recursive: true }));

  it('is what the script makes of the network', async () => {
    const made = join(folder, 'made.f32');
    await promisify(execFile)(process.execPath, ['--import', 'tsx', SCRIPT.pathname, made]);
    expect(await readFile(made)).toEqual(await readFile(searchSubspacePath));
  });

  it('is refused when the file is cut', async () => {
    const cut = join(folder, 'cut.f32');
    await writeFile(cut, (await readFile(searchSubspacePath)).subarray(4));
    expect(() => loadSearchSubspace(cut)).toThrow('not the file');
  });
});

describe('eigenvectors', () => {
  it('are those of the matrix, the largest first', () => {
    // 2 along (1, 1), 1 along (1, -1), 5 along the third axis.
    const matrix = [
      [1.5, 0.5, 0],
      [0.5, 1.5, 0],
      [0, 0, 5],
    ].map((row) => Float64Array.from(row));
    const half = Math.SQRT1_2;
    const expected = [
      [0, 0, 1],
      [half, half, 0],
      [half, -half, 0],
    ];
    for (const [index, vector] of eigenvectors(matrix).entries()) {
      for (const [place, value] of vector.entries()) {
        const wanted = expected[index]?.[place] ?? Number.NaN;
        expect(index === 2 ? Math.abs(value) : value).toBeCloseTo(
          index === 2 ? Math.abs(wanted) : wanted,
          12,
        );
      }
    }
  });
});
