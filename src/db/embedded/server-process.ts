import { readFile, stat, truncate } from 'node:fs/promises';
import { type AddressInfo, createServer } from 'node:net';
import { totalmem } from 'node:os';
import { runCommand } from './command.ts';
import type { Installation } from './installation.ts';
import { unlessAbsent } from './paths.ts';
import { runningPostmaster } from './postmaster.ts';

/** The server's settings, given on every start so that a new version of Kith may change them. */
const SETTINGS = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  shared_buffers: `${sharedBuffersMb()}MB`,
  jit: 'off',
  // Its log keeps neither statements nor the rows that were refused: they are personal data.
  log_error_verbosity: 'terse',
  log_min_error_statement: 'panic',
  log_checkpoints: 'off',
} as const;

/**
 * A quarter of the memory, as PostgreSQL's documentation advises, up to what holds the index of 2,000,000 faces: reading
 * an index page by page from the operating system's cache takes twice as long. It is taken only as data fill it.
 */
function sharedBuffersMb(): number {
  const available = Math.min(totalmem(), process.constrainedMemory() || Number.POSITIVE_INFINITY);
  return Math.min(1024, Math.max(64, Math.floor(available / 2 ** 20 / 4)));
}

const START_SECONDS = 60;
const STOP_SECONDS = 60;
const MAX_LOG_BYTES = 1024 * 1024;

export type StartResult =
  | { readonly kind: 'started' }
  /** Another server has the directory, or what is left of a killed one has not yet gone. */
  | { readonly kind: 'busy'; readonly reason: string }
  | { readonly kind: 'port-taken'; readonly reason: string }
  | { readonly kind: 'failed'; readonly reason: string };

/** Starts the server in a session of its own and waits until it accepts connections. */
export async function startServer(
  { binaries, layout, user }: Installation,
  port: number,
): Promise<StartResult> {
  const logStart = await trimLog(layout.serverLog);
  const options = Object.entries(SETTINGS).map(([name, value]) => `-c ${name}=${value}`);
  const result = await runCommand(
    binaries.pgCtl,
    [
      'start',
      '-w',
      '-t',
      `${START_SECONDS}`,
      '-D',
      layout.cluster,
      '-l',
      layout.serverLog,
      '-o',
      `-p ${port} ${options.join(' ')}`,
    ],
    user,
  );
  if (result.ok) return { kind: 'started' };
  const reason = `${result.output}\n${await readFrom(layout.serverLog, logStart)}`.trim();
  return { kind: kindOf(reason), reason };
}

/** Disconnects everyone, writes everything and waits for the end. */
export async function stopServer({ binaries, layout, user }: Installation): Promise<void> {
  const result = await runCommand(
    binaries.pgCtl,
    ['stop', '-m', 'fast', '-w', '-t', `${STOP_SECONDS}`, '-D', layout.cluster],
    user,
  );
  if (result.ok || (await runningPostmaster(layout.cluster)) === undefined) return;
  throw new Error(`the embedded PostgreSQL did not stop: ${result.output}`);
}

/** A port of the loopback address that was free a moment ago. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.on('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      // Of a server on a port it is neither null nor a path.
      const { port } = probe.address() as AddressInfo;
      probe.close(() => resolve(port));
    });
  });
}

function kindOf(reason: string): 'busy' | 'port-taken' | 'failed' {
  if (/could not bind|could not create any TCP\/IP sockets/.test(reason)) return 'port-taken';
  if (/lock file|pre-existing shared memory|PID file/.test(reason)) return 'busy';
  return 'failed';
}

/** The log's length, after an overlong one was emptied. */
async function trimLog(path: string): Promise<number> {
  const { size } = (await unlessAbsent(stat(path))) ?? { size: 0 };
  if (size <= MAX_LOG_BYTES) return size;
  await truncate(path, 0);
  return 0;
}

async function readFrom(path: string, start: number): Promise<string> {
  const log = await unlessAbsent(readFile(path));
  return log?.subarray(start).toString('utf8') ?? '';
}
