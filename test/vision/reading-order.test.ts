import { expect, test } from 'vitest';
import { inReadingOrder } from '../../src/vision/reading-order.ts';

const face = (name: string, x: number, y: number, size = 100) => ({
  name,
  box: { x, y, width: size, height: size },
});

const namesOf = (faces: { name: string }[]) => faces.map(({ name }) => name).join('');

test('numbers faces row by row, each row from the left, although people in a row are not equally tall', () => {
  const faces = [
    face('e', 400, 330),
    face('b', 200, 20),
    face('d', 0, 300),
    face('c', 400, 0),
    face('a', 0, 40),
  ];
  expect(namesOf(inReadingOrder(faces))).toBe('abcde');
});

test('does not chain a slope of faces into one row', () => {
  const slope = [0, 1, 2, 3].map((step) => face(String(step), 300 - 100 * step, 45 * step));
  expect(namesOf(inReadingOrder(slope))).toBe('2103');
});

test('leaves its input alone', () => {
  const faces = [face('b', 100, 0), face('a', 0, 0)];
  expect(namesOf(inReadingOrder(faces))).toBe('ab');
  expect(namesOf(faces)).toBe('ba');
});
