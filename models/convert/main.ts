/**
 * Makes the ONNX networks from the weights in the npm package `@vladmandic/face-api`: `npm run models`.
 * With `--update-manifest` it also rewrites models/onnx-manifest.json, after a change of the conversion or the weights.
 */
import { createHash } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { type NetworkName, networkNames } from '../../src/vision/models.ts';
import { convert } from '../../src/vision/onnx/convert/convert.ts';
import { findModel } from '../../src/vision/onnx/model-store.ts';
import { type OnnxEntry, onnxManifestPath, readOnnxManifest } from '../../src/vision/onnx/onnx-manifest.ts';

const shapes: Readonly<Record<NetworkName, Pick<OnnxEntry, 'input' | 'output'>>> = {
  ssd_mobilenetv1: {
    input: 'pixels float32 [n, h, w, 3], 0 to 255',
    output: 'predictions float32 [n, anchors, 5]',
  },
  tiny_face_detector: {
    input: 'pixels float32 [n, h, w, 3], 0 to 255',
    output: 'predictions float32 [n, rows, columns, 25]',
  },
  face_landmark_68: {
    input: 'pixels float32 [n, 112, 112, 3], 0 to 255',
    output: 'landmarks float32 [n, 136]',
  },
  face_recognition: {
    input: 'pixels float32 [n, 150, 150, 3], 0 to 255',
    output: 'descriptors float32 [n, 128]',
  },
};

async function describe(network: NetworkName): Promise<[NetworkName, OnnxEntry]> {
  const bytes = await convert(network);
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  return [network, { file: `${network}.onnx`, bytes: bytes.length, sha256, ...shapes[network] }];
}

if (process.argv.includes('--update-manifest')) {
  const entries = await Promise.all(networkNames.map(describe));
  await writeFile(onnxManifestPath, `${JSON.stringify(Object.fromEntries(entries), null, 2)}\n`);
}
const manifest = await readOnnxManifest();
for (const network of networkNames) {
  const started = performance.now();
  const model = await findModel(network);
  const place = typeof model === 'string' ? model : 'nowhere to keep it';
  console.log(`${manifest[network].bytes} bytes  ${Math.round(performance.now() - started)} ms  ${place}`);
}
