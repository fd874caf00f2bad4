import { randomBytes } from 'node:crypto';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Application, type Guild, Sandbox } from '../sandbox/index.ts';
import { startKith } from '../src/app.ts';
import { permissionBits } from '../src/bot/permissions.ts';
import { startEmbedded } from '../src/db/embedded/start.ts';
import { MASTER_KEY_BYTES, masterKey } from '../src/db/protection/master-key.ts';
import { createLogger } from '../src/log/logger.ts';

/** A stand-in for Discord with the real bot in it, on a PostgreSQL of its own. */
export interface DemoWorld {
  readonly discord: Sandbox;
  readonly bot: Application;
  readonly databaseUrl: string;
  /** A server with the bot in it. */
  createGuild(name: string): Guild;
  /** Ends all of it; nothing stays on the disk. */
  stop(): Promise<void>;
}

/** @throws what stands in the way; whatever was started by then is stopped again. */
export async function startWorld(): Promise<DemoWorld> {
  const stops: (() => Promise<void>)[] = [];
  const stop = async () => {
    for (const step of stops.splice(0).reverse()) {
      await step();
    }
  };
  try {
    const folder = await temporaryFolder();
    stops.push(() => rm(folder, { recursive: true, force: true }));
    const dataDirectory = join(folder, 'data');
    const log = createLogger('warn');
    const discord = await Sandbox.start();
    stops.push(() => discord.stop());
    const bot = discord.createApplication({ name: 'Kith', privileged: ['MessageContent'] });
    const database = await startEmbedded(dataDirectory, log);
    stops.push(() => database.stop());
    const databaseUrl = database.url();
    const kith = await startKith(
      {
        role: 'all',
        discordToken: bot.token,
        databaseUrl,
        dataDirectory,
        masterKeys: { current: masterKey(randomBytes(MASTER_KEY_BYTES)), earlier: [] },
        logLevel: 'warn',
        engine: 'auto',
        visionWorkers: 1,
        maximumImageBytes: 25 * 2 ** 20,
        searchesPerMinute: 1_000,
        discordApi: discord.restUrl,
        attachmentOrigins: [discord.cdnOrigin],
      },
      log,
    );
    stops.push(() => kith.stop());
    const bots = [{ bot, permissions: permissionBits }];
    return { discord, bot, databaseUrl, createGuild: (name) => discord.createGuild({ name, bots }), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Everything of the demo's database is in a folder that goes when the demo ends. */
async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'kith-demo-'));
  // When the demo runs as root, the database server runs as another user, who has to pass.
  await chmod(folder, 0o711);
  return folder;
}
