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

/** One network, loaded. A run blocks the calling thread. */
export interface Network {
  /** @param shape of the pixels: [n, height, width, 3], RGB 0 to 255. */
  run(pixels: Float32Array, shape: readonly [number, number, number, number]): Promise<NetworkOutput>;
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
  return {
    async run(pixels, shape) {
      return onlyOutput(await session.run({ pixels: new runtime.Tensor('float32', pixels, shape) }));
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

/** Inputs of one size, one after the other, as a batch. */
export function stack(inputs: readonly Float32Array[]): Float32Array {
  const [first] = inputs;
  if (first !== undefined && inputs.length === 1) return first;
  const whole = new Float32Array(inputs.reduce((sum, input) => sum + input.length, 0));
  let offset = 0;
  for (const input of inputs) {
    whole.set(input, offset);
    offset += input.length;
  }
  return whole;
}
