/**
 * A worker process for tests that does what the "picture" tells it, in the product's own serving loop and pool: its
 * bytes are a command and a word. It notes each task it begins in the file that TASK_LOG names, and finds one face,
 * whose score is the number of the process.
 */
import { appendFileSync, existsSync, writeFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { UserError } from '../../src/errors/user-error.ts';
import { serveTasks } from '../../src/vision/serve-tasks.ts';
import type { Analysis } from '../../src/vision/types.ts';

const answer = (format: string): Analysis => ({
  picture: { width: 1, height: 1, format },
  faces: [
    {
      box: { x: 0, y: 0, width: 1, height: 1 },
      score: process.pid,
      landmarks: new Float32Array(136),
      descriptor: new Float32Array(128),
      quality: { size: 1, sharpness: 0, yaw: 0 },
    },
  ],
  modelVersion: 'faulty',
  timings: { decode: 0, analyse: 0 },
});

function eatMemory(): never {
  const hoard: unknown[] = [];
  for (;;) hoard.push(new Array(1_000_000).fill(0.5));
}

const commands: Record<string, (word: string) => Analysis | Promise<Analysis>> = {
  ok: (word) => answer(word),
  /** Waits until there is such a file. */
  wait: async (path) => {
    while (!existsSync(path)) await sleep(5);
    return answer('waited');
  },
  'user-error': () => {
    throw new UserError(
      'image-too-many-pixels',
      { megapixels: 70, maximum: 64 },
      { cause: new Error('why') },
    );
  },
  error: (word) => {
    throw new RangeError(word);
  },
  hang: () => {
    for (;;);
  },
  exit: (code) => process.exit(Number(code)),
  /** What a decoder does on a hostile picture, at worst. */
  'native-crash': () => {
    process.kill(process.pid, 'SIGSEGV');
    return new Promise(() => undefined);
  },
  uncaught: () => {
    setImmediate(() => {
      throw new Error('thrown outside of any task');
    });
    return new Promise(() => undefined);
  },
  /** Answers, and crashes afterwards, when nothing is asked of it. */
  'crash-later': () => {
    setTimeout(() => {
      throw new Error('thrown between tasks');
    }, 20);
    return answer('still here');
  },
  rejection: () => {
    void Promise.reject(new Error('a rejection that nobody handles'));
    return new Promise(() => undefined);
  },
  memory: eatMemory,
  /** Exits the first time, works the second. */
  'exit-once': (path) => {
    if (existsSync(path)) return answer('second try');
    writeFileSync(path, '');
    return process.exit(1);
  },
};

const log = process.env.TASK_LOG;
if (log === undefined) throw new Error('TASK_LOG is not set');

process.on('disconnect', () => process.on('exit', () => appendFileSync(log, 'ended with its pool\n')));

function refuseToStart(): void {
  if (existsSync(`${log}.spoiled`)) throw new Error('the models are spoiled');
}

serveTasks(async () => {
  refuseToStart();
  return {
    about: { engine: 'face-api', runtime: 'none', reason: 'for tests', modelVersion: 'faulty' },
    perform: async ({ bytes }) => {
      const text = Buffer.from(bytes).toString('utf8').trim();
      appendFileSync(log, `${text}\n`);
      const [command = '', word = ''] = text.split(' ');
      const perform = commands[command];
      if (perform === undefined) throw new Error(`no command ${command}`);
      return perform(word);
    },
  };
});
