import { createHash, randomUUID } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { networkNames, readManifest, readNetwork } from '../../src/vision/models.ts';
import { convert } from '../../src/vision/onnx/convert/convert.ts';
import { bytes, concatenate, float, int, message, text } from '../../src/vision/onnx/convert/protobuf.ts';
import { convolutionFilter, depthwiseFilter } from '../../src/vision/onnx/convert/tensor.ts';
import { Weights } from '../../src/vision/onnx/convert/weights.ts';
import { findModel } from '../../src/vision/onnx/model-store.ts';
import { readOnnxManifest } from '../../src/vision/onnx/onnx-manifest.ts';
import { ssdAnchors } from '../../src/vision/onnx/ssd.ts';

const sha256 = (content: Uint8Array) => createHash('sha256').update(content).digest('hex');

test('makes to the byte the networks that the manifest lists', async () => {
  const manifest = await readOnnxManifest();
  for (const network of networkNames) {
    const made = await convert(network);
    const { bytes: length, sha256: expected } = manifest[network];
    expect({ network, length: made.length, sha256: sha256(made) }).toEqual({
      network,
      length,
      sha256: expected,
    });
  }
});

test("computes the very anchors that are stored with the detector's weights", async () => {
  const weights = new Weights(await readNetwork(await readManifest(), 'ssd_mobilenetv1'));
  const stored = weights.get('Output/extra_dim');
  const anchors = ssdAnchors(512, 512);
  expect(stored.shape).toEqual([1, anchors.length, 4]);
  let worst = 0;
  anchors.forEach(({ x, y, width, height }, i) => {
    const corners = [y - height / 2, x - width / 2, y + height / 2, x + width / 2];
    corners.forEach((corner, k) => {
      worst = Math.max(worst, Math.abs(corner / 512 - (stored.data[i * 4 + k] ?? Number.NaN)));
    });
  });
  expect(worst).toBeLessThan(1e-4);
});

describe('weights', () => {
  const description = JSON.stringify([
    {
      paths: ['x.bin'],
      weights: [
        { name: 'a', shape: [2], dtype: 'float32', quantization: { dtype: 'uint8', scale: 0.5, min: -1 } },
        { name: 'b', shape: [1], dtype: 'float32' },
      ],
    },
  ]);
  const stored = Uint8Array.of(0, 4, 0, 0, 0x80, 0x3f);

  test('are read in order, whether they are stored in 8 bits or 32', () => {
    const weights = new Weights({ description, weights: stored });
    expect([...weights.get('a').data]).toEqual([-1, 1]);
    expect([...weights.get('b').data]).toEqual([1]);
    expect(() => weights.get('c')).toThrow('No tensor is named c');
  });

  test('of another length than described are refused', () => {
    expect(() => new Weights({ description, weights: stored.subarray(0, 5) })).toThrow('end within b');
    const longer = Uint8Array.of(...stored, 1);
    expect(() => new Weights({ description, weights: longer })).toThrow('1 bytes too many');
  });
});

test('writes the protocol buffers wire format', () => {
  // The examples of https://protobuf.dev/programming-guides/encoding/
  const hex = (content: Uint8Array) => Buffer.from(content).toString('hex');
  expect(hex(concatenate(int(1, 150)))).toBe('089601');
  expect(hex(concatenate(text(2, 'testing')))).toBe('120774657374696e67');
  expect(hex(concatenate(message(3, int(1, 150))))).toBe('1a03089601');
  expect(hex(concatenate(int(1, -2)))).toBe('08feffffffffffffffff01');
  expect(hex(concatenate(float(2, 1)))).toBe('150000803f');
  expect(hex(concatenate(bytes(16, Uint8Array.of(7))))).toBe('82010107');
});

test("turns TensorFlow's filters into ONNX's", () => {
  const counting = (length: number) => Float32Array.from({ length }, (_, i) => i);
  const full = convolutionFilter({ shape: [1, 2, 3, 2], data: counting(12) });
  expect(full.shape).toEqual([2, 3, 1, 2]);
  expect([...full.data]).toEqual([0, 6, 2, 8, 4, 10, 1, 7, 3, 9, 5, 11]);
  const depthwise = depthwiseFilter({ shape: [1, 2, 3, 1], data: counting(6) });
  expect(depthwise.shape).toEqual([3, 1, 1, 2]);
  expect([...depthwise.data]).toEqual([0, 3, 1, 4, 2, 5]);
});

describe('the model store', () => {
  const network = 'tiny_face_detector';
  let directory: string;
  let target: string;
  let expected: string;

  beforeAll(async () => {
    directory = await mkdtemp(path.join(tmpdir(), 'kith-models-'));
    const entry = (await readOnnxManifest())[network];
    target = path.join(directory, entry.file);
    expected = entry.sha256;
  });

  afterAll(async () => {
    await rm(directory, { recursive: true });
  });

  test('makes a missing file, for several at once', async () => {
    const several = Array.from({ length: 4 }, () => findModel(network, directory));
    expect(await Promise.all(several)).toEqual([target, target, target, target]);
    expect(await readdir(directory)).toEqual([path.basename(target)]);
    expect(sha256(await readFile(target))).toBe(expected);
  });

  test('repairs a damaged file', async () => {
    const whole = await readFile(target);
    for (const damaged of [whole.subarray(0, 1000), Buffer.from(whole).fill(1, 5000, 5004)]) {
      await writeFile(target, damaged);
      expect(await findModel(network, directory)).toBe(target);
      expect(sha256(await readFile(target))).toBe(expected);
    }
  });

  test('does without a place to keep it', async () => {
    const notAFolder = path.join(directory, randomUUID());
    await writeFile(notAFolder, '');
    const model = await findModel(network, path.join(notAFolder, 'models'));
    if (typeof model === 'string') throw new Error('kept where nothing can be kept');
    expect(sha256(model)).toBe(expected);
  });
});
