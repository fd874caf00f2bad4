import type { Config } from '../config/config.ts';
import { DatabaseSetupError } from '../db/errors.ts';
import { type DatabaseState, inspectDatabase, inspectEmbedded } from '../db/inspect.ts';
import { newerSchema } from '../db/migrate.ts';
import { obtainMasterKeys } from '../db/protection/obtain-master-keys.ts';
import { cubeAbsent, cubeRefused, tooOld } from '../db/requirements.ts';
import type { Logger } from '../log/logger.ts';
import { broken, type Finding, note, ok } from './finding.ts';

/** Looks at the database, changing nothing in it. The embedded one may be started for a moment. */
export async function examineDatabase(config: Config, log: Logger): Promise<Finding[]> {
  const { databaseUrl, dataDirectory } = config;
  try {
    const state =
      databaseUrl === undefined
        ? await inspectEmbedded(dataDirectory, log)
        : await inspectDatabase(databaseUrl);
    if (state === null) return [ok('Database', `the first start makes it in ${dataDirectory}`)];
    return [...databaseFindings(state, nameOf(databaseUrl)), await masterKeyFinding(state, config, log)];
  } catch (error) {
    if (!(error instanceof DatabaseSetupError)) throw error;
    return [broken('Database', error.message)];
  }
}

/** @param name of the database, for what an administrator is to do in it. */
export function databaseFindings({ version, cube, migrations }: DatabaseState, name: string): Finding[] {
  return [
    version.isEnough
      ? ok('Database', `PostgreSQL ${version.text} answers`)
      : broken('Database', tooOld(version.text)),
    cubeFinding(cube, name),
    schemaFinding(migrations),
  ];
}

function nameOf(databaseUrl: string | undefined): string {
  return databaseUrl === undefined ? '' : decodeURIComponent(new URL(databaseUrl).pathname.slice(1));
}

function cubeFinding(cube: DatabaseState['cube'], name: string): Finding {
  switch (cube) {
    case 'installed':
      return ok('cube', 'the extension is installed');
    case 'creatable':
      return ok('cube', 'the next start installs the extension');
    case 'refused':
      return broken('cube', cubeRefused(name));
    case 'absent':
      return broken('cube', cubeAbsent);
  }
}

function schemaFinding({ applied, known }: DatabaseState['migrations']): Finding {
  if (applied > known) return broken('Schema', newerSchema(applied, known).message);
  return applied === known
    ? ok('Schema', `at migration ${applied}`)
    : note(
        'Schema',
        `at migration ${applied} of ${known}: the next start brings it up to date. Make a backup before.`,
      );
}

async function masterKeyFinding(
  { masterKeyIds }: DatabaseState,
  { masterKeys, dataDirectory }: Config,
  log: Logger,
): Promise<Finding> {
  if (masterKeyIds.length === 0) return ok('Master key', 'nothing is protected by one yet');
  try {
    await obtainMasterKeys(masterKeys, dataDirectory, masterKeyIds, log);
    return ok('Master key', 'it opens what is stored; keep a copy apart from backups of the database');
  } catch (error) {
    if (!(error instanceof DatabaseSetupError)) throw error;
    return broken('Master key', error.message);
  }
}
