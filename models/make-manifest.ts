/**
 * Makes models/manifest.json from the installed npm package: `node --import tsx models/make-manifest.ts [file]`.
 * The same package always gives the same bytes. Run it only after a deliberate change of the package's version,
 * and change the engines' model versions with it: descriptors of other weights cannot be compared.
 */
import { createHash } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import {
  type ModelManifest,
  manifestPath,
  manifestSchema,
  type NetworkEntry,
  type NetworkName,
  packageFolder,
} from '../src/vision/models.ts';

const packageName = '@vladmandic/face-api';

type About = Pick<NetworkEntry, 'purpose' | 'source' | 'licence'>;

const about: Record<NetworkName, About> = {
  ssd_mobilenetv1: {
    purpose: 'Finds faces in a square of 512 pixels a side. Trained on WIDER FACE.',
    source: 'https://github.com/yeephycho/tensorflow-face-detection, by way of face-api.js',
    licence: 'MIT',
  },
  tiny_face_detector: {
    purpose: 'Finds faces quickly, at any input size that is a multiple of 32.',
    source: 'https://github.com/justadudewhohacks/face-api.js',
    licence: 'MIT',
  },
  face_landmark_68: {
    purpose: 'Places 68 landmarks (iBUG 300-W order) in a square of 112 pixels a side around a face.',
    source: 'https://github.com/justadudewhohacks/face-api.js',
    licence: 'MIT',
  },
  face_recognition: {
    purpose: 'Describes an aligned face, 150 pixels a side, by 128 numbers: a ResNet with 29 convolutions.',
    source:
      'https://github.com/davisking/dlib-models, dlib_face_recognition_resnet_model_v1, by way of face-api.js',
    licence: 'public domain; the npm package: MIT',
  },
};

const descriptionSchema = z
  .array(
    z.object({
      paths: z.array(z.string()).length(1),
      weights: z.array(z.object({ name: z.string(), shape: z.array(z.int()) })),
    }),
  )
  .length(1);

async function describe(name: NetworkName, version: string): Promise<NetworkEntry> {
  const descriptionPath = `model/${name}_model-weights_manifest.json`;
  const weightsPath = `model/${name}_model.bin`;
  const text = await readFile(join(packageFolder(packageName), descriptionPath), 'utf8');
  const tensors = descriptionSchema.parse(JSON.parse(text)).flatMap((group) => group.weights);
  return {
    name,
    ...about[name],
    package: packageName,
    version,
    description: await describeFile(descriptionPath),
    weights: await describeFile(weightsPath),
    tensors: Object.fromEntries(tensors.map((tensor) => [tensor.name, tensor.shape])),
  };
}

async function describeFile(path: string) {
  const bytes = await readFile(join(packageFolder(packageName), path));
  return { path, bytes: bytes.byteLength, sha256: createHash('sha256').update(bytes).digest('hex') };
}

/** Two spaces a level, shapes on one line: as the formatter of this repository leaves it. */
function print(manifest: ModelManifest): string {
  const lists = /\[\s+(\d+(?:,\s+\d+)*)\s+\]/g;
  const text = JSON.stringify(manifest, null, 2).replace(
    lists,
    (_, numbers: string) => `[${numbers.replace(/\s+/g, ' ')}]`,
  );
  return `${text}\n`;
}

const { version } = z
  .object({ version: z.string() })
  .parse(JSON.parse(await readFile(join(packageFolder(packageName), 'package.json'), 'utf8')));
const names = Object.keys(about) as NetworkName[];
const manifest = manifestSchema.parse({
  networks: await Promise.all(names.map((name) => describe(name, version))),
});
await writeFile(process.argv[2] ?? manifestPath, print(manifest));
