// Kith without a Discord account: embedded PostgreSQL, a stand-in for Discord, and the real bot.
import { once } from 'node:events';
import { relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { startPage } from './serve/page.ts';
import { tellStory } from './story.ts';
import { type DemoWorld, startWorld } from './world.ts';

const output = fileURLToPath(new URL('./out', import.meta.url));

const usage = `npm run demo -- [--once | --serve]
  --once   tells a story in the terminal and ends; what happens where nobody watches (no terminal, or CI is set)
  --serve  serves a page to try Kith in, until Ctrl-C; what happens in a terminal`;

/** Whether to serve the page: somebody is there to open it. */
function isToServe(): boolean {
  const { values } = parseArgs({
    options: { once: { type: 'boolean' }, serve: { type: 'boolean' }, help: { type: 'boolean' } },
  });
  if (values.help === true) {
    console.log(usage);
    process.exit(0);
  }
  const watched = process.stdin.isTTY && process.stdout.isTTY && !process.env.CI;
  return values.serve ?? (values.once !== true && watched);
}

async function tell(world: DemoWorld, since: () => string): Promise<void> {
  const transcript = await tellStory(world, output);
  const page = await transcript.finish();
  console.log(
    `\nThat took ${since()} in all. The pictures, and the conversation as a page to open in a browser:`,
  );
  console.log(`  ${relative(process.cwd(), page)}`);
}

async function serve(world: DemoWorld, since: () => string, asked: Promise<unknown>): Promise<void> {
  const page = await startPage(world);
  console.log(`\nOpen this page to try Kith (ready after ${since()}; Ctrl-C ends it):\n\n  ${page.url}\n`);
  await asked;
  console.log('\nStopping; nothing of it stays on this machine.');
  await page.stop();
}

async function main(): Promise<void> {
  const started = performance.now();
  const since = () => `${((performance.now() - started) / 1000).toFixed(1)} s`;
  const toServe = isToServe();
  // From here on, so that the database and its files are never left behind.
  const asked = Promise.race(['SIGINT', 'SIGTERM', 'SIGHUP'].map((signal) => once(process, signal)));
  console.log('Starting PostgreSQL, a stand-in for Discord on this machine, and Kith …');
  const world = await startWorld();
  try {
    console.log(`Kith is ready after ${since()}.`);
    await (toServe ? serve(world, since, asked) : Promise.race([tell(world, since), asked]));
  } finally {
    await world.stop();
  }
}

await main();
