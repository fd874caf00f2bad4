import { faceQuality } from '../quality.ts';
import type { EngineOptions, Face, FaceEngine, RawImage } from '../types.ts';
import { alignment } from './alignment.ts';
import { chipSide, landmarkSide, type Networks, openNetworks } from './networks.ts';
import type { Detection } from './non-maximum-suppression.ts';
import { Pyramid } from './pyramid.ts';
import { sample, type Transform } from './sample.ts';
import { ssdGranularity, ssdSide } from './ssd.ts';

export interface OnnxEngineOptions {
  /** Threads of one network run. By default one. */
  readonly threads?: number;
  /** Where the ONNX files are kept. By default `models/onnx`, or the user's cache where that is read-only. */
  readonly modelDirectory?: string;
}

const minimumScore = 0.5;

/**
 * The native engine: face-api's networks on ONNX Runtime, with dlib's alignment.
 * @throws Error where ONNX Runtime does not load; ModelFileError when the networks cannot be made.
 */
export async function createOnnxEngine(options: OnnxEngineOptions = {}): Promise<FaceEngine> {
  const { threads = 1, modelDirectory } = options;
  return new OnnxEngine(await openNetworks({ threads, modelDirectory }));
}

class OnnxEngine implements FaceEngine {
  readonly name = 'onnxruntime';
  readonly modelVersion = 'face-api-1.7.15/chip68+mirror';
  readonly chipSize = chipSide;
  readonly #networks: Networks;

  constructor(networks: Networks) {
    this.#networks = networks;
  }

  async analyse(image: RawImage, _options: EngineOptions): Promise<Face[]> {
    const pyramid = new Pyramid(image);
    const detections = await this.#detect(pyramid);
    const landmarks = await this.#placeLandmarks(pyramid, detections);
    const chips = landmarks.map((points) => {
      const pixels = sample(pyramid, alignment(points, chipSide), chipSide, chipSide);
      return { data: Uint8Array.from(pixels, Math.round), width: chipSide, height: chipSide };
    });
    const descriptors = await this.#networks.descriptors(
      chips.flatMap((chip) => [Float32Array.from(chip.data), mirrored(chip)]),
    );
    return detections.map(({ box, score }, i) => {
      const [points, chip, straight, mirror] = [
        landmarks[i],
        chips[i],
        descriptors[2 * i],
        descriptors[2 * i + 1],
      ];
      if (!points || !chip || !straight || !mirror)
        throw new Error('a network answered for fewer faces than it was given');
      const descriptor = straight.map((value, k) => (value + (mirror[k] ?? Number.NaN)) / 2);
      return { box, score, landmarks: points, chip, descriptor, quality: faceQuality(box, chip, points) };
    });
  }

  async dispose(): Promise<void> {
    await this.#networks.dispose();
  }

  async #detect(pyramid: Pyramid): Promise<Detection[]> {
    const { width, height } = pyramid.image;
    const scale = Math.max(width, height) / ssdSide;
    const side = (length: number) => Math.ceil(length / scale / ssdGranularity) * ssdGranularity;
    const transform: Transform = { xu: scale, xv: 0, x0: 0, yu: 0, yv: scale, y0: 0 };
    const [canvasWidth, canvasHeight] = [side(width), side(height)];
    const pixels = sample(pyramid, transform, canvasWidth, canvasHeight);
    const found = await this.#networks.ssd.detect(pixels, canvasWidth, canvasHeight, minimumScore);
    return found.map(({ box, score }) => ({
      score,
      box: { x: box.x * scale, y: box.y * scale, width: box.width * scale, height: box.height * scale },
    }));
  }

  async #placeLandmarks(pyramid: Pyramid, detections: readonly Detection[]): Promise<Float32Array[]> {
    const crops = detections.map(({ box }) => {
      const side = Math.max(box.width, box.height);
      const scale = side / landmarkSide;
      const x0 = box.x + (box.width - side) / 2;
      const y0 = box.y + (box.height - side) / 2;
      return { xu: scale, xv: 0, x0, yu: 0, yv: scale, y0 };
    });
    const points = await this.#networks.landmarks(
      crops.map((crop) => sample(pyramid, crop, landmarkSide, landmarkSide)),
    );
    return points.map((shape, i) => {
      const crop = crops[i];
      if (!crop) throw new Error('more answers than faces');
      return shape.map((value, k) => value * crop.xu + (k % 2 === 0 ? crop.x0 : crop.y0));
    });
  }
}

function mirrored({ data, width, height }: RawImage): Float32Array {
  const out = new Float32Array(data.length);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const target = (y * width + x) * 3;
      const source = (y * width + width - 1 - x) * 3;
      for (let channel = 0; channel < 3; channel++) out[target + channel] = data[source + channel] ?? 0;
    }
  }
  return out;
}
