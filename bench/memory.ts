// npm run bench:memory [-- --images 5000] [--workers 2] [--engine native|face-api]
// Memory of the vision workers over many pictures, compiled as in the product. Ends with code 1 when it grows.
import { parseArgs } from 'node:util';
import { benchMemory } from './vision/memory.ts';

const { values } = parseArgs({
  options: {
    images: { type: 'string', default: '5000' },
    workers: { type: 'string', default: '2' },
    engine: { type: 'string', default: 'native' },
  },
});
const { images, workers, engine } = values;
if (engine !== 'native' && engine !== 'face-api') throw new RangeError(`there is no engine "${engine}"`);
const flat = await benchMemory({ images: Number(images), workers: Number(workers), engine });
process.exitCode = flat ? 0 : 1;
