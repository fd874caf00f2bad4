import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { Sandbox } from '../../sandbox/index.ts';

const entry = fileURLToPath(new URL('../../src/main.ts', import.meta.url));

/** The bot as its host runs it: a process of its own, which can be killed. */
export class BotProcess {
  readonly #child: ChildProcess;
  readonly #dataDirectory: string;
  readonly #lines: string[] = [];

  private constructor(child: ChildProcess, dataDirectory: string) {
    this.#child = child;
    this.#dataDirectory = dataDirectory;
  }

  /** Resolves when the bot answers commands. @throws Error with its output when it ends before */
  static async start(
    discord: Sandbox,
    token: string,
    dataDirectory: string,
    environment: Readonly<Record<string, string>> = {},
  ): Promise<BotProcess> {
    const child = spawn(process.execPath, ['--import', 'tsx', entry], {
      env: {
        PATH: process.env.PATH,
        DISCORD_TOKEN: token,
        KITH_DATA_DIR: dataDirectory,
        KITH_DISCORD_API: discord.restUrl,
        KITH_ATTACHMENT_ORIGINS: discord.cdnOrigin,
        KITH_VISION_WORKERS: '1',
        KITH_HTTP_PORT: '0',
        ...environment,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const bot = new BotProcess(child, dataDirectory);
    await bot.#untilReady();
    return bot;
  }

  get output(): string {
    return this.#lines.join('\n');
  }

  /** As a power cut would: the bot and its database server end without a chance to do anything. */
  async killWithDatabase(): Promise<void> {
    const [pid] = (await readFile(join(this.#dataDirectory, 'postgres', 'postmaster.pid'), 'utf8')).split(
      '\n',
    );
    const ended = once(this.#child, 'exit');
    process.kill(Number(pid), 'SIGKILL');
    this.#child.kill('SIGKILL');
    await ended;
  }

  /** @returns the exit code, or null when it was killed. */
  async stop(signal: NodeJS.Signals = 'SIGTERM'): Promise<number | null> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) {
      return this.#child.exitCode;
    }
    const ended = once(this.#child, 'exit');
    this.#child.kill(signal);
    await ended;
    return this.#child.exitCode;
  }

  async #untilReady(): Promise<void> {
    const { stdout, stderr } = this.#child;
    if (stdout === null || stderr === null) {
      throw new Error('the bot has no output');
    }
    createInterface({ input: stderr }).on('line', (line) => this.#lines.push(line));
    await new Promise<void>((resolve, reject) => {
      createInterface({ input: stdout }).on('line', (line) => {
        this.#lines.push(line);
        if (line.includes('kith is ready')) {
          resolve();
        }
      });
      this.#child.once('exit', (code) => reject(new Error(`the bot ended with ${code}:\n${this.output}`)));
    });
  }
}
