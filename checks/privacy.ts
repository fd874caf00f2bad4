// npm run check:privacy: a full life in the sandbox (enrolled, found, merged, exported, withdrawn), and then every
// table, stored photo, job payload and log line is searched for what was kept of the person. Exits with 1 when
// anything is left that docs/privacy.md does not name.
import { randomBytes } from 'node:crypto';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { printTable } from '../bench/table.ts';
import { Sandbox } from '../sandbox/index.ts';
import { startKith } from '../src/app.ts';
import { parseConfig } from '../src/config/config.ts';
import { startEmbedded } from '../src/db/embedded/start.ts';
import { createLogger } from '../src/log/logger.ts';
import { liveAndLeave, type Moment, type Query } from './privacy/life.ts';
import { marksOf, traces } from './privacy/traces.ts';

const folder = await mkdtemp(join(tmpdir(), 'kith-privacy-'));
// As root, the database server runs as another user, who has to pass.
await chmod(folder, 0o711);

const lines: string[] = [];
const log = createLogger('trace', { write: (line: string) => lines.push(line) });
const discord = await Sandbox.start({ replyTimeoutMs: 120_000 });
const bot = discord.createApplication({ name: 'Kith', privileged: ['MessageContent'] });
const server = await startEmbedded(join(folder, 'data'), log);

const query: Query = async (text, values = []) => {
  const client = new pg.Client(server.url());
  await client.connect();
  try {
    return (await client.query(text, [...values])).rows;
  } finally {
    await client.end();
  }
};

let before: Awaited<ReturnType<typeof traces>> | undefined;
let left = 0;
try {
  const config = parseConfig({
    DISCORD_TOKEN: bot.token,
    DATABASE_URL: server.url(),
    KITH_MASTER_KEY: randomBytes(32).toString('base64'),
    KITH_DISCORD_API: discord.restUrl,
    KITH_HTTP_PORT: '0',
    KITH_VISION_WORKERS: '1',
  });
  const kith = await startKith({ ...config, attachmentOrigins: [discord.cdnOrigin] }, log);
  try {
    await liveAndLeave({ discord, bot, query, beforeLeaving: report, afterLeaving: report });
  } finally {
    await kith.stop();
  }
} finally {
  await server.stop();
  await discord.stop();
  await rm(folder, { recursive: true, force: true });
}
console.log(left === 0 ? '\nNothing of the person is left.' : `\n${left} traces of the person are left.`);
process.exitCode = left === 0 ? 0 : 1;

/** Called twice: what is found before leaving shows that the search finds anything at all. */
async function report(moment: Moment): Promise<void> {
  if (before === undefined) {
    before = await traces(query, await marksOf(query, moment), lines.join(''));
    return;
  }
  const earlier = new Map(before.found.map((trace) => [trace.place, trace]));
  const after = await traces(query, before.marks, lines.join(''));
  printTable(
    ['where', 'rows before', 'of the person', 'rows after', 'of the person', ''],
    after.found.map(({ place, rows, count, allowed }) => {
      const then = earlier.get(place);
      return [place, then?.rows ?? 0, then?.count ?? 0, rows, count, allowed];
    }),
  );
  const found = before.found.reduce((sum, { count }) => sum + count, 0);
  if (found < 10) {
    throw new Error(`only ${found} traces were found while the person was there: the search is broken`);
  }
  left = after.found.reduce((sum, { count, allowed }) => sum + (allowed === '' ? count : 0), 0);
}
