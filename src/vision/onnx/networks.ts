import { type Network, openNetwork, type SessionOptions, stack } from './session.ts';
import { SsdDetector } from './ssd.ts';
import { TinyDetector } from './tiny.ts';

export const landmarkSide = 112;
export const chipSide = 150;
export const landmarkValues = 136;
export const descriptorValues = 128;

/** Inputs of one run: a face's ten crops at most. More gain little time and take memory in proportion. */
export const batch = 10;

/** The four networks of one worker. */
export interface Networks {
  readonly ssd: SsdDetector;
  readonly tiny: TinyDetector;
  /**
   * @param crops RGB 0 to 255, each 112 x 112 x 3.
   * @returns for each 68 points as x0, y0, x1, …, in pixels of the crop.
   */
  landmarks(crops: readonly Float32Array[]): Promise<Float32Array[]>;
  /**
   * @param chips RGB 0 to 255, each 150 x 150 x 3.
   * @returns for each 128 numbers.
   */
  descriptors(chips: readonly Float32Array[]): Promise<Float32Array[]>;
  dispose(): Promise<void>;
}

/** Runs a network on inputs of one square size, some at a time. */
async function runBatches(
  network: Network,
  inputs: readonly Float32Array[],
  side: number,
  values: number,
): Promise<Float32Array[]> {
  const results: Float32Array[] = [];
  for (let start = 0; start < inputs.length; start += batch) {
    const part = inputs.slice(start, start + batch);
    const { data } = await network.run(stack(part), [part.length, side, side, 3]);
    for (let i = 0; i < part.length; i++) results.push(data.slice(i * values, (i + 1) * values));
  }
  return results;
}

/** Loads the networks, making their files first when they are missing. */
export async function openNetworks(options: SessionOptions): Promise<Networks> {
  const opened: Network[] = [];
  const open = async (...[network]: Parameters<typeof openNetwork>) => {
    const result = await openNetwork(network, options);
    opened.push(result);
    return result;
  };
  const ssd = await open('ssd_mobilenetv1', options);
  const tiny = await open('tiny_face_detector', options);
  const landmarks = await open('face_landmark_68', options);
  const recognition = await open('face_recognition', options);
  return {
    ssd: new SsdDetector(ssd),
    tiny: new TinyDetector(tiny),
    landmarks: async (crops) =>
      (await runBatches(landmarks, crops, landmarkSide, landmarkValues)).map((points) =>
        points.map((value) => value * landmarkSide),
      ),
    descriptors: (chips) => runBatches(recognition, chips, chipSide, descriptorValues),
    dispose: async () => {
      for (const network of opened) await network.dispose();
    },
  };
}
