/** `node --import tsx eval/bands.ts` prints the tables of docs/decisions/0012-bands.md. */
import { galleryTable, modelTable, thresholdTable } from './bands-tables.ts';

process.stdout.write(`${[modelTable(), thresholdTable(), galleryTable()].join('\n\n')}\n`);
