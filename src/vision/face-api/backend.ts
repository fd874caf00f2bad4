import { createRequire } from 'node:module';
import { join } from 'node:path';
import { reasonOf } from '../../errors/reason-of.ts';
import { packageFolder } from '../models.ts';

export type FaceApi = typeof import('@vladmandic/face-api');

/** face-api's own types know only a part of TensorFlow.js. */
type TensorFlow = typeof import('@tensorflow/tfjs');

export interface Backend {
  readonly faceApi: FaceApi;
  readonly name: 'tfjs-node' | 'tfjs-wasm';
  /** Why not tfjs-node, where it is installed but does not load. */
  readonly fault?: string;
}

// face-api's builds are CommonJS: one for each TensorFlow.js backend, which it requires itself.
const require = createRequire(import.meta.url);

/**
 * Loads face-api on TensorFlow's C library where `@tensorflow/tfjs-node` is installed and works, else on the
 * WebAssembly backend, which always is there.
 */
export async function loadBackend(): Promise<Backend> {
  if (!isInstalled('@tensorflow/tfjs-node')) return { faceApi: await loadWasm(), name: 'tfjs-wasm' };
  try {
    return { faceApi: await loadNative(), name: 'tfjs-node' };
  } catch (error) {
    const fault = `tfjs-node is installed but does not load: ${reasonOf(error)}`;
    return { faceApi: await loadWasm(), name: 'tfjs-wasm', fault };
  }
}

function isInstalled(name: string): boolean {
  try {
    require.resolve(name);
    return true;
  } catch {
    return false;
  }
}

async function loadNative(): Promise<FaceApi> {
  const faceApi = require('@vladmandic/face-api/dist/face-api.node.js') as FaceApi;
  const tf = require('@tensorflow/tfjs-node') as TensorFlow;
  await tf.ready();
  return faceApi;
}

async function loadWasm(): Promise<FaceApi> {
  const wasm = require('@tensorflow/tfjs-backend-wasm') as typeof import('@tensorflow/tfjs-backend-wasm');
  const tf = require('@tensorflow/tfjs') as TensorFlow;
  const faceApi = require('@vladmandic/face-api/dist/face-api.node-wasm.js') as FaceApi;
  wasm.setWasmPaths(join(packageFolder('@tensorflow/tfjs-backend-wasm'), 'dist/'));
  if (!(await tf.setBackend('wasm')))
    throw new Error('The WebAssembly backend of TensorFlow.js does not start');
  await tf.ready();
  return faceApi;
}
