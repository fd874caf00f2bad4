// npm run restore <file>: makes a database of a backup in an empty data directory.
import { runCommandLine } from './command-line.ts';
import { backupFiles } from './db/backup/backup.ts';
import { restore } from './db/backup/restore.ts';
import { StartError } from './errors/start-error.ts';

await runCommandLine(async ({ dataDirectory, log }, [archive]) => {
  if (archive === undefined) throw new StartError('Which backup? npm run restore -- backups/kith-….backup');
  await restore({ dataDirectory, files: backupFiles(archive), log });
  return (
    `The database is in ${dataDirectory}. Put the master key that it was protected with there, in the file master-key, ` +
    `or into KITH_MASTER_KEY, and start Kith.`
  );
});
