import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';

/** The networks whose weights are used, by the names their files have in the npm package. */
export const networkNames = [
  'ssd_mobilenetv1',
  'tiny_face_detector',
  'face_landmark_68',
  'face_recognition',
] as const;
export type NetworkName = (typeof networkNames)[number];

const fileSchema = z.strictObject({
  /** Within the package. */
  path: z.string(),
  bytes: z.int().positive(),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
});

const networkSchema = z.strictObject({
  name: z.enum(networkNames),
  purpose: z.string(),
  package: z.string(),
  version: z.string(),
  source: z.string(),
  licence: z.string(),
  /** TensorFlow.js' description of the tensors, and the tensors, 8 bits each with a scale and an offset. */
  description: fileSchema,
  weights: fileSchema,
  /** Shape of each tensor, in TensorFlow's order: height, width, channels in, channels out. */
  tensors: z.record(z.string(), z.array(z.int().positive())),
});
export type NetworkEntry = z.infer<typeof networkSchema>;
type ModelFile = z.infer<typeof fileSchema>;

export const manifestSchema = z.strictObject({ networks: z.array(networkSchema) });
export type ModelManifest = z.infer<typeof manifestSchema>;

/** The same relative place from `src` and from `dist`. */
export const manifestPath = fileURLToPath(new URL('../../models/manifest.json', import.meta.url));

/** The folder an npm package is installed in. */
export function packageFolder(name: string): string {
  return dirname(createRequire(import.meta.url).resolve(`${name}/package.json`));
}

export async function readManifest(path = manifestPath): Promise<ModelManifest> {
  return manifestSchema.parse(JSON.parse(await readFile(path, 'utf8')));
}

/** A network's weights as TensorFlow.js stores them. */
export interface StoredNetwork {
  /** The text of the `…-weights_manifest.json` file. */
  readonly description: string;
  readonly weights: Uint8Array<ArrayBuffer>;
}

/**
 * Reads a network from its npm package and checks that it is, to the byte, the one the manifest names: other
 * weights would give descriptors that cannot be compared with those already stored.
 * @throws ModelFileError
 */
export async function readNetwork(
  manifest: ModelManifest,
  name: NetworkName,
  folderOf = packageFolder,
): Promise<StoredNetwork> {
  const entry = manifest.networks.find((network) => network.name === name);
  if (entry === undefined) throw new ModelFileError(`The model manifest has no network ${name}`);
  const [description, weights] = await Promise.all([
    readChecked(entry, entry.description, folderOf),
    readChecked(entry, entry.weights, folderOf),
  ]);
  return { description: description.toString('utf8'), weights: new Uint8Array(weights) };
}

async function readChecked(
  entry: NetworkEntry,
  file: ModelFile,
  folderOf: (name: string) => string,
): Promise<Buffer> {
  const what = `${file.path} of ${entry.package} ${entry.version}`;
  let bytes: Buffer;
  try {
    bytes = await readFile(join(folderOf(entry.package), file.path));
  } catch (error) {
    throw new ModelFileError(`Cannot read the model file ${what}: run npm ci`, { cause: error });
  }
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  if (bytes.byteLength !== file.bytes || sha256 !== file.sha256) {
    throw new ModelFileError(
      `The model file ${what} is not the one in models/manifest.json: ` +
        `${bytes.byteLength} bytes with sha256 ${sha256}, expected ${file.bytes} with ${file.sha256}. Run npm ci`,
    );
  }
  return bytes;
}

/** A model file is missing or is not the expected one. The message says which and what to do. */
export class ModelFileError extends Error {
  override readonly name = 'ModelFileError';
}
