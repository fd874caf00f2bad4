// npm run bench:load: /whois and /enroll from many people at rising rates, up to what the bot can answer and past it.
import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { familyOf } from '../test/e2e/processes.ts';
import { isSaturated, measure, type StepResult } from './load/measure.ts';
import { startLoadStage } from './load/stage.ts';
import { percentile, printTable } from './table.ts';

const { values } = parseArgs({
  options: {
    guilds: { type: 'string', default: '50' },
    users: { type: 'string', default: '200' },
    seconds: { type: 'string', default: '15' },
    first: { type: 'string', default: '2' },
    workers: { type: 'string', default: String(Math.min(2, availableParallelism())) },
    seed: { type: 'string', default: '1' },
  },
});
const seconds = Number(values.seconds);

/** Each rate is so many times the last. */
const growth = 1.6;
const stepsPastSaturation = 2;
/** More than this, between the first and the last measurement under load, is growth. */
const memoryGrowth = 1.25;

const { crowd, pid, stop } = await startLoadStage({
  guilds: Number(values.guilds),
  members: Number(values.users),
  workers: values.workers,
  seed: Number(values.seed),
});

/** Of the bot and its workers together, in MB. Its database is not counted. */
async function memory(): Promise<number> {
  const family = await familyOf(pid);
  return Math.round(
    family.filter(({ command }) => command.includes('node')).reduce((sum, { rss }) => sum + rss, 0) / 2 ** 20,
  );
}

const rows: (string | number)[][] = [];
const problems: string[] = [];

async function step(rate: number): Promise<StepResult> {
  const result = await measure(crowd, rate, seconds);
  const { counts, throughput, times, acknowledgements, acknowledgedShare } = result;
  const at = (list: readonly number[], share: number) =>
    list.length === 0 ? '' : Math.round(percentile(list, share));
  const row = [
    rate.toFixed(1),
    throughput.toFixed(1),
    ...[0.5, 0.95, 0.99].map((share) => at(times, share)),
    at(acknowledgements, 0.99),
    `${(100 * acknowledgedShare).toFixed(1)} %`,
    counts.busy,
    counts.failed + counts.refused,
    await memory(),
  ];
  rows.push(row);
  console.log(row.join('  '));
  if (acknowledgedShare < 1)
    problems.push(`at ${rate.toFixed(1)} a second not all were acknowledged within 3 s`);
  if (counts.failed + counts.refused > 0)
    problems.push(`at ${rate.toFixed(1)} a second some were not answered`);
  return result;
}

async function risingRates(): Promise<void> {
  let past = 0;
  for (let rate = Number(values.first); past < stepsPastSaturation; rate *= growth) {
    if (isSaturated(await step(rate)) || past > 0) past += 1;
  }
}

const before = await memory();
await risingRates();
const after = await memory();
if (after > memoryGrowth * before) problems.push(`memory grew from ${before} to ${after} MB`);

console.log();
printTable(
  [
    'offered /s',
    'answered /s',
    'p50 ms',
    'p95 ms',
    'p99 ms',
    'ack p99 ms',
    'ack in 3 s',
    'told "busy"',
    'failed',
    'RSS MB',
  ],
  rows,
);
for (const problem of problems) console.error(`BROKEN: ${problem}`);
process.exitCode = problems.length === 0 ? 0 : 1;

await stop();
