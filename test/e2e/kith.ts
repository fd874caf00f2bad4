import { readFile } from 'node:fs/promises';
import { picture, Sandbox } from '../../sandbox/index.ts';
import { type Kith, startKith } from '../../src/app.ts';
import { permissionBits } from '../../src/bot/permissions.ts';
import type { Config } from '../../src/config/config.ts';
import { createLogger, type Logger } from '../../src/log/logger.ts';
import { createEmptyDatabase, type EmptyDatabase, testMasterKeys } from '../db/database.ts';
import type { Photo } from '../photos.ts';

type Application = ReturnType<Sandbox['createApplication']>;
type Guild = ReturnType<Sandbox['createGuild']>;

/** The real bot, connected to a Discord of its own, on a database of its own. */
export interface Stage {
  readonly discord: Sandbox;
  readonly bot: Application;
  readonly database: EmptyDatabase;
  /** A server with the bot in it. */
  createGuild(name: string): Guild;
  /** Everything that Kith logged so far, at level debug. */
  logged(): string;
  /** Of `/healthz`, `/readyz` or `/metrics`, when started with `http`. */
  stateUrl(path: string): string;
  stop(): Promise<void>;
}

/** One of the test photos as a file for a command. */
export async function file(photo: Photo) {
  return picture(`${photo.name}.jpg`, await readFile(photo.path));
}

export async function startStage(overrides: Partial<Config> = {}): Promise<Stage> {
  const discord = await Sandbox.start();
  const bot = discord.createApplication({ name: 'Kith' });
  const database = await createEmptyDatabase();
  const { log, logged, stateUrl } = observedLog();
  const kith = await startBot({ discord, bot, databaseUrl: database.url, overrides, log });
  return {
    discord,
    bot,
    database,
    createGuild: (name) => discord.createGuild({ name, bots: [{ bot, permissions: permissionBits }] }),
    logged,
    stateUrl,
    async stop() {
      await kith.stop();
      await discord.stop();
      await database.drop();
    },
  };
}

export interface BotOptions {
  readonly discord: Sandbox;
  readonly bot: Application;
  readonly databaseUrl: string;
  readonly overrides?: Partial<Config>;
  readonly log: Logger;
}

export async function startBot({ discord, bot, databaseUrl, overrides, log }: BotOptions): Promise<Kith> {
  const config: Config = {
    discordToken: bot.token,
    role: 'all',
    databaseUrl,
    dataDirectory: '/nonexistent',
    masterKeys: testMasterKeys,
    logLevel: 'debug',
    engine: 'auto',
    visionWorkers: 1,
    maximumImageBytes: 25 * 2 ** 20,
    searchesPerMinute: 20,
    discordApi: discord.restUrl,
    attachmentOrigins: [discord.cdnOrigin],
    ...overrides,
  };
  return await startKith(config, log);
}

/**
 * A log that can be read. Errors also go to standard error, where whoever reads a failed test sees them.
 */
export function observedLog() {
  const lines: string[] = [];
  const log = createLogger('debug', {
    write(line: string) {
      lines.push(line);
      if (/"level":[56]0/.test(line)) {
        process.stderr.write(line);
      }
    },
  });
  const logged = () => lines.join('');
  return {
    log,
    logged,
    /** On the port that was free. */
    stateUrl(path: string): string {
      const [, port] = /"port":(\d+)/.exec(logged()) ?? [];
      return `http://127.0.0.1:${port}${path}`;
    },
  };
}
