// A process of its own for each way through the pipeline, so that none works in another's memory.
import { readFile } from 'node:fs/promises';
import sharp from 'sharp';
import { analysePicture } from '../../src/vision/analyse-picture.ts';
import { decodePicture } from '../../src/vision/decode.ts';
import { decodeLimits } from '../../src/vision/decode-limits.ts';
import { createFaceApiEngine } from '../../src/vision/face-api/engine.ts';
import { createOnnxEngine } from '../../src/vision/onnx/engine.ts';
import { analyseAsFaceApi } from '../../src/vision/onnx/face-api-parity.ts';
import { openNetworks } from '../../src/vision/onnx/networks.ts';
import type { FaceEngine } from '../../src/vision/types.ts';
import { groupPhotos } from '../../test/photos.ts';

type Way = (bytes: Uint8Array) => Promise<unknown>;

const through =
  (engine: FaceEngine, effort: 'fast' | 'thorough'): Way =>
  (bytes) =>
    analysePicture(engine, bytes, { effort }, decodeLimits);

/** Each finds and encodes the faces of a picture file. */
const ways: Readonly<Record<string, () => Promise<Way>>> = {
  'face-api on WebAssembly': async () => through(await createFaceApiEngine(), 'fast'),
  'native, the same steps': async () => {
    const networks = await openNetworks({ threads: 1, modelDirectory: undefined });
    return async (bytes) =>
      analyseAsFaceApi(networks, (await decodePicture(bytes, decodeLimits, 'ignore')).image);
  },
  'native, fast': async () => through(await createOnnxEngine(), 'fast'),
  'native, thorough': async () => through(await createOnnxEngine(), 'thorough'),
  'decoding alone': async () => (bytes) => decodePicture(bytes, decodeLimits, 'ignore'),
};

export interface PassReport {
  /** Milliseconds for the six pictures. */
  readonly cpu: number;
  readonly wall: number;
}

sharp.concurrency(1);
sharp.cache(false);

const files = await Promise.all(groupPhotos.map(({ path }) => readFile(path)));
const start = ways[process.argv[2] ?? ''];
if (start === undefined) throw new Error('the name of a way is needed');
const way = await start();

process.on('message', async () => {
  const cpuBefore = process.cpuUsage();
  const started = performance.now();
  for (const bytes of files) await way(bytes);
  const wall = performance.now() - started;
  const { user, system } = process.cpuUsage(cpuBefore);
  process.send?.({ cpu: (user + system) / 1000, wall } satisfies PassReport);
});
process.send?.('ready');
