import { readFile } from 'node:fs/promises';
import { analysePicture } from '../../src/vision/analyse-picture.ts';
import { decodeLimits } from '../../src/vision/decode.ts';
import { createOnnxEngine } from '../../src/vision/onnx/engine.ts';
import { facelessPhotos, franckFrames, groupPhotos, portraits } from '../../test/photos.ts';
import { printTable } from '../table.ts';

/** Memory over many pictures in one thread: flat after the first tenth, or there is a leak. */
export async function soak(pictures: number): Promise<void> {
  const engine = await createOnnxEngine();
  const photos = [...groupPhotos, ...franckFrames, ...portraits, ...facelessPhotos];
  const files = await Promise.all(photos.map(({ path }) => readFile(path)));
  const rows: string[][] = [];
  for (let done = 0; done < pictures; done++) {
    const bytes = files[done % files.length];
    if (!bytes) throw new Error('no pictures');
    const effort = done % 10 === 0 ? 'thorough' : 'fast';
    await analysePicture(engine, bytes, { effort }, decodeLimits);
    if ((done + 1) % Math.ceil(pictures / 20) !== 0) continue;
    const { rss, heapUsed, external } = process.memoryUsage();
    rows.push([
      `${done + 1}`,
      ...[rss, heapUsed, external].map((bytesHeld) => (bytesHeld / 2 ** 20).toFixed(0)),
    ]);
  }
  printTable(['pictures', 'RSS, MB', 'JavaScript heap, MB', 'outside it, MB'], rows);
  await engine.dispose();
}
