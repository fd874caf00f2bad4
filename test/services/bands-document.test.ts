import { readFile } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { galleryTable, modelTable, thresholdTable } from '../../eval/bands-tables.ts';

/** Made by `node --import tsx eval/bands.ts`. */
it.each([
  ['model', modelTable],
  ['thresholds', thresholdTable],
  ['gallery', galleryTable],
])('docs/decisions/0012-bands.md has the table of the %s as the code makes it', async (_, table) => {
  const document = await readFile(new URL('../../docs/decisions/0012-bands.md', import.meta.url), 'utf8');
  expect(document).toContain(table());
});
