// npm run soak: an hour of /whois and /enroll at a moderate rate. Ends with 1 when memory grew after the warm-up, when
// an interaction failed, or when something is left behind. Ctrl+C ends it early, with the table of what there was.
import { availableParallelism } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { freePort } from '../src/db/embedded/server-process.ts';
import { leftovers } from './load/leftovers.ts';
import { type Reading, read } from './load/reading.ts';
import { brokenPromises, type SoakPart, soak } from './load/soak.ts';
import { startLoadStage } from './load/stage.ts';
import { percentile, printTable } from './table.ts';

const { values } = parseArgs({
  options: {
    minutes: { type: 'string', default: '60' },
    /** Minutes a row. */
    part: { type: 'string', default: '5' },
    /** Minutes until when memory may grow: for as long the bot keeps what a button of each answer leads to. */
    'warm-up': { type: 'string', default: '15' },
    /** Commands a second. */
    rate: { type: 'string', default: '2' },
    guilds: { type: 'string', default: '50' },
    users: { type: 'string', default: '200' },
    workers: { type: 'string', default: String(Math.min(2, availableParallelism())) },
    seed: { type: 'string', default: '1' },
  },
});
const partSeconds = 60 * Number(values.part);

/** As long as connections to the CDN and to PostgreSQL are kept for the next use. */
const restMs = 40_000;

function row({ minutes, result, held }: SoakPart): (string | number)[] {
  const { counts, times, acknowledgedShare } = result;
  const { bot, workers, heap, connections, temporaryFiles } = held;
  return [
    minutes.toFixed(1),
    counts.answered,
    counts.busy,
    counts.failed + counts.refused,
    times.length === 0 ? '' : Math.round(percentile(times, 0.95)),
    `${(100 * acknowledgedShare).toFixed(1)} %`,
    ...[bot.rss, bot.pss, heap, workers.rss, workers.pss].map(Math.round),
    bot.files,
    workers.files,
    connections,
    temporaryFiles,
  ];
}

const heads = [
  'minute',
  'answered',
  'told "busy"',
  'failed',
  'p95 ms',
  'ack in 3 s',
  'bot RSS MB',
  'bot PSS MB',
  'bot heap MB',
  'workers RSS MB',
  'workers PSS MB',
  'bot open files',
  'workers open files',
  'database connections',
  'temporary files',
];

const port = await freePort();
const { crowd, pid, temporary, stop } = await startLoadStage({
  guilds: Number(values.guilds),
  members: Number(values.users),
  workers: values.workers,
  seed: Number(values.seed),
  environment: { KITH_HTTP_PORT: String(port) },
});
const metricsUrl = `http://127.0.0.1:${port}/metrics`;
const reading = () => read({ pid, metricsUrl, temporary });

const goHome = new AbortController();
process.once('SIGINT', () => goHome.abort()).once('SIGTERM', () => goHome.abort());

await sleep(restMs);
const before = await reading();
const parts = await soak(
  { ...crowd, signal: goHome.signal },
  {
    rate: Number(values.rate),
    seconds: 60 * Number(values.minutes),
    partSeconds,
    everySeconds: Math.min(10, partSeconds / 10),
    read: reading,
    tell: (latest) => console.log(row(latest).join('  ')),
  },
);
await sleep(restMs);
const left = await leftovers(metricsUrl, temporary);
const after = await reading();

console.log();
printTable(heads, parts.map(row));
/** How many connections to PostgreSQL stand depends on who looked last. */
const openFiles = ({ bot, connections }: Reading) => bot.files - connections;
console.log(`\nOpen files at rest: ${openFiles(before)} before, ${openFiles(after)} afterwards.`);
const problems = [
  ...brokenPromises(parts, Number(values['warm-up'])),
  ...left.map((what) => `left behind: ${what}`),
  ...(openFiles(after) <= openFiles(before) ? [] : ['left behind: open files of the bot']),
];
for (const problem of problems) console.error(`BROKEN: ${problem}`);
process.exitCode = problems.length === 0 ? 0 : 1;

await stop();
