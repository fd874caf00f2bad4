import { createHash, randomUUID } from 'node:crypto';
import { mkdir, open, rename, rm, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import path from 'node:path';
import type { NetworkName } from '../models.ts';
import { defaultModelDirectory, type OnnxEntry, readOnnxManifest } from './onnx-manifest.ts';

const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

function hasCode(error: unknown, ...codes: readonly string[]): boolean {
  return error instanceof Error && 'code' in error && codes.includes(String(error.code));
}

/** For a package folder that is read-only, as in a container or a system-wide install. */
function cacheDirectory(): string {
  return path.join(process.env.XDG_CACHE_HOME ?? path.join(homedir(), '.cache'), 'kith', 'models');
}

/**
 * Whether the file is there and unchanged. It is read through one small buffer: what a worker takes for a moment it
 * never gives back.
 */
async function isIntact(file: string, expected: string): Promise<boolean> {
  try {
    const handle = await open(file);
    try {
      const hash = createHash('sha256');
      const buffer = new Uint8Array(2 ** 20);
      for (;;) {
        const { bytesRead } = await handle.read(buffer);
        if (bytesRead === 0) return hash.digest('hex') === expected;
        hash.update(buffer.subarray(0, bytesRead));
      }
    } finally {
      await handle.close();
    }
  } catch (error) {
    if (hasCode(error, 'ENOENT', 'ENOTDIR', 'EACCES')) return false;
    throw error;
  }
}

/** Writes by rename, so that whoever reads at the same time sees all of the file or none of it. */
async function writeWhole(file: string, bytes: Uint8Array): Promise<void> {
  await mkdir(path.dirname(file), { recursive: true });
  const temporary = `${file}.${randomUUID()}.tmp`;
  try {
    await writeFile(temporary, bytes);
    await rename(temporary, file);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
}

async function make(network: NetworkName, { bytes, sha256: expected }: OnnxEntry): Promise<Uint8Array> {
  // Needed once on a machine: not loaded before, as it brings the description of the weights and its validation.
  const { convert } = await import('./convert/convert.ts');
  const made = await convert(network);
  if (made.length === bytes && sha256(made) === expected) return made;
  throw new Error(`Conversion made another ${network} network than the one in models/onnx-manifest.json`);
}

/**
 * A network's ONNX file, to the byte the one that the committed manifest lists. Makes it from the weights in the npm
 * package when it is missing or damaged; several workers or processes may do so at once.
 * @param directory where the files are kept; by default `models/onnx` or, where that is read-only, the user's cache.
 * @returns the path of the file, or its content where there is no place to keep it.
 * @throws ModelFileError when weights are missing, Error when they make another network than the manifest names.
 */
export async function findModel(network: NetworkName, directory?: string): Promise<string | Uint8Array> {
  const entry = (await readOnnxManifest())[network];
  const directories = directory === undefined ? [defaultModelDirectory, cacheDirectory()] : [directory];
  const places = directories.map((candidate) => path.join(candidate, entry.file));
  for (const place of places) {
    if (await isIntact(place, entry.sha256)) return place;
  }
  const made = await make(network, entry);
  for (const place of places) {
    try {
      await writeWhole(place, made);
      return place;
    } catch (error) {
      // Without a place to keep it the next start converts again, which takes a second.
      if (!hasCode(error, 'EACCES', 'EPERM', 'EROFS', 'ENOTDIR')) throw error;
    }
  }
  return made;
}
