// npm run check:faults: breaks one thing after the other under the real bot, and compares what its users are told, what
// is lost and how long recovery takes with what is promised. Prints the table of docs/reliability.md.
import { execFile } from 'node:child_process';
import { chmod, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs, promisify } from 'node:util';
import { printTable } from '../bench/table.ts';
import { faults } from './faults/all.ts';
import type { Fault } from './faults/fault.ts';
import { judge, type Verdict } from './faults/judge.ts';
import { FaultStage } from './faults/stage.ts';

const { values } = parseArgs({
  options: {
    /** Only those whose names hold this. */
    only: { type: 'string', default: '' },
  },
});

const folder = await mkdtemp(join(tmpdir(), 'kith-faults-'));
// As root, the database server runs as another user, who has to pass.
await chmod(folder, 0o711);

/** Faults that need the same kind of stage share one; a full disk needs one of its own. */
async function judgeAll(chosen: readonly Fault[]): Promise<Verdict[]> {
  const verdicts: Verdict[] = [];
  const isOnDisk = (fault: Fault) => fault.name === 'The disk is full';
  for (const database of ['line', 'embedded'] as const) {
    const those = chosen.filter((fault) => fault.database === database && !isOnDisk(fault));
    if (those.length > 0) verdicts.push(...(await onStage(database, those)));
  }
  const disk = chosen.filter(isOnDisk);
  if (disk.length > 0) verdicts.push(...(await withSmallDisk(() => onStage('embedded', disk, 'small'))));
  return verdicts;
}

async function onStage(
  database: Fault['database'],
  chosen: readonly Fault[],
  name: string = database,
): Promise<Verdict[]> {
  const stage = await FaultStage.start({ database, dataDirectory: join(folder, name, 'data') });
  const verdicts: Verdict[] = [];
  try {
    for (const fault of chosen) {
      console.log(fault.name);
      verdicts.push(await judge(fault, stage));
    }
    return verdicts;
  } finally {
    await stage.stop();
  }
}

async function withSmallDisk<T>(work: () => Promise<T>): Promise<T> {
  const run = promisify(execFile);
  const mountPoint = join(folder, 'small');
  await mkdir(mountPoint);
  await run('mount', ['-t', 'tmpfs', '-o', 'size=200m,mode=0711', 'tmpfs', mountPoint]);
  try {
    return await work();
  } finally {
    await run('umount', [mountPoint]);
  }
}

const seconds = (ms: number) => (ms / 1_000).toFixed(1);

const wanted = faults.filter(({ name }) => name.toLowerCase().includes(values.only.toLowerCase()));
const obstacles = new Map(wanted.map((fault) => [fault, fault.obstacle?.() ?? null]));
try {
  const verdicts = await judgeAll(wanted.filter((fault) => obstacles.get(fault) === null));
  console.log();
  printTable(
    ['what breaks', 'what the user sees', 'acknowledged photos lost', 'recovery, s', 'at most, s'],
    wanted.map((fault) => {
      const verdict = verdicts.find(({ name }) => name === fault.name);
      if (verdict === undefined) return [fault.name, `not tried: ${obstacles.get(fault)}`, '', '', ''];
      const { seen, lost, recoveryMs } = verdict;
      return [fault.name, oneLine(seen), lost, seconds(recoveryMs), seconds(fault.recoversWithinMs)];
    }),
  );
  const broken = verdicts.flatMap(({ name, broken }) => broken.map((what) => `${name}: ${what}`));
  if (broken.length > 0) console.error(`\nBROKEN\n${broken.join('\n')}`);
  process.exitCode = broken.length === 0 ? 0 : 1;
} finally {
  await rm(folder, { recursive: true, force: true });
}

/** What a user sees, fit for a cell: a reply word by word, where it is not the answer that was asked for. */
function oneLine(text: string): string {
  if (text.includes('I recognise this person')) return 'The answer, as always';
  if (text.startsWith('(no answer)')) return 'No answer: Discord says “The application did not respond”';
  const line = text.replace(/\s+/g, ' ').replaceAll('|', '\\|').trim();
  return line.length <= 110 ? line : `${line.slice(0, 109)}…`;
}
