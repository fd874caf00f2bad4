import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import pg from 'pg';
import { pino } from 'pino';
import type { TestProject } from 'vitest/node';
import { startEmbedded } from '../../src/db/embedded/start.ts';
import { openDatabase } from '../../src/db/open-database.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** Loopback port that answers a connection with a RunServer as JSON. */
    runServerPort: number;
  }
}

/** What all test files of a run share. */
export interface RunServer {
  /** URL of a database on the server; each test file makes one of its own beside it (database.ts). */
  readonly url: string;
  /** A data directory as Kith leaves it after its first run, to copy. */
  readonly template: string;
}

/** One embedded server for the run, started when a test file first asks: many runs need none. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  let running: ReturnType<typeof start> | undefined;
  const listener = createServer((socket) => {
    running ??= start();
    running.then(
      ({ url, template }) => socket.end(JSON.stringify({ url, template } satisfies RunServer)),
      (error: unknown) => socket.end(`the server for the tests did not start: ${String(error)}`),
    );
  }).listen(0, '127.0.0.1');
  await once(listener, 'listening');
  project.provide('runServerPort', (listener.address() as AddressInfo).port);
  return async () => {
    listener.close();
    await (await running)?.stop();
  };
}

const log = pino({ level: 'silent' });

async function start(): Promise<RunServer & { stop(): Promise<void> }> {
  const folder = await mkdtemp(join(tmpdir(), 'kith-test-'));
  // The server may run as a different user, who has to pass.
  await chmod(folder, 0o711);
  const directory = join(folder, 'server');
  const template = join(folder, 'template');
  await (await openDatabase({ dataDirectory: directory, log })).close();
  await promisify(execFile)('cp', ['-a', directory, template]);
  const server = await startEmbedded(directory, log);
  await relax(server.url());
  return {
    url: server.url(),
    template,
    async stop() {
      await server.stop();
      await rm(folder, { recursive: true, force: true });
    },
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
