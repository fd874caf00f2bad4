import { readFile, writeFile } from 'node:fs/promises';
import { commandsDocument, commandsPath } from './commands-document.ts';

/** `npm run docs` writes docs/commands.md; `npm run docs -- --check` says whether it is as the definitions are. */
const wanted = commandsDocument();
if (process.argv.includes('--check')) {
  if ((await readFile(commandsPath, 'utf8')) !== wanted) {
    console.error('docs/commands.md is not what src/commands says: npm run docs');
    process.exitCode = 1;
  }
} else {
  await writeFile(commandsPath, wanted);
}
