/** The entry of the vision pool's worker threads. */
import { parentPort, workerData } from 'node:worker_threads';
import sharp from 'sharp';
import { analysePicture } from './analyse-picture.ts';
import { createEngine } from './engine.ts';
import { serveTasks } from './serve-tasks.ts';
import type { WorkerSettings } from './worker-protocol.ts';

if (parentPort === null) throw new Error('worker.ts is the entry of a worker thread');

const { engine: wanted, limits } = workerData as WorkerSettings;

// Both hold for the whole process. One thread a picture: the workers share the cores already. No cache of
// operations: no picture is decoded twice, and what is kept would count as a leak.
sharp.concurrency(1);
sharp.cache(false);

await serveTasks(parentPort, async () => {
  const { engine, name, reason } = await createEngine(wanted);
  return {
    about: { engine: name, reason, modelVersion: engine.modelVersion },
    analyse: ({ bytes, effort }) => analysePicture(engine, bytes, { effort }, limits),
  };
});
