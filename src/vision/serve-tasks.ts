import {
  type ReadyMessage,
  type SentMessage,
  type StartMessage,
  type Task,
  type TaskMessage,
  type TaskResult,
  toWire,
  type WorkerMessage,
  type WorkerSettings,
} from './worker-protocol.ts';

/** What a worker can do once it has started. */
export interface TaskServer {
  readonly about: Omit<ReadyMessage, 'type'>;
  perform(task: Task): Promise<TaskResult>;
}

/**
 * A worker process's side of the pool: starts, says so, then answers one task after another. An error of a task is
 * an answer; one thrown outside of any ends the process, and the pool replaces it.
 */
export function serveTasks(start: (settings: WorkerSettings) => Promise<TaskServer>): void {
  // Ctrl-C and service managers signal the whole group; when to end is for the pool to say.
  process.on('SIGINT', () => undefined);
  process.on('SIGTERM', () => undefined);
  // The bot is gone, however it went.
  process.on('disconnect', () => process.exit());

  let server: TaskServer | undefined;
  process.on('message', (message: StartMessage | TaskMessage) => {
    if (message.type === 'start') {
      start(message.settings).then(
        (started) => {
          server = started;
          send({ type: 'ready', ...started.about });
        },
        (error: unknown) => send({ type: 'start-failed', error: toWire(error) }),
      );
      return;
    }
    if (server === undefined) throw new Error('A task came before the worker was ready');
    void answer(server, message.task);
  });
}

async function answer(server: TaskServer, task: Task): Promise<void> {
  try {
    send({ type: 'done', result: await server.perform(task) });
  } catch (error) {
    send({ type: 'failed', error: toWire(error) });
  }
  // V8 sees small objects where a picture's pixels hang on them, and lets 64 MB of them gather.
  globalThis.gc?.();
}

function send(message: WorkerMessage): void {
  const sent: SentMessage = { ...message, rss: process.memoryUsage.rss() };
  process.send?.(sent);
}
