import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import pg from 'pg';
import { pino } from 'pino';
import type { TestProject } from 'vitest/node';
import { prepareInstallation } from '../../src/db/embedded/installation.ts';
import { startEmbedded } from '../../src/db/embedded/start.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** URL of a database on the run's server. */
    databaseServer: string;
    /** A data directory with a new cluster that never ran, to copy. */
    dataDirectoryTemplate: string;
  }
}

/** One embedded server for all test files of a run; each file makes a database of its own on it (database.ts). */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const folder = await mkdtemp(join(tmpdir(), 'kith-test-'));
  // The server may run as a different user, who has to pass.
  await promisify(execFile)('chmod', ['711', folder]);
  const directory = join(folder, 'server');
  const template = join(folder, 'template');
  await prepareInstallation(directory);
  await promisify(execFile)('cp', ['-a', directory, template]);
  const server = await startEmbedded(directory, pino({ level: 'silent' }));
  await relax(server.url());
  project.provide('databaseServer', server.url());
  project.provide('dataDirectoryTemplate', template);
  return async () => {
    await server.stop();
    await rm(folder, { recursive: true, force: true });
  };
}

/** Nothing on this server has to survive, and most of the tests' time would be waiting for the disk. */
async function relax(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query('alter system set fsync = off');
  await client.query('select pg_reload_conf()');
  await client.end();
}
