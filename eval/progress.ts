import type { SeenPicture } from './analyse-pictures.ts';

/** A file or a log of a run of hours should not fill with lines. */
const everyMs = { terminal: 500, file: 10_000 };

/**
 * Tells how far the pictures are: on a terminal in one line that is written over, else in a line now and then.
 * @returns to be called after each picture.
 */
export function pictureProgress(
  total: number,
  stream: NodeJS.WriteStream = process.stderr,
): (seen: SeenPicture) => void {
  const interval = stream.isTTY ? everyMs.terminal : everyMs.file;
  const started = performance.now();
  let last = started;
  let done = 0;
  let missed = 0;
  return ({ descriptor }) => {
    done++;
    if (descriptor === null) missed++;
    const now = performance.now();
    if (done < total && now - last < interval) return;
    last = now;
    const aSecond = (done * 1000) / (now - started);
    const left = done === total ? '' : `, about ${duration((total - done) / aSecond)} left`;
    const line = `${done} of ${total} pictures, ${aSecond.toFixed(1)} a second, ${missed} without a face${left}`;
    stream.write(stream.isTTY ? `\r${line}\x1b[K${done === total ? '\n' : ''}` : `${line}\n`);
  };
}

const duration = (seconds: number): string =>
  seconds < 90 ? `${Math.ceil(seconds)} s` : `${Math.ceil(seconds / 60)} min`;
