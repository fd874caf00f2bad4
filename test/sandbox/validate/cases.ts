import { expect, test } from 'vitest';
import type { ErrorTree, Refusal } from '../../../sandbox/validate/index.ts';

function flatten(tree: ErrorTree, path: string): string[] {
  return Object.entries(tree).flatMap(([key, value]) =>
    Array.isArray(value)
      ? value.map((error) => `${path}[${error.code}]`)
      : flatten(value, path === '' ? key : `${path}.${key}`),
  );
}

/** Complaints as `path[CODE]`, in alphabetical order, or the bare code of a refusal that names no field. */
export function complaints(refusal: Refusal | null): string[] {
  if (refusal === null) return [];
  return refusal.code === 50035 ? flatten(refusal.errors, '').sort() : [`[${refusal.code}]`];
}

/** One rule: a payload just inside it, one just outside it, and the complaints about the latter. */
export interface Case<Payload> {
  readonly rule: string;
  readonly accepted: Payload;
  readonly refused: Payload;
  readonly because: string | readonly string[];
}

export function testCases<Payload>(
  validate: (payload: Payload) => Refusal | null,
  cases: readonly Case<Payload>[],
): void {
  test.each(cases)('$rule', ({ accepted, refused, because }) => {
    expect(complaints(validate(accepted))).toEqual([]);
    expect(complaints(validate(refused))).toEqual([because].flat().sort());
  });
}

export function times<T>(count: number, make: (index: number) => T): T[] {
  return Array.from({ length: count }, (_, i) => make(i));
}

/** Text of that many characters. */
export function chars(count: number): string {
  return 'x'.repeat(count);
}
