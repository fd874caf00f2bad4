import { expect, it } from 'vitest';
import { onlyRow } from '../../src/db/scope.ts';

it('what is exactly one row is not taken from none or from several', () => {
  expect(onlyRow([7])).toBe(7);
  expect(() => onlyRow([])).toThrow('got 0');
  expect(() => onlyRow([7, 8])).toThrow('got 2');
});
