import { createHash } from 'node:crypto';
import { afterAll, beforeAll } from 'vitest';
import { VisionPool } from '../../src/vision/pool.ts';
import type { Analysis } from '../../src/vision/types.ts';

/** Of this process, by what was asked; the engine is the same in all files that ask. */
const analyses = new Map<string, Analysis>();

const { analyse } = VisionPool.prototype;

const endOfJpeg = Buffer.from([0xff, 0xd9]);

/** The same for copies of a photo (`copyOf`), which differ in what follows the picture. */
function hashOf(bytes: Uint8Array): string {
  const file = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const end = file.lastIndexOf(endOfJpeg);
  return createHash('sha256')
    .update(end === -1 ? file : file.subarray(0, end))
    .digest('base64');
}

/**
 * Called at the top of a file whose tests are about what is made of faces, not about how they are found: each photo
 * is analysed by the bot's own workers once, and not again whenever somebody enrols with it.
 */
export function rememberAnalyses(): void {
  beforeAll(() => {
    VisionPool.prototype.analyse = async function (bytes, request) {
      request.signal?.throwIfAborted();
      const key = `${this.modelVersion} ${request.effort} ${hashOf(bytes)}`;
      const analysis = analyses.get(key) ?? (await analyse.call(this, bytes, request));
      analyses.set(key, analysis);
      return structuredClone(analysis);
    };
  });
  afterAll(() => {
    VisionPool.prototype.analyse = analyse;
  });
}
