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

  /**
   * Resolves when the bot answers commands.
   * @param preload modules that it loads before its own.
   * @throws Error with its output when it ends before
   */
  static async start(
    discord: Sandbox,
    token: string,
    dataDirectory: string,
    environment: Readonly<Record<string, string>> = {},
    preload: readonly URL[] = [],
  ): Promise<BotProcess> {
    const imports = ['tsx', ...preload.map(({ href }) => href)].flatMap((name) => ['--import', name]);
    const child = spawn(process.execPath, [...imports, entry], {
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

  get pid(): number {
    if (this.#child.pid === undefined) throw new Error('the bot was never started');
    return this.#child.pid;
  }

  /** Resolves when it has ended by itself. @returns the exit code, or null when it was killed */
  async ended(): Promise<number | null> {
    if (this.#child.exitCode === null && this.#child.signalCode === null) await once(this.#child, 'exit');
    return this.#child.exitCode;
  }

  get output(): string {
    return this.#lines.join('\n');
  }

  /** As a power cut would: the bot and its database server end without a chance to do anything. */
  async killWithDatabase(): Promise<void> {
    const ended = once(this.#child, 'exit');
    await this.killDatabase();
    this.#child.kill('SIGKILL');
    await ended;
  }

  /** Its embedded database server, without a chance to do anything. */
  async killDatabase(): Promise<void> {
    const pidFile = await readFile(join(this.#dataDirectory, 'postgres', 'postmaster.pid'), 'utf8');
    process.kill(Number(pidFile.split('\n')[0]), 'SIGKILL');
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
