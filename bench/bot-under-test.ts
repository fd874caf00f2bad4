import { fork } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Sandbox } from '../sandbox/index.ts';

export interface BenchOptions {
  /** How long whoever waits for a reply has patience, in milliseconds. */
  readonly replyTimeoutMs: number;
  readonly application?: Omit<Parameters<Sandbox['createApplication']>[0], 'name'>;
  /** Settings beside those that every bench has. */
  readonly environment: Readonly<Record<string, string>>;
}

/** Of the bot's own process; the workers hold the models in processes of theirs. */
export interface BotReport {
  /** Largest gap of the event loop since the last report, in milliseconds. */
  readonly gap: number;
  /** Bytes. */
  readonly rss: number;
}

export interface BotUnderTest {
  readonly discord: Sandbox;
  readonly bot: ReturnType<Sandbox['createApplication']>;
  readonly pid: number;
  readonly dataDirectory: string;
  /** For its temporary files, and its alone. */
  readonly temporary: string;
  report(): Promise<BotReport>;
  stop(): Promise<void>;
}

/** The real bot in a process of its own, with a database of its own, on a Discord of its own. */
export async function startBotUnderTest(options: BenchOptions): Promise<BotUnderTest> {
  const folder = await mkdtemp(join(tmpdir(), 'kith-bench-'));
  // As root, the database server runs as another user, who has to pass.
  await chmod(folder, 0o711);
  const temporary = join(folder, 'tmp');
  await mkdir(temporary);
  const dataDirectory = join(folder, 'data');
  const discord = await Sandbox.start({ replyTimeoutMs: options.replyTimeoutMs });
  const bot = discord.createApplication({ name: 'Kith', ...options.application });
  const child = fork(fileURLToPath(new URL('./bot-process.ts', import.meta.url)), {
    execArgv: ['--import', 'tsx'],
    // Ctrl+C is for whoever measures, who may still want answers.
    detached: true,
    env: {
      PATH: process.env.PATH,
      TMPDIR: temporary,
      DISCORD_TOKEN: bot.token,
      KITH_DATA_DIR: dataDirectory,
      KITH_DISCORD_API: discord.restUrl,
      KITH_ATTACHMENT_ORIGINS: discord.cdnOrigin,
      KITH_HTTP_PORT: '0',
      ...options.environment,
    },
  });
  child.once('exit', (code) => {
    if (code !== 0) throw new Error(`the bot ended with ${code}`);
  });
  await once(child, 'message');
  const { pid } = child;
  if (pid === undefined) throw new Error('the bot was never started');
  return {
    discord,
    bot,
    pid,
    dataDirectory,
    temporary,
    async report() {
      child.send('gap');
      const [message] = (await once(child, 'message')) as [BotReport];
      return message;
    },
    async stop() {
      child.send('stop');
      await once(child, 'exit');
      await discord.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
