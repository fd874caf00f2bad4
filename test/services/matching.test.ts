import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { PersonMatch } from '../../src/db/face-types.ts';
import { assignOncePerPicture, bandOf } from '../../src/services/matching.ts';

function match(query: number, personId: string, distance: number): PersonMatch {
  return { query, personId, distance, displayName: `Person ${personId}`, memberId: null };
}

function named(matches: readonly PersonMatch[]): Record<number, string> {
  return Object.fromEntries(
    [...assignOncePerPicture(matches)].map(([query, { personId }]) => [query, personId]),
  );
}

describe('bandOf', () => {
  const bands = { likely: 0.5, possible: 0.55 };

  it.each([
    [0, 'likely'],
    [0.5, 'likely'],
    [0.501, 'possible'],
    [0.55, 'possible'],
    [0.551, 'unknown'],
  ])('%d is %s', (distance, band) => {
    expect(bandOf(distance, bands)).toBe(band);
  });
});

describe('assignOncePerPicture', () => {
  it('gives a person to the nearest of two faces and the other face its next best', () => {
    expect(named([match(0, '1', 0.4), match(1, '1', 0.3), match(0, '2', 0.45)])).toEqual({ 0: '2', 1: '1' });
  });

  it('leaves a face unknown when nobody is left for it', () => {
    expect(named([match(0, '1', 0.4), match(1, '1', 0.3)])).toEqual({ 1: '1' });
  });

  it('settles ties by the order of faces, then of people, so that an answer can be repeated', () => {
    expect(named([match(1, '5', 0.4), match(0, '5', 0.4)])).toEqual({ 0: '5' });
    const matches = [match(1, '10', 0.4), match(0, '9', 0.4), match(0, '10', 0.4)];
    for (const drawn of [matches, matches.toReversed()]) expect(named(drawn)).toEqual({ 0: '9', 1: '10' });
  });

  it('never names a person twice, never a face twice, and leaves no free pair', () => {
    const matches = fc.array(
      fc.record({ query: fc.nat(6), person: fc.nat(6), distance: fc.float({ min: 0, max: 1, noNaN: true }) }),
    );
    fc.assert(
      fc.property(matches, (drawn) => {
        const all = drawn.map(({ query, person, distance }) => match(query, String(person), distance));
        const assigned = assignOncePerPicture(all);
        const people = [...assigned.values()].map(({ personId }) => personId);
        expect(new Set(people).size).toBe(people.length);
        for (const { query, personId } of all) {
          expect(assigned.has(query) || people.includes(personId)).toBe(true);
        }
      }),
    );
  });
});
