import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { buildSync } from 'esbuild';
import { createLogger } from '../../src/log/logger.ts';
import { createVisionPool, type VisionPool, type VisionPoolOptions } from '../../src/vision/pool.ts';
import type { AnalyseRequest, Analysis } from '../../src/vision/types.ts';
import { only } from './descriptors.ts';

const source = fileURLToPath(new URL('./faulty-worker.ts', import.meta.url));

/** Without the loader of TypeScript a worker starts in a tenth of the time; these tests start some fifty. */
function compileWorker(folder: string): URL {
  const outfile = join(folder, 'faulty-worker.mjs');
  buildSync({ entryPoints: [source], outfile, bundle: true, platform: 'node', format: 'esm' });
  return pathToFileURL(outfile);
}

/** What a pool takes over from its process, and what it was before. */
interface Surroundings {
  readonly taskLog: string | undefined;
  readonly execArgv: string[];
}

export const command = (text: string): Uint8Array => new TextEncoder().encode(text);

export const request = (options: Partial<AnalyseRequest> = {}): AnalyseRequest => ({
  effort: 'fast',
  priority: 'interactive',
  guildId: '1',
  ...options,
});

/** What a promise rejects with. */
export async function failure(answer: Promise<unknown>): Promise<unknown> {
  const nothing = Symbol('it did not fail');
  const error = await answer.then(
    () => nothing,
    (thrown: unknown) => thrown,
  );
  if (error === nothing) throw new Error('it did not fail');
  return error;
}

/** The process that answered. */
export async function processOf(answer: Promise<Analysis>): Promise<number> {
  return only((await answer).faces).score;
}

/** The product's pool, by default with one worker, whose workers do what they are told (see faulty-worker.ts). */
export class FaultyPool {
  readonly pool: VisionPool;
  readonly #folder: string;
  readonly #before: Surroundings;
  #forgotten = 0;
  #gates = 0;

  private constructor(pool: VisionPool, folder: string, before: Surroundings) {
    this.pool = pool;
    this.#folder = folder;
    this.#before = before;
  }

  static async open(options: Partial<VisionPoolOptions> = {}): Promise<FaultyPool> {
    const folder = await mkdtemp(join(tmpdir(), 'kith-pool-'));
    const before = { taskLog: process.env.TASK_LOG, execArgv: process.execArgv };
    process.env.TASK_LOG = join(folder, 'log');
    process.execArgv = [];
    try {
      const log = createLogger('silent');
      const workerEntry = compileWorker(folder);
      const pool = await createVisionPool({ log, workers: 1, workerEntry, ...options });
      return new FaultyPool(pool, folder, before);
    } catch (error) {
      await FaultyPool.#clean(folder, before);
      throw error;
    }
  }

  async close(): Promise<void> {
    await this.pool.close();
    await FaultyPool.#clean(this.#folder, this.#before);
  }

  static async #clean(folder: string, { taskLog, execArgv }: Surroundings): Promise<void> {
    await rm(folder, { recursive: true });
    process.execArgv = execArgv;
    if (taskLog === undefined) delete process.env.TASK_LOG;
    else process.env.TASK_LOG = taskLog;
  }

  send(text: string, options: Partial<AnalyseRequest> = {}): Promise<Analysis> {
    return this.pool.analyse(command(text), request(options));
  }

  /** A file of the workers' own, by its name. */
  file(name: string): string {
    return join(this.#folder, name);
  }

  /** The tasks that workers have begun since `forget`, in order. */
  begun(): string[] {
    return this.#log().slice(this.#forgotten);
  }

  forget(): void {
    this.#forgotten = this.#log().length;
  }

  /** Makes a worker busy until `go` is called. */
  async occupy(
    options: Partial<AnalyseRequest> = {},
  ): Promise<{ answer: Promise<Analysis>; go: () => void }> {
    const path = this.file(`go-${this.#gates++}`);
    const answer = this.send(`wait ${path}`, options);
    while (this.#log().at(-1) !== `wait ${path}`) await sleep(5);
    return { answer, go: () => writeFileSync(path, '') };
  }

  #log(): string[] {
    const log = this.file('log');
    return existsSync(log) ? readFileSync(log, 'utf8').trim().split('\n') : [];
  }
}
