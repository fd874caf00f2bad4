import { readFile } from 'node:fs/promises';
import { loadSearchSubspace } from '../../src/db/protection/search-subspace.ts';

const N = 128;

/** Descriptors one after the other, and questions about them that are not among them. */
export interface Material {
  readonly gallery: Float32Array;
  readonly queries: readonly Float32Array[];
  readonly source: string;
}

export function at(all: Float32Array, index: number): Float32Array {
  return all.subarray(index * N, (index + 1) * N);
}

/** A file of real descriptors, 128 float32 each, little-endian. Every n-th is a query and not in the gallery. */
export async function readMaterial(path: string, faces: number, queries: number): Promise<Material> {
  const file = await readFile(path);
  const all = new Float32Array(file.buffer.slice(file.byteOffset, file.byteOffset + file.byteLength));
  const count = all.length / N;
  if (!Number.isInteger(count) || count <= queries) {
    throw new RangeError(`${path} does not hold more than ${queries} descriptors of ${N} float32`);
  }
  const step = Math.floor(count / queries);
  const isQuery = (index: number) => index % step === 0 && index / step < queries;
  const indexes = Array.from({ length: count }, (_, index) => index);
  const kept = indexes.filter((index) => !isQuery(index)).slice(0, faces);
  const gallery = new Float32Array(kept.length * N);
  kept.forEach((index, place) => {
    gallery.set(at(all, index), place * N);
  });
  return {
    gallery,
    queries: indexes.filter(isQuery).map((index) => at(all, index).slice()),
    source: `${kept.length} descriptors of ${path}`,
  };
}

// Shares of the variance in the directions of the search subspace and beyond, as measured on the faces of the test
// photos (docs/decisions/0030-search.md); distances as measured on LFW: 0.45 of one person, 0.82 of two.
const SHARES = [
  { from: 0, to: 16, share: 0.414 },
  { from: 16, to: 32, share: 0.255 },
  { from: 32, to: 47, share: 0.184 },
  { from: 47, to: 64, share: 0.111 },
  { from: 64, to: N, share: 0.036 },
] as const;
const STRANGERS = 0.82;
const SAME_PERSON = 0.45;
const FACES_A_PERSON = 20;

/** Descriptors with the statistics of real ones. The same seed gives the same ones. */
export function makeMaterial(faces: number, queries: number, seed = 1): Material {
  const normal = normalNumbers(seed);
  const directions = completed(loadSearchSubspace());
  const deviations = SHARES.flatMap(({ from, to, share }) => {
    // The leading directions are the least alike.
    const weights = Array.from({ length: to - from }, (_, index) => (from === 0 ? Math.exp(-index / 6) : 1));
    const total = weights.reduce((sum, weight) => sum + weight, 0);
    return weights.map((weight) => Math.sqrt(((weight / total) * share) / 2));
  });
  const within = SAME_PERSON;
  const between = Math.sqrt(STRANGERS ** 2 - SAME_PERSON ** 2);
  const draw = (scale: number, start?: Float64Array) => {
    const vector = start?.slice() ?? new Float64Array(N);
    directions.forEach((direction, index) => {
      const factor = normal() * (deviations[index] ?? 0) * scale;
      for (let place = 0; place < N; place += 1) {
        vector[place] = (vector[place] ?? 0) + factor * (direction[place] ?? 0);
      }
    });
    return vector;
  };
  const people = Array.from({ length: Math.max(1, Math.ceil(faces / FACES_A_PERSON)) }, () => draw(between));
  const gallery = new Float32Array(faces * N);
  for (let index = 0; index < faces; index += 1)
    gallery.set(draw(within, people[index % people.length]), index * N);
  // Half of them of people who are there, half of strangers.
  const questions = Array.from({ length: queries }, (_, index) =>
    Float32Array.from(draw(within, index % 2 === 0 ? people[(index * 7) % people.length] : draw(between))),
  );
  return { gallery, queries: questions, source: `${faces} descriptors with the statistics of real ones` };
}

/** Completes the directions to 128 that are at right angles. */
function completed(subspace: readonly Float64Array[]): Float64Array[] {
  const rows = subspace.map((row) => row.slice());
  for (let axis = 0; rows.length < N; axis += 1) {
    const row = new Float64Array(N).fill(1, axis, axis + 1);
    for (const other of [...rows, ...rows]) {
      const product = row.reduce((sum, value, index) => sum + value * (other[index] ?? 0), 0);
      row.forEach((value, index) => {
        row[index] = value - product * (other[index] ?? 0);
      });
    }
    const length = Math.hypot(...row);
    if (length > 1e-3) rows.push(row.map((value) => value / length));
  }
  return rows;
}

function normalNumbers(seed: number): () => number {
  let state = seed;
  const uniform = () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return (state + 0.5) / 2 ** 32;
  };
  return () => Math.sqrt(-2 * Math.log(uniform())) * Math.cos(2 * Math.PI * uniform());
}
