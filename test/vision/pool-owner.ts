/** A process that has a pool, prints its worker's process number, and makes the worker busy until it is killed. */
import { createLogger } from '../../src/log/logger.ts';
import { createVisionPool } from '../../src/vision/pool.ts';

const pool = await createVisionPool({
  log: createLogger('silent'),
  workers: 1,
  workerEntry: new URL('./faulty-worker.ts', import.meta.url),
});
const send = (text: string) =>
  pool.analyse(new TextEncoder().encode(text), { effort: 'fast', priority: 'interactive', guildId: '1' });
const { faces } = await send('ok');
process.stdout.write(`${faces[0]?.score}\n`);
await send('wait /nonexistent');
