import { readFile } from 'node:fs/promises';
import { analysePicture } from '../../src/vision/analyse-picture.ts';
import { decodeLimits, decodePicture } from '../../src/vision/decode.ts';
import { createFaceApiEngine } from '../../src/vision/face-api/engine.ts';
import { createOnnxEngine } from '../../src/vision/onnx/engine.ts';
import { analyseAsFaceApi } from '../../src/vision/onnx/face-api-parity.ts';
import { openNetworks } from '../../src/vision/onnx/networks.ts';
import { groupPhotos } from '../../test/photos.ts';
import { printTable } from '../table.ts';
import { type BenchOptions, measureInTurn, ratio } from './measure.ts';

/** From a file's bytes to descriptors, one thread: six pictures of 1920 pixels with 22 faces. */
export async function benchPipeline({ quick }: BenchOptions): Promise<void> {
  const files = await Promise.all(groupPhotos.map(({ path }) => readFile(path)));
  const reference = await createFaceApiEngine();
  const native = await createOnnxEngine();
  const networks = await openNetworks({ threads: 1, modelDirectory: undefined });
  const all = async (use: (bytes: Uint8Array) => Promise<unknown>) => {
    for (const bytes of files) await use(bytes);
  };
  const costs = await measureInTurn(quick ? 1 : 5, {
    'face-api on WebAssembly': () =>
      all((bytes) => analysePicture(reference, bytes, { effort: 'fast' }, decodeLimits)),
    'native, the same steps': () =>
      all(async (bytes) => analyseAsFaceApi(networks, (await decodePicture(bytes)).image)),
    'native, fast: mirror images, close looks': () =>
      all((bytes) => analysePicture(native, bytes, { effort: 'fast' }, decodeLimits)),
    'native, thorough: tiles and five crops too': () =>
      all((bytes) => analysePicture(native, bytes, { effort: 'thorough' }, decodeLimits)),
    'decoding alone': () => all((bytes) => decodePicture(bytes)),
  });
  const slowest = costs['face-api on WebAssembly'].cpu;
  printTable(
    ['whole pipeline, one thread', 'CPU ms a picture', 'pictures/s', 'faces/s', 'ratio'],
    Object.entries(costs).map(([name, { cpu }]) => [
      name,
      (cpu / files.length).toFixed(0),
      ((1000 * files.length) / cpu).toFixed(1),
      ((1000 * 22) / cpu).toFixed(1),
      ratio(slowest, cpu),
    ]),
  );
  await Promise.all([reference.dispose(), native.dispose(), networks.dispose()]);
}
