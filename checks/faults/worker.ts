import { execFile } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import sharp from 'sharp';
import { visionWorkerOf } from '../../test/e2e/processes.ts';
import { franckFrames } from '../../test/photos.ts';
import type { Fault } from './fault.ts';
import type { FaultStage } from './stage.ts';

const failed = /did not get to the end of that picture/;

interface HarmOptions {
  readonly onlyFirst?: boolean;
  /** What is asked about, if it matters. */
  readonly photo?: () => Promise<Uint8Array>;
}

/** Harms the worker that is there when somebody asks, and those after it, until they are told something. */
async function harmWorkers(
  stage: FaultStage,
  harm: (worker: number) => Promise<void> | void,
  { onlyFirst = false, photo }: HarmOptions,
): Promise<string> {
  let isOver = false;
  const asked = stage.ask('photo.jpg', await photo?.()).finally(() => {
    isOver = true;
  });
  let last = 0;
  while (!isOver) {
    const worker = await visionWorkerOf(stage.bot.pid).catch(() => last);
    if (worker !== last && (last === 0 || !onlyFirst)) await harm(worker);
    last = worker;
    await sleep(20);
  }
  return await asked;
}

function workerFault(
  name: string,
  harm: (worker: number) => Promise<void> | void,
  { onlyFirst, photo, ...options }: Partial<Fault> & HarmOptions = {},
): Fault {
  return {
    name,
    tells: failed,
    recoversWithinMs: 10_000,
    database: 'line',
    ...options,
    async run(stage) {
      const seen = await harmWorkers(stage, harm, {
        ...(onlyFirst && { onlyFirst }),
        ...(photo && { photo }),
      });
      return { seen, recoveryMs: await stage.untilAnswered() };
    },
  };
}

export const workerKilled = workerFault(
  'A vision worker is killed',
  (worker) => {
    process.kill(worker, 'SIGKILL');
  },
  { tells: /did not get to the end of that picture|\*\*Franck\*\*/ },
);

/** Stopped, it answers as much as one in an endless loop: only its end helps. */
export const workerHangs = workerFault(
  'A vision worker never ends with a picture',
  (worker) => {
    process.kill(worker, 'SIGSTOP');
  },
  { isSlow: true, onlyFirst: true },
);

export const workerOutOfMemory = workerFault(
  'A vision worker gets no more memory',
  async (worker) => {
    await promisify(execFile)('prlimit', ['--pid', String(worker), '--as=1048576']);
  },
  {
    isSlow: true,
    // What it has is enough for a small one.
    photo: () => sharp(franckFrames[0]?.path).resize(5_000).jpeg().toBuffer(),
    obstacle: () => (process.platform === 'linux' ? null : 'needs prlimit, so Linux'),
  },
);
