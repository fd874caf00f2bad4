import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { NetworkName } from '../models.ts';

/** The same relative place from `src` and from `dist`. */
const models = new URL('../../../models/', import.meta.url);

/** Where the ONNX files are kept when that folder can be written. */
export const defaultModelDirectory = fileURLToPath(new URL('onnx/', models));
export const onnxManifestPath = fileURLToPath(new URL('onnx-manifest.json', models));

/** One network as conversion makes it of the weights that models/manifest.json names. */
export interface OnnxEntry {
  readonly file: string;
  readonly bytes: number;
  readonly sha256: string;
  /** Names, types and shapes, for people. */
  readonly input: string;
  readonly output: string;
}

export type OnnxManifest = Readonly<Record<NetworkName, OnnxEntry>>;

/** The committed manifest. It is a part of this package, so its shape is taken for granted; tests go through it. */
export async function readOnnxManifest(): Promise<OnnxManifest> {
  return JSON.parse(await readFile(onnxManifestPath, 'utf8')) as OnnxManifest;
}
