// npm run check:crash: kill -9 at random moments of a backfill. Nothing may be missed and nothing may count twice.
import { chmod, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import pg from 'pg';
import { printTable } from '../bench/table.ts';
import { randomFrom } from '../eval/random.ts';
import { ROLE } from '../src/db/embedded/cluster.ts';
import { DATABASE } from '../src/db/embedded/database.ts';
import { crashRun } from './crash/scenario.ts';
import type { Query } from './crash/verdict.ts';

const { values } = parseArgs({
  options: {
    kills: { type: 'string', default: '20' },
    pictures: { type: 'string', default: '300' },
    engine: { type: 'string', default: 'auto' },
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
  },
});

const folder = await mkdtemp(join(tmpdir(), 'kith-crash-'));
// As root, the database server runs as another user, who has to pass.
await chmod(folder, 0o711);
const dataDirectory = join(folder, 'data');

/** The bot's embedded server, wherever it is since its last start. */
const query: Query = async (text, parameters) => {
  const [pidFile, password] = await Promise.all([
    readFile(join(dataDirectory, 'postgres', 'postmaster.pid'), 'utf8'),
    readFile(join(dataDirectory, 'postgres-password'), 'utf8'),
  ]);
  const port = Number(pidFile.split('\n')[3]);
  const client = new pg.Client({ host: '127.0.0.1', port, user: ROLE, password, database: DATABASE });
  await client.connect();
  try {
    return (await client.query(text, [...parameters])).rows;
  } finally {
    await client.end();
  }
};

console.log(`seed ${values.seed}`);
try {
  const { expected, processed, duplicated, missed, counted } = await crashRun(
    {
      dataDirectory,
      environment: { KITH_ENGINE: values.engine },
      kills: Number(values.kills),
      killsDatabase: true,
      pictures: Number(values.pictures),
      random: randomFrom(Number(values.seed)),
      say: console.log,
    },
    query,
  );
  printTable(
    ['attachments expected', 'processed', 'duplicated', 'missed', 'counted by the backfill'],
    [[expected, processed, duplicated, missed, counted]],
  );
  process.exitCode = duplicated === 0 && missed === 0 && processed === expected ? 0 : 1;
} finally {
  await rm(folder, { recursive: true, force: true });
}
