import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { type NetworkName, networkNames } from '../models.ts';

/** The same relative place from `src` and from `dist`. */
const models = new URL('../../../models/', import.meta.url);

/** Where the ONNX files are kept when that folder can be written. */
export const defaultModelDirectory = fileURLToPath(new URL('onnx/', models));
export const onnxManifestPath = fileURLToPath(new URL('onnx-manifest.json', models));

const entrySchema = z.strictObject({
  file: z.string(),
  bytes: z.int().positive(),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  input: z.string(),
  output: z.string(),
});

const manifestSchema = z.record(z.enum(networkNames), entrySchema);

export type OnnxEntry = z.infer<typeof entrySchema>;
export type OnnxManifest = Readonly<Record<NetworkName, OnnxEntry>>;

/** The committed list of what conversion makes of the weights that models/manifest.json names. */
export async function readOnnxManifest(path = onnxManifestPath): Promise<OnnxManifest> {
  return manifestSchema.parse(JSON.parse(await readFile(path, 'utf8')));
}
