import { type FaceApi, loadBackend } from '../../src/vision/face-api/backend.ts';
import { packageFolder } from '../../src/vision/models.ts';
import { openNetworks } from '../../src/vision/onnx/networks.ts';
import { printTable } from '../table.ts';
import { type BenchOptions, measureInTurn, ratio } from './measure.ts';

/** Each network by itself, on the same random pixels, one thread. */
export async function benchNetworks({ quick }: BenchOptions): Promise<void> {
  const networks = await openNetworks({ threads: 1, modelDirectory: undefined });
  const { faceApi } = await loadBackend();
  const { ssdMobilenetv1, tinyFaceDetector, faceLandmark68Net, faceRecognitionNet } = faceApi.nets;
  const models = `${packageFolder('@vladmandic/face-api')}/model`;
  for (const net of [ssdMobilenetv1, tinyFaceDetector, faceLandmark68Net, faceRecognitionNet]) {
    await net.loadFromDisk(models);
  }
  const pixels = (side: number) => Float32Array.from({ length: side * side * 3 }, () => Math.random() * 255);
  const batch = (side: number, count: number) => Array.from({ length: count }, () => pixels(side));
  const wide = pixels(512).subarray(0, 512 * 352 * 3);
  const wasm = (inputs: readonly Float32Array[], side: number, run: (input: NetInput) => unknown) =>
    runWasm(faceApi, inputs, side, run);

  const rounds = quick ? 2 : 12;
  const rows: string[][] = [];
  const compare = async (name: string, native: () => Promise<unknown>, reference: () => Promise<void>) => {
    const cost = await measureInTurn(rounds, { native: async () => void (await native()), reference });
    rows.push([
      name,
      cost.reference.cpu.toFixed(1),
      cost.native.cpu.toFixed(1),
      ratio(cost.reference.cpu, cost.native.cpu),
    ]);
  };

  const canvas = pixels(512);
  const square = pixels(416);
  await compare(
    'SSD MobileNet v1, 512 x 512',
    () => networks.ssd.detect(512, 512, 0.5, (input) => input.set(canvas)),
    () => wasm([canvas], 512, (input) => ssdMobilenetv1.forwardInput(input)),
  );
  await compare(
    'SSD for a 3:2 picture: 512 x 352 / padded to a square',
    () => networks.ssd.detect(512, 352, 0.5, (input) => input.set(wide)),
    () => wasm([canvas], 512, (input) => ssdMobilenetv1.forwardInput(input)),
  );
  await compare(
    'TinyFaceDetector, 416 x 416',
    () => networks.tiny.detect(416, 0.5, (input) => input.set(square)),
    () => wasm([square], 416, (input) => tinyFaceDetector.forwardInput(input, 416)),
  );
  for (const count of [1, 8]) {
    const crops = batch(112, count);
    await compare(
      `landmarks, ${count} faces`,
      () => networks.landmarks(count, (input, i) => input.set(crops[i] ?? [])),
      () => wasm(crops, 112, (input) => faceLandmark68Net.forwardInput(input)),
    );
    const chips = batch(150, count);
    await compare(
      `recognition, ${count} faces`,
      () => networks.descriptors(count, (input, i) => input.set(chips[i] ?? [])),
      () => wasm(chips, 150, (input) => faceRecognitionNet.forwardInput(input)),
    );
  }
  printTable(['network', 'face-api wasm, CPU ms', 'native, CPU ms', 'ratio'], rows);
  await networks.dispose();
}

type NetInput = InstanceType<FaceApi['NetInput']>;

/** The WebAssembly backend computes when an operation is called: there is nothing to wait for or to read back. */
async function runWasm(
  { tf, NetInput }: FaceApi,
  inputs: readonly Float32Array[],
  side: number,
  run: (input: NetInput) => unknown,
): Promise<void> {
  tf.tidy(() => {
    run(new NetInput(inputs.map((input) => tf.tensor3d(input, [side, side, 3], 'float32'))));
  });
}
