import { type Network, openNetwork, type SessionOptions } from './session.ts';
import { SsdDetector } from './ssd.ts';
import { TinyDetector } from './tiny.ts';

export const landmarkSide = 112;
export const chipSide = 150;
const landmarkValues = 136;
const descriptorValues = 128;

/** Inputs of one run: a face's ten crops at most. More gain little time and take memory in proportion. */
const batch = 10;

/** Draws the input of that number: RGB 0 to 255, rows from the top. What is left untouched is of another picture. */
export type Drawing = (pixels: Float32Array, index: number) => void;

/** The four networks of one worker. One picture at a time: their inputs are drawn in the same memory. */
export interface Networks {
  readonly ssd: SsdDetector;
  readonly tiny: TinyDetector;
  /**
   * @param draw crops of 112 x 112 pixels.
   * @returns for each 68 points as x0, y0, x1, …, in pixels of the crop.
   */
  landmarks(count: number, draw: Drawing): Promise<Float32Array[]>;
  /**
   * @param draw chips of 150 x 150 pixels.
   * @returns for each 128 numbers.
   */
  descriptors(count: number, draw: Drawing): Promise<Float32Array[]>;
  dispose(): Promise<void>;
}

/** Runs a network on inputs of one square size, some at a time. */
async function runBatches(
  network: Network,
  count: number,
  draw: Drawing,
  { side, values }: { readonly side: number; readonly values: number },
): Promise<Float32Array[]> {
  const results: Float32Array[] = [];
  const length = side * side * 3;
  for (let start = 0; start < count; start += batch) {
    const shape = [Math.min(batch, count - start), side, side, 3] as const;
    const pixels = network.input(shape);
    for (let i = 0; i < shape[0]; i++) draw(pixels.subarray(i * length, (i + 1) * length), start + i);
    const { data } = await network.run(shape);
    for (let i = 0; i < shape[0]; i++) results.push(data.slice(i * values, (i + 1) * values));
  }
  return results;
}

/** Loads the networks, making their files first when they are missing. */
export async function openNetworks(options: SessionOptions): Promise<Networks> {
  const ssd = await openNetwork('ssd_mobilenetv1', options);
  const tiny = await openNetwork('tiny_face_detector', options);
  const landmarks = await openNetwork('face_landmark_68', options);
  const recognition = await openNetwork('face_recognition', options);
  return {
    ssd: new SsdDetector(ssd),
    tiny: new TinyDetector(tiny),
    landmarks: async (count, draw) => {
      const shares = await runBatches(landmarks, count, draw, { side: landmarkSide, values: landmarkValues });
      return shares.map((points) => points.map((share) => share * landmarkSide));
    },
    descriptors: (count, draw) =>
      runBatches(recognition, count, draw, { side: chipSide, values: descriptorValues }),
    dispose: async () => {
      for (const network of [ssd, tiny, landmarks, recognition]) await network.dispose();
    },
  };
}
