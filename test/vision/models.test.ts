import { execFile } from 'node:child_process';
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import {
  ModelFileError,
  manifestPath,
  networkNames,
  packageFolder,
  readManifest,
  readNetwork,
} from '../../src/vision/models.ts';

const run = promisify(execFile);
const manifest = await readManifest();
const weightsFile = 'model/face_landmark_68_model.bin';

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'kith-models-'));
});

afterEach(async () => {
  await rm(folder, { recursive: true });
});

/** A copy of the installed models, to be spoiled. */
async function copyModels(): Promise<(name: string) => string> {
  await cp(join(packageFolder('@vladmandic/face-api'), 'model'), join(folder, 'model'), { recursive: true });
  return () => folder;
}

describe('readNetwork', () => {
  test('gives each network of the manifest, with the tensors that the manifest lists', async () => {
    expect(manifest.networks.map(({ name }) => name)).toEqual(networkNames);
    for (const { name, tensors, weights } of manifest.networks) {
      const stored = await readNetwork(manifest, name);
      expect(stored.weights.byteLength).toBe(weights.bytes);
      const [group] = JSON.parse(stored.description) as [{ weights: { name: string; shape: number[] }[] }];
      expect(Object.fromEntries(group.weights.map((tensor) => [tensor.name, tensor.shape]))).toEqual(tensors);
    }
  });

  test('refuses weights of which one bit has changed', async () => {
    const folderOf = await copyModels();
    const weights = await readFile(join(folder, weightsFile));
    weights.writeUInt8(weights.readUInt8(1000) ^ 1, 1000);
    await writeFile(join(folder, weightsFile), weights);
    const refused = readNetwork(manifest, 'face_landmark_68', folderOf);
    await expect(refused).rejects.toThrow(ModelFileError);
    await expect(refused).rejects.toThrow(
      /model\/face_landmark_68_model\.bin of @vladmandic\/face-api 1\.7\.15 is not the one in models\/manifest\.json/,
    );
    await expect(readNetwork(manifest, 'tiny_face_detector', folderOf)).resolves.toBeDefined();
  });

  test('refuses a changed description, which could rescale the weights', async () => {
    const folderOf = await copyModels();
    const path = join(folder, 'model/face_landmark_68_model-weights_manifest.json');
    await writeFile(path, (await readFile(path, 'utf8')).replace('"scale":0.00', '"scale":0.01'));
    await expect(readNetwork(manifest, 'face_landmark_68', folderOf)).rejects.toThrow(
      /weights_manifest\.json/,
    );
  });

  test('refuses a missing file and says what to do', async () => {
    const folderOf = await copyModels();
    await rm(join(folder, weightsFile));
    await expect(readNetwork(manifest, 'face_landmark_68', folderOf)).rejects.toThrow(
      /Cannot read the model file model\/face_landmark_68_model\.bin.*npm ci/,
    );
  });
});

test('make-manifest.ts makes the committed manifest from the installed package', async () => {
  const script = fileURLToPath(new URL('../../models/make-manifest.ts', import.meta.url));
  const made = join(folder, 'manifest.json');
  await run(process.execPath, ['--import', 'tsx', script, made]);
  expect(await readFile(made, 'utf8')).toBe(await readFile(manifestPath, 'utf8'));
});
