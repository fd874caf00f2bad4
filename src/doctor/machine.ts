import { stat, statfs } from 'node:fs/promises';
import { dirname } from 'node:path';
import { broken, type Finding, note, ok } from './finding.ts';

/** What this machine gives Kith. Sizes in bytes. */
export interface Machine {
  /** Such as `20.19.0`. */
  readonly node: string;
  readonly freeMemory: number;
  /** Where the data directory is or will be. */
  readonly freeDisk: number;
  /** Of a file `.env` with the token; null when there is none. */
  readonly environmentMode: number | null;
}

const oldestNode = [20, 19] as const;

/** Measured: the bot's own process, and one vision worker with the native engine at work. */
const botMemory = 200 * 2 ** 20;
const workerMemory = 400 * 2 ** 20;

/** A full disk stops PostgreSQL. */
const leastDisk = 200 * 2 ** 20;
/** The embedded database, its log and the models, and room to grow. */
const comfortableDisk = 2 * 2 ** 30;

export async function lookAtMachine(dataDirectory: string): Promise<Machine> {
  const { bavail, bsize } = await statfs(await nearestFolder(dataDirectory));
  return {
    node: process.versions.node,
    freeMemory: process.availableMemory(),
    freeDisk: bavail * bsize,
    environmentMode: await stat('.env').then(
      ({ mode }) => mode,
      () => null,
    ),
  };
}

export function machineFindings(machine: Machine, workers: number): Finding[] {
  return [
    nodeFinding(machine),
    memoryFinding(machine, workers),
    diskFinding(machine),
    ...secretFindings(machine),
  ];
}

function nodeFinding({ node }: Machine): Finding {
  const [major = 0, minor = 0] = node.split('.').map(Number);
  const isEnough = major > oldestNode[0] || (major === oldestNode[0] && minor >= oldestNode[1]);
  return isEnough
    ? ok('Node.js', node)
    : broken(
        'Node.js',
        `It is ${node}; Kith needs ${oldestNode.join('.')} or newer. Install an LTS version from nodejs.org.`,
      );
}

function memoryFinding({ freeMemory }: Machine, workers: number): Finding {
  const needed = botMemory + workers * workerMemory;
  const sizes = `${megabytes(freeMemory)} free, about ${megabytes(needed)} needed for ${workers} vision workers`;
  return freeMemory >= needed
    ? ok('Memory', sizes)
    : note(
        'Memory',
        `${sizes}. If Kith runs already this counts it twice; else set KITH_VISION_WORKERS lower.`,
      );
}

function diskFinding({ freeDisk }: Machine): Finding {
  const size = `${megabytes(freeDisk)} free`;
  if (freeDisk < leastDisk)
    return broken('Disk', `${size}: make room, or set KITH_DATA_DIR to a larger disk.`);
  return freeDisk < comfortableDisk
    ? note('Disk', `${size}: make room before it is full.`)
    : ok('Disk', size);
}

function secretFindings({ environmentMode }: Machine): Finding[] {
  if (environmentMode === null || process.platform === 'win32') return [];
  return (environmentMode & 0o077) === 0
    ? [ok('.env', 'only its owner can read it')]
    : [note('.env', 'Others on this machine can read the file with your token: run chmod 600 .env')];
}

/** The folder itself, or the one that it will be made in. */
async function nearestFolder(path: string): Promise<string> {
  try {
    await stat(path);
    return path;
  } catch (error) {
    if (dirname(path) === path) throw error;
    return await nearestFolder(dirname(path));
  }
}

function megabytes(bytes: number): string {
  return `${Math.round(bytes / 2 ** 20)} MB`;
}
