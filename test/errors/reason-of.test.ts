import { expect, it } from 'vitest';
import { reasonOf } from '../../src/errors/reason-of.ts';

it('is what an error says, of several at once all, and whatever else was thrown as text', () => {
  expect(reasonOf(new Error('full'))).toBe('full');
  expect(reasonOf(new AggregateError([new Error('::1 refused'), '127.0.0.1 refused']))).toBe(
    '::1 refused, 127.0.0.1 refused',
  );
});
