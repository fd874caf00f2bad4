/**
 * Starts a worker thread whose entry is TypeScript, for tests and the demo: `--import tsx` does nothing in worker
 * threads of Node 20. Not part of the build, where entries are JavaScript.
 */
import { workerData } from 'node:worker_threads';
import { register } from 'tsx/esm/api';

register();
await import(workerData.entry);
