import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { overlapArea } from '../../src/pictures/rectangle.ts';
import { placeTags, type TaggedFace } from '../../src/pictures/tag-placement.ts';
import type { BoundingBox } from '../../src/vision/types.ts';

const bounds = { x: 0, y: 0, width: 1600, height: 1200 };
const tag = { width: 60, height: 50 };
const face = (x: number, y: number, width = 150, height = 190): TaggedFace => ({
  box: { x, y, width, height },
  tag,
});

function expectInside(tags: readonly BoundingBox[], within = bounds) {
  for (const placed of tags) {
    expect(placed.x).toBeGreaterThanOrEqual(within.x);
    expect(placed.y).toBeGreaterThanOrEqual(within.y);
    expect(placed.x + placed.width).toBeLessThanOrEqual(within.x + within.width + 1e-9);
    expect(placed.y + placed.height).toBeLessThanOrEqual(within.y + within.height + 1e-9);
  }
}

/** Pixels of each tag that lie on another tag, or on the box of another face. */
function covered(faces: readonly TaggedFace[], tags: readonly BoundingBox[]): number[] {
  return tags.map((placed, index) => {
    const rectangles = [
      ...tags.filter((_, other) => other !== index),
      ...faces.filter((_, other) => other !== index).map(({ box }) => box),
    ];
    return rectangles.reduce((sum, rectangle) => sum + overlapArea(placed, rectangle), 0);
  });
}

/** Distance between two rectangles along the axis on which they are further apart. */
function gap(a: BoundingBox, b: BoundingBox): number {
  return Math.max(a.x - b.x - b.width, b.x - a.x - a.width, a.y - b.y - b.height, b.y - a.y - a.height, 0);
}

function expectClear(faces: readonly TaggedFace[]): BoundingBox[] {
  const tags = placeTags(faces, bounds);
  expect(tags).toHaveLength(faces.length);
  expectInside(tags);
  expect(covered(faces, tags)).toEqual(faces.map(() => 0));
  return tags;
}

describe('placeTags', () => {
  test('keeps the middle of the own face free', () => {
    for (const one of [face(700, 500), face(0, 0), face(1450, 1010), face(700, 500, 40, 40)]) {
      const [placed] = expectClear([one]);
      const { box } = one;
      const middle = {
        x: box.x + 0.25 * box.width,
        y: box.y + 0.25 * box.height,
        width: 0.5 * box.width,
        height: 0.5 * box.height,
      };
      expect(placed && overlapArea(placed, middle)).toBe(0);
    }
  });

  test('lets each tag touch its own face', () => {
    const faces = [face(300, 300), face(455, 300), face(610, 320), face(300, 500), face(455, 505)];
    for (const [index, placed] of expectClear(faces).entries()) {
      expect(gap(placed, faces[index]?.box ?? bounds)).toBe(0);
    }
  });

  test('does not put a tag between two faces where it could be read as that of either', () => {
    const above = face(300, 300);
    const below = face(300, 300 + 190 + tag.height + 2);
    const [, placed] = expectClear([above, below]);
    expect(placed && gap(placed, above.box)).toBeGreaterThan(10);
  });

  test.each([
    ['left', face(0, 500)],
    ['right', face(1450, 500)],
    ['upper', face(700, 0)],
    ['lower', face(700, 1010)],
  ])('stays inside for a face at the %s edge', (_edge, one) => {
    expectClear([one]);
  });

  test('finds room between a face at the edge and its neighbours', () => {
    expectClear([face(0, 0), face(155, 0), face(0, 195), face(155, 195), face(310, 0)]);
  });

  test('covers nobody in a class of 25', () => {
    const faces = Array.from({ length: 25 }, (_, index) =>
      face(60 + (index % 5) * 300, 60 + Math.floor(index / 5) * 228, 140, 170),
    );
    expectClear(faces);
  });

  test('covers nobody in a block of touching faces, though each tag is wider than its face', () => {
    const faces = Array.from({ length: 10 }, (_, index) => ({
      ...face(600 + (index % 5) * 76, 500 + Math.floor(index / 5) * 96, 75, 95),
      tag: { width: 80, height: 50 },
    }));
    expectClear(faces);
  });

  test('moves a tag that was placed first out of the way of a later one', () => {
    // Below the first face there is room for little more than one tag, and the second has no other free side.
    const first = face(400, 0, 100, 150);
    const second = face(400, 150 + 2 * tag.height - 3, 100, 100);
    const walls = [face(250, 0, 140, 600), face(510, 150, 150, 450), face(400, second.box.y + 102, 100, 280)];
    expect(placeTags([first, ...walls], bounds)[0]).toMatchObject({ y: 150 });
    const tags = placeTags([first, second, ...walls], bounds);
    expect(tags[0]).toMatchObject({ x: 500 });
    expect(tags[1]).toMatchObject({ y: second.box.y - tag.height });
  });

  const rectangles = fc.record({
    x: fc.integer({ min: -100, max: 1650 }),
    y: fc.integer({ min: -100, max: 1250 }),
    width: fc.integer({ min: 1, max: 700 }),
    height: fc.integer({ min: 1, max: 700 }),
  });

  test('never lets a tag leave the picture, whatever the boxes', () => {
    fc.assert(
      fc.property(fc.array(rectangles, { maxLength: 25 }), (boxes) => {
        const tags = placeTags(
          boxes.map((box) => ({ box, tag })),
          bounds,
        );
        expect(tags).toHaveLength(boxes.length);
        expectInside(tags);
      }),
      { numRuns: 60 },
    );
  });

  test('covers nobody wherever the faces have a tag’s room between them', () => {
    const cells = fc.uniqueArray(fc.integer({ min: 0, max: 24 }), { minLength: 1, maxLength: 25 });
    const shift = fc.record({ x: fc.integer({ min: 0, max: 40 }), y: fc.integer({ min: 0, max: 40 }) });
    fc.assert(
      fc.property(cells, fc.array(shift, { minLength: 25, maxLength: 25 }), (used, shifts) => {
        const faces = used.map((cell) => {
          const { x = 0, y = 0 } = shifts[cell] ?? {};
          return face(20 + (cell % 5) * 310 + x, 10 + Math.floor(cell / 5) * 240 + y, 130, 140);
        });
        expectClear(faces);
      }),
      { numRuns: 60 },
    );
  });
});
