// npm run check:images -- [DIR] [--faces]: hands every file of a folder to the decoder, in the worker processes that
// the bot uses. None may crash one, take longer than its time, or fail with anything but a typed error.
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { decodeLimits } from '../src/vision/decode-limits.ts';
import { writeCorpus } from '../test/vision/corpus/corpus.ts';
import { examine } from './images/examine.ts';
import { filesIn } from './images/files.ts';
import { report } from './images/report.ts';

const usage = `npm run check:images -- [DIR] [--faces] [--workers N] [--seed N]

  DIR        every file in it and in its folders; without one, a corpus is made: damaged files,
             bombs, what is no picture, and every kind of whole picture
  --faces    looks for faces as well, with the bot's limit of 30 s a file instead of 5 s`;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    faces: { type: 'boolean', default: false },
    workers: { type: 'string', default: String(Math.min(2, availableParallelism())) },
    seed: { type: 'string', default: '1' },
    help: { type: 'boolean', short: 'h', default: false },
  },
});

async function check(folder: string): Promise<boolean> {
  const files = filesIn(Buffer.from(folder), decodeLimits.maxBytes);
  const { faces } = values;
  return report(
    await examine(files, { faces, workers: Number(values.workers), limitMs: faces ? 30_000 : 5_000 }),
  );
}

async function checkCorpus(): Promise<boolean> {
  const folder = await mkdtemp(join(tmpdir(), 'kith-corpus-'));
  try {
    await writeCorpus(folder, { seed: Number(values.seed), size: 'full' });
    return await check(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

const [folder, ...more] = positionals;
if (values.help || more.length > 0) {
  console.log(usage);
  process.exitCode = values.help ? 0 : 2;
} else if (folder === undefined) {
  process.exitCode = (await checkCorpus()) ? 0 : 1;
} else if (
  await stat(folder).then(
    (found) => found.isDirectory(),
    () => false,
  )
) {
  process.exitCode = (await check(folder)) ? 0 : 1;
} else {
  console.error(`${folder} is no folder that can be read\n\n${usage}`);
  process.exitCode = 2;
}
