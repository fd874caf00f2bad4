import type { MessagePort } from 'node:worker_threads';
import type { Analysis } from './types.ts';
import { type ReadyMessage, type TaskMessage, toWire, type WorkerMessage } from './worker-protocol.ts';

/** What a worker thread can do once it has started. */
export interface TaskServer {
  readonly about: Omit<ReadyMessage, 'type'>;
  analyse(task: TaskMessage): Promise<Analysis>;
}

/**
 * A worker thread's side of the pool: starts, says so, then answers one task after another. An error of a task is
 * an answer; one thrown outside of any ends the thread, and the pool replaces it.
 */
export async function serveTasks(port: MessagePort, start: () => Promise<TaskServer>): Promise<void> {
  const send = (message: WorkerMessage) => port.postMessage(message);
  let server: TaskServer;
  try {
    server = await start();
  } catch (error) {
    send({ type: 'start-failed', error: toWire(error) });
    port.close();
    return;
  }
  port.on('message', (task: TaskMessage) => {
    server.analyse(task).then(
      (analysis) => send({ type: 'done', analysis }),
      (error: unknown) => send({ type: 'failed', error: toWire(error) }),
    );
  });
  send({ type: 'ready', ...server.about });
}
