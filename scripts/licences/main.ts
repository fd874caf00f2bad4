/** `npm run licences` writes docs/licences.md. */
import { writeFile } from 'node:fs/promises';
import { licencesDocument, licencesPath } from './licences-document.ts';

await writeFile(licencesPath, licencesDocument());
