import { describe, expect, it } from 'vitest';
import { evaluateIdentification } from '../../eval/identification.ts';
import { draw, randomFrom } from '../../eval/random.ts';

/** Faces on a line: distances can be read off. */
const at = (position: number) => Float32Array.of(position);
const person = (name: string, ...positions: number[]) => ({ person: name, descriptors: positions.map(at) });
const probe = (name: string, position: number | null) => ({
  person: name,
  descriptor: position === null ? null : at(position),
});

const gallery = [person('a', 0, 1), person('b', 10), person('c', 20)];
const probes = [
  probe('a', 1.25), // right, at 0.25 of the nearest photo
  probe('a', 9.5), // b is nearer, at 0.5
  probe('b', 13), // right, but 3 away
  probe('c', null), // no face
  probe('x', 20.5), // a stranger, 0.5 from c
  probe('y', 15), // a stranger, 5 from anybody
  probe('z', null),
];
const options = { sizes: [1, 2, 3, 100], draws: 7, seed: 1, bandsFor: () => ({ likely: 0.25, possible: 1 }) };

describe('evaluateIdentification', () => {
  it('gives the figures counted by hand for the whole gallery', () => {
    const whole = evaluateIdentification(gallery, probes, options).at(-1);
    expect(whole).toEqual({
      people: 3,
      faces: 4,
      draws: 1,
      mated: 4,
      matedMissed: 1,
      impostors: 3,
      impostorsMissed: 1,
      rank1: 2 / 4,
      bands: {
        likely: { threshold: 0.25, falsePositives: 0, falseNegatives: 3 / 4, wrongPerson: 0 },
        possible: { threshold: 1, falsePositives: 1 / 2, falseNegatives: 3 / 4, wrongPerson: 1 / 4 },
      },
    });
  });

  it('draws smaller galleries, in which the rest are impostors', () => {
    const results = evaluateIdentification(gallery, probes, options);
    expect(results.map(({ people, draws }) => [people, draws])).toEqual([
      [1, 7],
      [2, 7],
      [3, 1],
    ]);
    for (const { mated, impostors, draws } of results) expect(mated + impostors).toBe(draws * probes.length);
  });

  it('is the same for the same seed and another for another', () => {
    const many = Array.from({ length: 60 }, (_, index) => person(`p${index}`, index * 10));
    const theirs = many.map(({ person: name }, index) => probe(name, index * 10 + (index % 7)));
    const run = (seed: number) => evaluateIdentification(many, theirs, { ...options, sizes: [10], seed });
    expect(run(3)).toEqual(run(3));
    expect(run(3)).not.toEqual(run(4));
  });

  it('asks for the bands of as many faces as the gallery has', () => {
    const asked: number[] = [];
    const bandsFor = (faces: number) => {
      asked.push(faces);
      return { likely: 1 / faces, possible: 1 };
    };
    const results = evaluateIdentification(gallery, probes, { ...options, sizes: [], bandsFor });
    expect(asked).toEqual([4]);
    expect(results[0]?.bands?.likely.threshold).toBe(0.25);
  });

  it('has no bands for a model version without them', () => {
    expect(evaluateIdentification(gallery, probes, { ...options, bandsFor: null })[0]?.bands).toBeNull();
  });
});

describe('draw', () => {
  it('draws each item at most once and each as often', () => {
    const random = randomFrom(7);
    const counts = new Map<string, number>();
    for (let round = 0; round < 3_000; round++) {
      const drawn = draw(['a', 'b', 'c', 'd', 'e'], 2, random);
      expect(new Set(drawn).size).toBe(2);
      for (const item of drawn) counts.set(item, (counts.get(item) ?? 0) + 1);
    }
    // 1,200 expected of each, with a deviation of 27.
    for (const count of counts.values()) expect(Math.abs(count - 1_200)).toBeLessThan(135);
    expect(counts.size).toBe(5);
  });

  it('draws no more than there are', () => {
    expect(draw([1, 2], 5, randomFrom(1)).sort()).toEqual([1, 2]);
  });
});
