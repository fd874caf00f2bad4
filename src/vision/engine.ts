import { reasonOf } from '../errors/reason-of.ts';
import type { FaceEngine } from './types.ts';

export type EngineName = 'native' | 'face-api';

export interface ChosenEngine {
  readonly engine: FaceEngine;
  readonly name: EngineName;
  /** Why this one, in a few words for the log. */
  readonly reason: string;
}

/**
 * Loads an engine, ready to work, in the calling process, whose JavaScript its calls will block: for workers.
 * @param wanted `auto`: the native one where it loads, else face-api.
 * @throws Error what keeps the wanted engine from loading; with `auto`, what keeps both.
 */
export async function createEngine(wanted: EngineName | 'auto'): Promise<ChosenEngine> {
  if (wanted !== 'auto') return { engine: await loaders[wanted](), name: wanted, reason: 'by configuration' };
  try {
    return { engine: await loaders.native(), name: 'native', reason: 'it loads here' };
  } catch (error) {
    // No build of ONNX Runtime for this system (musl, unusual processors), or it was not installed.
    return {
      engine: await loadFaceApi(error),
      name: 'face-api',
      reason: `the native engine does not load here: ${reasonOf(error)}`,
    };
  }
}

/** Imported only when wanted: each brings hundreds of megabytes, and ONNX Runtime's import is what may fail. */
const loaders: Record<EngineName, () => Promise<FaceEngine>> = {
  native: async () => (await import('./onnx/engine.ts')).createOnnxEngine(),
  'face-api': async () => (await import('./face-api/engine.ts')).createFaceApiEngine(),
};

async function loadFaceApi(nativeFault: unknown): Promise<FaceEngine> {
  try {
    return await loaders['face-api']();
  } catch (error) {
    const faults = `native: ${reasonOf(nativeFault)}; face-api: ${reasonOf(error)}`;
    throw new Error(`No face engine loads here. ${faults}`, { cause: error });
  }
}
