/**
 * Makes models/search-subspace.f32: `node --import tsx models/make-search-subspace.ts [file]`.
 *
 * The recognition network ends with a linear map from 256 features to the 128 numbers of a descriptor. Along that
 * map's leading right singular vectors descriptors of different people differ most, so the first 47 of them carry
 * about 86 % of a squared distance between strangers: see docs/decisions/0030-search.md. No photo is needed.
 *
 * What is stored depends on the file: once there are databases with faces, a different one needs a new key of every
 * guild (src/db/protection/guild-key.ts).
 */
import { writeFile } from 'node:fs/promises';
import { SEARCH_DIMENSIONS, searchSubspacePath } from '../src/db/protection/search-subspace.ts';
import { readManifest, readNetwork } from '../src/vision/models.ts';
import { Weights } from '../src/vision/onnx/convert/weights.ts';
import { eigenvectors } from './symmetric-eigenvectors.ts';

const weights = new Weights(await readNetwork(await readManifest(), 'face_recognition'));
const { data, shape } = weights.get('fc');
const [features = 0, size = 0] = shape;

const gram = Array.from({ length: size }, (_, row) =>
  Float64Array.from({ length: size }, (_, column) => {
    let sum = 0;
    for (let feature = 0; feature < features; feature += 1) {
      sum += (data[feature * size + row] ?? 0) * (data[feature * size + column] ?? 0);
    }
    return sum;
  }),
);

const leading = eigenvectors(gram).slice(0, SEARCH_DIMENSIONS);
const file = Buffer.alloc(SEARCH_DIMENSIONS * size * 4);
leading.forEach((vector, row) => {
  vector.forEach((value, column) => {
    file.writeFloatLE(value, (row * size + column) * 4);
  });
});
await writeFile(process.argv[2] ?? searchSubspacePath, file);
