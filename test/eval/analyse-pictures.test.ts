import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { analysePictures } from '../../eval/analyse-pictures.ts';
import { type LossReason, WorkerLostError } from '../../src/vision/worker-process.ts';

const path = fileURLToPath(import.meta.url);

/** Looks at this file with an analyser whose workers are lost. */
const lookAndLose = (reason: LossReason) =>
  analysePictures(
    {
      modelVersion: 'test',
      analyse: () => Promise.reject(new WorkerLostError(reason, 'gone')),
      close: () => Promise.resolve(),
    },
    [path],
    { effort: 'thorough', concurrency: 1, onPicture: () => undefined },
  );

it.each(['crashed', 'timed-out'] as const)(
  'goes on after a picture whose worker %s, as a miss',
  async (reason) => {
    const { byPath } = await lookAndLose(reason);
    expect(byPath.get(path)).toEqual({ descriptor: null, faces: 0, unreadable: reason });
  },
);

it('stops when there are no workers any more', async () => {
  await expect(lookAndLose('not-started')).rejects.toThrow(`the analysis of ${path} failed`);
});
