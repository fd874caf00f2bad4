import { afterAll, beforeAll, expect, test } from 'vitest';
import { decodePicture } from '../../src/vision/decode.ts';
import { type FaceApi, loadBackend } from '../../src/vision/face-api/backend.ts';
import { alignedBox } from '../../src/vision/face-api/box-alignment.ts';
import { createFaceApiEngine } from '../../src/vision/face-api/engine.ts';
import { packageFolder } from '../../src/vision/models.ts';
import { analyseAsFaceApi } from '../../src/vision/onnx/face-api-parity.ts';
import { type Networks, openNetworks } from '../../src/vision/onnx/networks.ts';
import { intersectionOverUnion } from '../../src/vision/onnx/non-maximum-suppression.ts';
import type { RawImage } from '../../src/vision/types.ts';
import { groupPhotos, type Photo, photoBytes } from '../photos.ts';
import { distance } from './descriptors.ts';

let faceApi: FaceApi;
let networks: Networks;
/** What face-api itself says to each group photo: it takes a second for each, so all tests compare with one run. */
const reference = new Map<string, { image: RawImage; faces: FaceApiAnswer }>();

beforeAll(async () => {
  ({ faceApi } = await loadBackend());
  const models = `${packageFolder('@vladmandic/face-api')}/model`;
  const { ssdMobilenetv1, tinyFaceDetector, faceLandmark68Net, faceRecognitionNet } = faceApi.nets;
  for (const net of [ssdMobilenetv1, tinyFaceDetector, faceLandmark68Net, faceRecognitionNet]) {
    await net.loadFromDisk(models);
  }
  networks = await openNetworks({ threads: 1, modelDirectory: undefined });
  for (const photo of groupPhotos) reference.set(photo.name, await askFaceApi(photo));
}, 120_000);

afterAll(async () => {
  await networks.dispose();
});

/** Hands a picture to face-api as a tensor and frees it. */
async function withTensor<Result>(
  { data, width, height }: RawImage,
  use: (tensor: Tensor) => Promise<Result>,
) {
  const tensor = faceApi.tf.tensor3d(new Float32Array(data), [height, width, 3], 'float32');
  try {
    return await use(tensor);
  } finally {
    tensor.dispose();
  }
}

type Tensor = ReturnType<FaceApi['tf']['tensor3d']>;

async function askFaceApi(photo: Photo) {
  const { image } = await decodePicture(await photoBytes(photo));
  return { image, faces: await withTensor(image, describe) };
}

const describe = async (tensor: Tensor) =>
  faceApi.detectAllFaces(tensor).withFaceLandmarks().withFaceDescriptors();

type FaceApiAnswer = Awaited<ReturnType<typeof describe>>;

function largestDifference(a: ArrayLike<number>, b: ArrayLike<number>): number {
  expect(a.length).toBe(b.length);
  return Math.max(...Array.from(a, (value, i) => Math.abs(value - (b[i] ?? Number.NaN))));
}

test('the converted networks answer as face-api does, on all 22 faces', async () => {
  let faces = 0;
  for (const { image, faces: theirs } of reference.values()) {
    const ours = await analyseAsFaceApi(networks, image);
    expect(ours).toHaveLength(theirs.length);
    faces += theirs.length;
    for (const [i, { detection, landmarks, descriptor }] of theirs.entries()) {
      const face = ours[i];
      if (!face) throw new Error('fewer faces');
      const { x, y, width, height } = detection.box;
      expect(intersectionOverUnion(face.box, { x, y, width, height })).toBeGreaterThan(0.9999);
      expect(Math.abs(face.score - detection.score)).toBeLessThan(1e-5);
      const points = landmarks.positions.flatMap((point) => [point.x, point.y]);
      expect(largestDifference(face.landmarks, points)).toBeLessThan(0.001);
      expect(largestDifference(face.descriptor, descriptor)).toBeLessThan(1e-5);
    }
  }
  expect(faces).toBe(22);
});

test('the engine on TensorFlow.js finds, aligns and describes the same faces', async () => {
  const { image, faces: theirs } = reference.get('sample4') ?? { faces: [] };
  if (image === undefined) throw new Error('face-api was not asked about sample4');
  const engine = await createFaceApiEngine();
  const ours = await engine.analyse(image, { effort: 'fast' });
  await engine.dispose();
  expect(ours).toHaveLength(theirs.length);
  for (const [i, { detection, landmarks, descriptor }] of theirs.entries()) {
    const face = ours[i];
    if (!face) throw new Error('fewer faces');
    expect(face.score).toBeCloseTo(detection.score, 2);
    for (const side of ['x', 'y', 'width', 'height'] as const) {
      // face-api rounds the size of the shrunk picture, which moves boxes by up to 0.1 %.
      expect(Math.abs(face.box[side] - detection.box[side])).toBeLessThan(1);
    }
    expect(distance(face.descriptor, descriptor)).toBeLessThan(0.1);
    const points = Float32Array.from(landmarks.positions.flatMap(({ x, y }) => [x, y]));
    const { x, y, width, height } = landmarks.align(null, { useDlibAlignment: true });
    expect(alignedBox(points)).toEqual({ x, y, width, height });
  }
});

test('so does the small detector', async () => {
  const { image } = await decodePicture(await photoBytes('marc'));
  // A square whose side is a multiple of 32, so that neither side resamples it.
  const side = 384;
  const square = new Uint8Array(side * side * 3);
  for (let y = 0; y < side; y++) {
    square.set(image.data.subarray(y * image.width * 3, (y * image.width + side) * 3), y * side * 3);
  }
  const options = new faceApi.TinyFaceDetectorOptions({ inputSize: side, scoreThreshold: 0.3 });
  const theirs = await withTensor({ data: square, width: side, height: side }, async (tensor) =>
    faceApi.detectAllFaces(tensor, options),
  );
  const ours = await networks.tiny.detect(side, 0.3, (canvas) => canvas.set(square));
  expect(theirs.length).toBeGreaterThan(0);
  expect(ours).toHaveLength(theirs.length);
  for (const [i, { box, score }] of theirs.entries()) {
    const face = ours[i];
    if (!face) throw new Error('fewer faces');
    const { x, y, width, height } = box;
    const difference = largestDifference(Object.values(face.box), [x, y, width, height]);
    expect(difference).toBeLessThan(0.01);
    expect(Math.abs(face.score - score)).toBeLessThan(1e-4);
  }
});
