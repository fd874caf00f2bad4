import { type ModelManifest, readManifest, readNetwork } from '../models.ts';
import { faceQuality } from '../quality.ts';
import { type PixelRect, sampleSquare, wholeOf } from '../square-view.ts';
import type { EngineOptions, Face, FaceEngine, RawImage } from '../types.ts';
import { type Backend, type FaceApi, loadBackend } from './backend.ts';
import { alignedBox, clip, squareAround } from './box-alignment.ts';
import { type Detection, type Detector, detectFaces } from './detection.ts';

const detectorSize = 512;
const landmarkSize = 112;
const chipSize = 150;
const maximumFaces = 100;

/**
 * face-api's networks on TensorFlow.js, with face-api's own default alignment: the reference that the native engine
 * is checked against, and what runs where that one does not.
 * @throws ModelFileError when weights are missing or are not those of the manifest.
 */
export async function createFaceApiEngine(): Promise<FaceEngine> {
  const [backend, manifest] = await Promise.all([loadBackend(), readManifest()]);
  const networks = createNetworks(backend.faceApi);
  await loadWeights(backend.faceApi, networks, manifest);
  const engine = new FaceApiEngine(backend, networks);
  await engine.warmUp();
  return engine;
}

/** Networks of our own: those of `faceApi.nets` are shared by everybody in the process. */
function createNetworks({ SsdMobilenetv1, FaceLandmark68Net, FaceRecognitionNet }: FaceApi) {
  return {
    ssd_mobilenetv1: new SsdMobilenetv1(),
    face_landmark_68: new FaceLandmark68Net(),
    face_recognition: new FaceRecognitionNet(),
  };
}

type Networks = ReturnType<typeof createNetworks>;

async function loadWeights({ tf }: FaceApi, networks: Networks, manifest: ModelManifest): Promise<void> {
  type Groups = { weights: Parameters<typeof tf.io.decodeWeights>[1] }[];
  for (const name of Object.keys(networks) as (keyof Networks)[]) {
    const { description, weights } = await readNetwork(manifest, name);
    // Its shape is known: it is to the byte the file that the manifest names, which has one group of tensors.
    const groups = JSON.parse(description) as Groups;
    const tensors = groups.map((group) => tf.io.decodeWeights(weights.buffer, group.weights));
    networks[name].loadFromWeightMap(Object.assign({}, ...tensors));
  }
}

class FaceApiEngine implements FaceEngine {
  readonly name: string;
  readonly modelVersion = 'face-api-1.7.15/box';
  readonly chipSize = chipSize;
  readonly #faceApi: FaceApi;
  readonly #networks: Networks;

  constructor({ faceApi, name, fault }: Backend, networks: Networks) {
    this.name = `face-api on ${name}${fault === undefined ? '' : ` (${fault})`}`;
    this.#faceApi = faceApi;
    this.#networks = networks;
  }

  async analyse(image: RawImage, options: EngineOptions): Promise<Face[]> {
    const faces: Face[] = [];
    for (const detection of await detectFaces(image, this.#detect, options)) {
      const face = await this.#encode(image, detection);
      if (face !== undefined) faces.push(face);
    }
    return faces;
  }

  /** The first run of each network compiles and lays out its weights: better at the start than for somebody. */
  async warmUp(): Promise<void> {
    const nobody = blankImage(chipSize);
    await this.#detect(nobody, { left: 0, top: 0, side: chipSize }, 0.5);
    await this.#placeLandmarks(nobody, wholeOf(nobody));
    await this.#describe(nobody);
  }

  async dispose(): Promise<void> {
    for (const network of Object.values(this.#networks)) network.dispose();
  }

  readonly #detect: Detector = async (image, view, minimumScore) => {
    const pixels = sampleSquare(image, view, detectorSize);
    const found = await this.#run(pixels, detectorSize, (input) =>
      this.#networks.ssd_mobilenetv1.locateFaces(input, {
        minConfidence: minimumScore,
        maxResults: maximumFaces,
      }),
    );
    const scale = view.side / detectorSize;
    return found.map(({ box, score }) => ({
      box: {
        x: view.left + box.x * scale,
        y: view.top + box.y * scale,
        width: box.width * scale,
        height: box.height * scale,
      },
      score,
    }));
  };

  /** @returns undefined for a detection of which nothing lies within the picture. */
  async #encode(image: RawImage, { box, score }: Detection): Promise<Face | undefined> {
    const faceRect = clip(box, image);
    if (faceRect === undefined) return undefined;
    const landmarks = await this.#placeLandmarks(image, faceRect);
    const chipRect = clip(alignedBox(landmarks), image);
    if (chipRect === undefined) return undefined;
    const chip = cutChip(image, chipRect);
    const descriptor = await this.#describe(chip);
    return { box, score, landmarks, chip, descriptor, quality: faceQuality(box, chip, landmarks) };
  }

  async #placeLandmarks(image: RawImage, faceRect: PixelRect): Promise<Float32Array> {
    const view = squareAround(faceRect);
    const pixels = sampleSquare(image, view, landmarkSize, faceRect);
    const placed = await this.#run(pixels, landmarkSize, (input) =>
      this.#networks.face_landmark_68.detectLandmarks(input),
    );
    const scale = view.side / landmarkSize;
    const { positions } = single(placed);
    return Float32Array.from(positions.flatMap(({ x, y }) => [view.left + x * scale, view.top + y * scale]));
  }

  async #describe(chip: RawImage): Promise<Float32Array> {
    const described = await this.#run(Float32Array.from(chip.data), chipSize, (input) =>
      this.#networks.face_recognition.computeFaceDescriptor(input),
    );
    return single(described);
  }

  /** Hands a square picture to a network as a tensor, and frees the tensor whatever happens. */
  async #run<Result>(
    pixels: Float32Array,
    size: number,
    use: (input: Tensor) => Promise<Result>,
  ): Promise<Result> {
    const input = this.#faceApi.tf.tensor3d(pixels, [size, size, 3], 'float32');
    try {
      return await use(input);
    } finally {
      input.dispose();
    }
  }
}

/** face-api answers a batch with a list and one picture with one result; only one is ever asked for. */
function single<Result extends object>(answer: Result | Result[]): Result {
  const first = Array.isArray(answer) ? answer[0] : answer;
  if (first === undefined) throw new Error('A network gave no result');
  return first;
}

const blankImage = (side: number): RawImage => ({
  data: new Uint8Array(side * side * 3),
  width: side,
  height: side,
});

type Tensor = ReturnType<FaceApi['tf']['tensor3d']>;

/** What is embedded is the chip in whole 8-bit steps, so that anybody who has the chip can repeat it. */
function cutChip(image: RawImage, rect: PixelRect): RawImage {
  const pixels = sampleSquare(image, squareAround(rect), chipSize, rect);
  return { data: Uint8Array.from(pixels, Math.round), width: chipSize, height: chipSize };
}
