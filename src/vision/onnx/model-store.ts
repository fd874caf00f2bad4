import { createHash, randomUUID } from 'node:crypto';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import path from 'node:path';
import { ModelFileError, type NetworkName } from '../models.ts';
import { convert } from './convert/convert.ts';
import { defaultModelDirectory, type OnnxManifest, readOnnxManifest } from './onnx-manifest.ts';

const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

function hasCode(error: unknown, ...codes: readonly string[]): boolean {
  return error instanceof Error && 'code' in error && codes.includes(String(error.code));
}

/** For a package folder that is read-only, as in a container or a system-wide install. */
function cacheDirectory(): string {
  return path.join(process.env.XDG_CACHE_HOME ?? path.join(homedir(), '.cache'), 'kith', 'models');
}

/** The file's bytes when it is there and unchanged. */
async function readVerified(file: string, expected: string): Promise<Uint8Array | undefined> {
  try {
    const bytes = await readFile(file);
    return sha256(bytes) === expected ? bytes : undefined;
  } catch (error) {
    if (hasCode(error, 'ENOENT', 'ENOTDIR', 'EACCES')) return undefined;
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

async function makeVerified(network: NetworkName, manifest: OnnxManifest): Promise<Uint8Array> {
  const bytes = await convert(network);
  if (sha256(bytes) !== manifest[network].sha256) {
    throw new ModelFileError(
      `Conversion made another ${network} network than the one in models/onnx-manifest.json`,
    );
  }
  return bytes;
}

/**
 * A network's ONNX file, unchanged since it was listed in the committed manifest. Makes it from the weights in the npm
 * package when it is missing or damaged; several workers or processes may do so at once.
 * @param directory where the files are kept; by default `models/onnx` or, where that is read-only, the user's cache.
 * @throws ModelFileError when weights are missing or make another network than the manifest names.
 */
export async function loadModel(network: NetworkName, directory?: string): Promise<Uint8Array> {
  const manifest = await readOnnxManifest();
  const { file, sha256: expected } = manifest[network];
  const directories = directory === undefined ? [defaultModelDirectory, cacheDirectory()] : [directory];
  for (const candidate of directories) {
    const found = await readVerified(path.join(candidate, file), expected);
    if (found) return found;
  }
  const made = await makeVerified(network, manifest);
  for (const candidate of directories) {
    try {
      await writeWhole(path.join(candidate, file), made);
      break;
    } catch (error) {
      // Without a place to keep it the next start converts again, which takes a second.
      if (!hasCode(error, 'EACCES', 'EPERM', 'EROFS', 'ENOTDIR')) throw error;
    }
  }
  return made;
}
