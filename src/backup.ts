// npm run backup [folder]: writes a backup of the embedded database, also while Kith is running.
import { runCommandLine } from './command-line.ts';
import { backUp } from './db/backup/backup.ts';

await runCommandLine(async ({ dataDirectory, log }, [folder = 'backups']) => {
  const { archive, salts } = await backUp({ dataDirectory, folder, log });
  return [
    archive,
    salts,
    '',
    'Keep the second file, which is small, apart from the first, and delete it earlier: without it nobody can use the',
    'faces and photos in the first, also those of people and servers who have left since. The master key is in neither:',
    'keep a copy of it in a third place.',
  ].join('\n');
});
