/** The product's worker without the engine: a picture is decoded, and that is all. */
import './record-memory.ts';
import sharp from 'sharp';
import { decodePicture } from '../../src/vision/decode.ts';
import { serveTasks } from '../../src/vision/serve-tasks.ts';

sharp.concurrency(1);
sharp.cache(false);

serveTasks(async ({ limits }) => ({
  about: { engine: 'native', runtime: 'none', reason: 'decoding only', modelVersion: 'none' },
  perform: async ({ bytes }) => {
    const started = performance.now();
    const { width, height, format } = await decodePicture(bytes, limits, 'ignore');
    return {
      picture: { width, height, format },
      faces: [],
      modelVersion: 'none',
      timings: { decode: performance.now() - started, analyse: 0 },
    };
  },
}));
