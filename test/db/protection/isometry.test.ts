import { describe, expect, it } from 'vitest';
import { deriveGuildKey } from '../../../src/db/protection/guild-key.ts';
import { masterKey } from '../../../src/db/protection/master-key.ts';
import { normalStream } from '../../../src/db/protection/normal-stream.ts';
import { searchCube, searchCubeOfQuery, searchRadius } from '../../../src/db/protection/search-cube.ts';
import { loadSearchSubspace } from '../../../src/db/protection/search-subspace.ts';

const master = masterKey(new Uint8Array(32).fill(1));
const salt = new Uint8Array(32).fill(2);
const key = (changes: { guildId?: string; salt?: Uint8Array; master?: typeof master } = {}) =>
  deriveGuildKey(changes.master ?? master, changes.guildId ?? '1', {
    keyId: '1',
    salt: changes.salt ?? salt,
  });

const normal = normalStream(new Uint8Array(32).fill(3));
/** As long as real ones, with their mean. */
const descriptors = Array.from({ length: 40 }, () =>
  Float32Array.from({ length: 128 }, (_, index) => Math.sin(index) * 0.16 + normal() * 0.053),
);

function distance(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let sum = 0;
  for (let index = 0; index < a.length; index += 1) sum += ((a[index] ?? 0) - (b[index] ?? 0)) ** 2;
  return Math.sqrt(sum);
}

const pairs = descriptors.flatMap((a, index) => descriptors.slice(0, index).map((b) => [a, b] as const));

describe('what is stored of descriptors', () => {
  it('has their distances, and none of their numbers or lengths', () => {
    const { isometry } = key();
    for (const [a, b] of pairs) {
      expect(Math.abs(distance(isometry.apply(a), isometry.apply(b)) - distance(a, b))).toBeLessThan(1e-12);
    }
    const zero = new Float64Array(128);
    for (const descriptor of descriptors) {
      const stored = isometry.apply(descriptor);
      expect(distance(stored, descriptor)).toBeGreaterThan(5);
      expect(Math.abs(distance(stored, zero) - distance(descriptor, zero))).toBeGreaterThan(5);
    }
  });

  it('gives them back, to the bit, with the key', () => {
    const { isometry } = key();
    for (const descriptor of descriptors) {
      expect(Float32Array.from(isometry.invert(isometry.apply(descriptor)))).toEqual(descriptor);
    }
  });

  it('gives nothing back of fewer than 128 numbers', () => {
    expect(() => key().isometry.invert(new Float64Array(127))).toThrow(RangeError);
  });

  it('follows from master key, salt and guild, and differs with each of them', () => {
    const [descriptor = new Float32Array(128)] = descriptors;
    const stored = key().isometry.apply(descriptor);
    expect(key().isometry.apply(descriptor)).toEqual(stored);
    const others = [
      key({ guildId: '2' }),
      key({ salt: new Uint8Array(32).fill(9) }),
      key({ master: masterKey(new Uint8Array(32).fill(9)) }),
    ];
    for (const other of others) {
      expect(distance(other.isometry.apply(descriptor), stored)).toBeGreaterThan(5);
      expect(other.photoKey).not.toEqual(key().photoKey);
    }
    expect(key().photoKey).toHaveLength(32);
  });

  it('turns differences evenly: no stored number tells more of one than of another', () => {
    // The differences of one pair under many keys, a number at a time: their squares are of one size.
    const [a = new Float32Array(128), b = new Float32Array(128)] = descriptors;
    const sums = new Float64Array(128);
    const keys = Array.from({ length: 60 }, (_, guild) => key({ guildId: `${guild}` }).isometry);
    for (const isometry of keys) {
      const [x, y] = [isometry.apply(a), isometry.apply(b)];
      for (let index = 0; index < 128; index += 1)
        sums[index] = (sums[index] ?? 0) + ((x[index] ?? 0) - (y[index] ?? 0)) ** 2;
    }
    for (const block of [sums.subarray(0, 47), sums.subarray(47)]) {
      const mean = block.reduce((sum, value) => sum + value) / block.length;
      // 60 squares each: their sum varies by 18 % of the mean.
      expect(Math.min(...block)).toBeGreaterThan(mean * 0.3);
      expect(Math.max(...block)).toBeLessThan(mean * 2.2);
    }
  });
});

describe('the narrow cube', () => {
  it('bounds every distance from below, and a query is nowhere the smaller one', () => {
    const { isometry } = key();
    for (const [a, b] of pairs) {
      const [stored, query] = [searchCube(isometry.apply(a)), searchCubeOfQuery(isometry.apply(b))];
      expect(distance(stored, query)).toBeLessThanOrEqual(searchRadius(distance(a, b)));
      expect(query.every((value, index) => value > (stored[index] ?? Number.NaN))).toBe(true);
    }
  });

  it('is as near as the first 47 numbers, whatever they are', () => {
    for (const scale of [0, 1e-3, 1, 100]) {
      const [a, b] = [0, 1].map(() => Float64Array.from({ length: 128 }, () => normal() * scale));
      if (a === undefined || b === undefined) throw new Error('two vectors');
      const near = distance(a.subarray(0, 47), b.subarray(0, 47));
      expect(distance(searchCube(a), searchCube(b))).toBeCloseTo(near, 9);
      const raised = distance(searchCube(a), searchCubeOfQuery(b));
      expect(raised * raised - 48).toBeCloseTo(near * near, 8);
      // Just within, and no more than a trifle too wide.
      expect(raised).toBeLessThanOrEqual(searchRadius(near));
      expect(searchRadius(near)).toBeLessThan(raised * (1 + 1e-8));
    }
  });

  it('carries most of a distance: its directions are those along which the network’s last layer stretches', () => {
    const subspace = loadSearchSubspace();
    for (const [index, row] of subspace.entries()) {
      for (const [other, direction] of subspace.entries()) {
        const product = row.reduce((sum, value, column) => sum + value * (direction[column] ?? 0), 0);
        expect(product).toBeCloseTo(index === other ? 1 : 0, 6);
      }
    }
  });
});
