import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { EngineName } from '../../src/vision/engine.ts';
import { createVisionPool, type VisionPool } from '../../src/vision/pool.ts';

export interface CompiledPool {
  readonly engine: EngineName;
  readonly workers: number;
}

/**
 * The product's pool with workers that run compiled code, as they do in the product: a loader of TypeScript takes
 * some 30 MB in each.
 */
export async function openCompiledPool({ engine, workers }: CompiledPool): Promise<VisionPool> {
  const workerEntry = new URL('../../dist/vision/worker.js', import.meta.url);
  if (!existsSync(fileURLToPath(workerEntry))) throw new Error('dist is missing: npm run build');
  // Workers inherit these, with which this process loads TypeScript.
  process.execArgv = [];
  const log = { info: () => undefined, warn: console.warn };
  const queue = {
    total: Number.POSITIVE_INFINITY,
    perGuild: Number.POSITIVE_INFINITY,
    bytes: Number.POSITIVE_INFINITY,
  };
  return await createVisionPool({ log, engine, workers, workerEntry, queue });
}
