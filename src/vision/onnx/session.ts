import type { InferenceSession } from 'onnxruntime-node';
import type { NetworkName } from '../models.ts';
import { findModel } from './model-store.ts';

export interface SessionOptions {
  /** Threads of one run. One: a worker is a thread, and two workers are faster than one with two threads. */
  readonly threads: number;
  readonly modelDirectory: string | undefined;
}

export interface NetworkOutput {
  readonly data: Float32Array;
  readonly shape: readonly number[];
}

export type Shape = readonly [count: number, height: number, width: number, channels: 3];

/** One network, loaded. A run blocks the calling thread. */
export interface Network {
  /**
   * Its input, to be filled before it is run: RGB 0 to 255. The memory is the same every time, as new memory for every
   * canvas costs more than drawing on it; so only one picture may be worked on at a time.
   */
  input(shape: Shape): Float32Array;
  run(shape: Shape): Promise<NetworkOutput>;
  dispose(): Promise<void>;
}

/**
 * Loads a network into ONNX Runtime.
 * @throws Error when ONNX Runtime has no binary for this system, ModelFileError when the model cannot be made.
 */
export async function openNetwork(network: NetworkName, options: SessionOptions): Promise<Network> {
  const runtime = await import('onnxruntime-node');
  const model = await findModel(network, options.modelDirectory);
  const settings = {
    intraOpNumThreads: options.threads,
    interOpNumThreads: 1,
    executionMode: 'sequential' as const,
    // Without the arena each run asks the system for its memory anew: slower, and not less of it (measured: 0010).
    enableCpuMemArena: true,
    enableMemPattern: false,
  } satisfies InferenceSession.SessionOptions;
  const session =
    typeof model === 'string'
      ? await runtime.InferenceSession.create(model, settings)
      : await runtime.InferenceSession.create(model, settings);
  let memory = new Float32Array(0);
  const input = ([count, height, width, channels]: Shape) => {
    const length = count * height * width * channels;
    if (memory.length < length) memory = new Float32Array(length);
    return memory.subarray(0, length);
  };
  return {
    input,
    async run(shape) {
      return onlyOutput(await session.run({ pixels: new runtime.Tensor('float32', input(shape), shape) }));
    },
    dispose: () => session.release(),
  };
}

function onlyOutput(outputs: InferenceSession.OnnxValueMapType): NetworkOutput {
  const [output] = Object.values(outputs);
  if (output === undefined || !(output.data instanceof Float32Array))
    throw new Error('A network gave no result');
  return { data: output.data, shape: output.dims };
}
