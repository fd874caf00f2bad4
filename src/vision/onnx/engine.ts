import { deferred } from '../deferred.ts';
import { faceQuality } from '../quality.ts';
import type { EngineOptions, Face, FaceEngine, RawImage } from '../types.ts';
import { describeFaces } from './describe-faces.ts';
import { FaceFinder } from './find-faces.ts';
import { chipSide, type Networks, openNetworks } from './networks.ts';
import { implausible, placeLandmarks } from './place-landmarks.ts';
import { Pyramid } from './pyramid.ts';

export interface OnnxEngineOptions {
  /** Threads of one network run. By default one. */
  readonly threads?: number;
  /** Where the ONNX files are kept. By default `models/onnx`, or the user's cache where that is read-only. */
  readonly modelDirectory?: string;
}

/**
 * The native engine: face-api's networks on ONNX Runtime, with more looks for faces and dlib's alignment.
 * @throws Error where ONNX Runtime does not load; ModelFileError when the networks cannot be made.
 */
export async function createOnnxEngine(options: OnnxEngineOptions = {}): Promise<FaceEngine> {
  const { threads = 1, modelDirectory } = options;
  return new OnnxEngine(await openNetworks({ threads, modelDirectory }));
}

class OnnxEngine implements FaceEngine {
  readonly name = 'onnxruntime';
  /** Weights, placing of the landmarks, cutting of the chip, averaging: whatever changes a descriptor. */
  readonly modelVersion = 'face-api-1.7.15/landmarks-1.1+mirror/chip68/mirror';
  readonly chipSize = chipSide;
  readonly #networks: Networks;
  readonly #finder: FaceFinder;
  #last: Promise<void> = Promise.resolve();

  constructor(networks: Networks) {
    this.#networks = networks;
    this.#finder = new FaceFinder(networks);
  }

  /** One picture at a time, as the networks have one memory each for what they see. */
  async analyse(image: RawImage, options: EngineOptions): Promise<Face[]> {
    const before = this.#last;
    const turn = deferred<void>();
    this.#last = turn.promise;
    await before;
    try {
      return await this.#analyse(image, options);
    } finally {
      turn.resolve();
    }
  }

  async #analyse(image: RawImage, options: EngineOptions): Promise<Face[]> {
    const pyramid = new Pyramid(image);
    const found = await this.#finder.find(pyramid, options);
    const placed = await placeLandmarks(this.#networks, pyramid, found);
    const faces = found.flatMap((face, i) => {
      const points = placed[i];
      return points && points.disagreement < implausible ? [{ ...face, landmarks: points.landmarks }] : [];
    });
    const described = await describeFaces(this.#networks, pyramid, faces, options);
    return described.map(({ box, score, landmarks, chip, descriptor }) => {
      return { box, score, landmarks, chip, descriptor, quality: faceQuality(box, chip, landmarks) };
    });
  }

  async dispose(): Promise<void> {
    await this.#networks.dispose();
  }
}
