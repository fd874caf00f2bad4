// The main job without a Discord account: embedded PostgreSQL, a stand-in for Discord, and the real bot.
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Sandbox } from '../sandbox/index.ts';
import { startKith } from '../src/app.ts';
import { createLogger } from '../src/log/logger.ts';
import { tellStory } from './story.ts';

const output = fileURLToPath(new URL('./out', import.meta.url));

/** Everything of the demo's database is in a folder that goes when the demo ends. */
async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'kith-demo-'));
  // When the demo runs as root, the database server runs as another user, who has to pass.
  await chmod(folder, 0o711);
  return folder;
}

async function main(): Promise<void> {
  const started = performance.now();
  const since = () => `${((performance.now() - started) / 1000).toFixed(1)} s`;
  const folder = await temporaryFolder();
  const discord = await Sandbox.start();
  try {
    console.log('Starting PostgreSQL, a stand-in for Discord on this machine, and Kith …');
    const bot = discord.createApplication({ name: 'Kith' });
    const kith = await startKith(
      {
        role: 'all',
        discordToken: bot.token,
        dataDirectory: join(folder, 'data'),
        logLevel: 'warn',
        engine: 'auto',
        visionWorkers: 1,
        maximumImageBytes: 25 * 2 ** 20,
        searchesPerMinute: 1_000,
        discordApi: discord.restUrl,
        attachmentOrigins: [discord.cdnOrigin],
      },
      createLogger('warn'),
    );
    console.log(`Ready after ${since()}.`);
    try {
      const transcript = await tellStory(discord, bot, output);
      const page = await transcript.finish();
      console.log(
        `\nThat took ${since()} in all. The pictures, and the conversation as a page to open in a browser:`,
      );
      console.log(`  ${relative(process.cwd(), page)}`);
    } finally {
      await kith.stop();
    }
  } finally {
    await discord.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

await main();
