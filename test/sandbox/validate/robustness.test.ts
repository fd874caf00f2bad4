import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  type MessageContext,
  type Refusal,
  validateAutocomplete,
  validateCommands,
  validateMessage,
  validateModal,
} from '../../../sandbox/validate/index.ts';
import { samples } from './samples.ts';

type Key = string | number;

/** Where every value inside another stands. */
function pathsOf(value: unknown, path: readonly Key[] = []): (readonly Key[])[] {
  if (typeof value !== 'object' || value === null) return [path];
  const inner = Array.isArray(value) ? [...value.entries()] : Object.entries(value);
  return [path, ...inner.flatMap(([key, item]) => pathsOf(item, [...path, key]))];
}

/** A copy of the value in which another stands at the path. */
function replaced(value: unknown, path: readonly Key[], by: unknown): unknown {
  const [key, ...rest] = path;
  if (key === undefined) return by;
  if (Array.isArray(value)) return value.map((item, i) => (i === key ? replaced(item, rest, by) : item));
  const object: Record<string, unknown> = { ...(value as object) };
  object[key] = replaced(object[key], rest, by);
  return object;
}

/** JSON with the values that trip code which trusts its input. */
const anything = fc.oneof(
  fc.jsonValue(),
  fc.constantFrom<unknown>(
    ...[null, true, '', ' ', 0, -1, 0.5, 2 ** 53, 1e308, [], {}, [null], [[]]],
    ...['__proto__', 'attachment://', 'https://', '1'.repeat(30), '\ud800', 'x'.repeat(10_000)],
    ...[
      { toString: 1, valueOf: 1 },
      { length: 5 },
      { type: 1 },
      [{ type: 17 }],
      JSON.parse('{"__proto__":1}'),
    ],
  ),
);

/** The request with up to three of its values replaced by anything. */
function damaged(request: unknown): fc.Arbitrary<unknown> {
  const paths = pathsOf(request);
  const damage = fc.record({ path: fc.constantFrom(...paths), by: anything });
  return fc
    .array(damage, { minLength: 1, maxLength: 3 })
    .map((all) =>
      all.reduce(
        (value, { path, by }) => (reaches(value, path) ? replaced(value, path, by) : value),
        request,
      ),
    );
}

function reaches(value: unknown, path: readonly Key[]): boolean {
  let here = value;
  for (const key of path) {
    if (typeof here !== 'object' || here === null || !Object.hasOwn(here, key)) return false;
    here = Reflect.get(here, key);
  }
  return true;
}

/** A refusal is JSON through and through, and says something. */
function expectAnswer(refusal: Refusal | null): void {
  if (refusal === null) return;
  expect(JSON.parse(JSON.stringify(refusal))).toEqual(refusal);
  if (refusal.code === 50035) expect(Object.keys(refusal.errors)).not.toEqual([]);
  else expect(refusal.message).not.toBe('');
}

function message(files: readonly string[], kind: MessageContext['kind'] = 'create'): MessageContext {
  return { kind, attachmentNames: files };
}

/** What a validator is tried with: anything, and requests that are nearly right. */
const trials: readonly [string, unknown, (request: unknown) => Refusal | null][] = [
  ['messages', samples.message, (body) => validateMessage(body, message(samples.messageFiles))],
  ['edits', samples.message, (body) => validateMessage(body, message(samples.messageFiles, 'edit'))],
  ['layouts', samples.layout, (body) => validateMessage(body, message(samples.layoutFiles))],
  ['modals', samples.labelledModal, validateModal],
  ['modals of action rows', samples.rowsModal, validateModal],
  [
    'autocomplete',
    { choices: [{ name: 'a', name_localizations: { de: 'b' }, value: 1 }] },
    validateAutocomplete,
  ],
  ['commands', samples.commands, (body) => validateCommands(body, 'global')],
];

describe('no JSON value makes a validator throw', () => {
  test.each(trials)('%s', (_name, sample, validate) =>
    fc.assert(
      fc.property(
        fc.oneof({ weight: 1, arbitrary: anything }, { weight: 4, arbitrary: damaged(sample) }),
        (body) => expectAnswer(validate(body)),
      ),
      { numRuns: 400 },
    ),
  );

  test('very long and very deep values', () => {
    let deep: unknown = {};
    for (let i = 0; i < 5000; i++) deep = { type: 17, components: [deep], options: [deep] };
    const long = Array.from({ length: 200_000 }, () => null);
    for (const components of [[deep], long]) {
      expect(validateMessage({ flags: 1 << 15, components }, message([]))?.code).toBe(50035);
    }
    const command = { name: 'a', description: 'b' };
    for (const options of [[deep], long]) {
      expect(validateCommands([{ ...command, options }], 'global')?.code).toBe(50035);
    }
  });
});

describe('a required value', () => {
  /** Replacing one of these by null must be refused, wherever it stands. */
  const REQUIRED = new Set([
    'type',
    'custom_id',
    'style',
    'name',
    'value',
    'title',
    'components',
    'accessory',
    'url',
  ]);

  test.each([
    ['modals', samples.labelledModal, validateModal],
    ['commands', samples.commands, (body: unknown) => validateCommands(body, 'global')],
    [
      'rows',
      Reflect.get(Object(samples.message), 'components'),
      (components: unknown) => validateMessage({ content: 'hi', components }, message([])),
    ],
    ['layouts', samples.layout, (body: unknown) => validateMessage(body, message(samples.layoutFiles))],
  ])('cannot be null in %s', (_name, sample, validate) => {
    const paths = pathsOf(sample).filter((path) => REQUIRED.has(String(path.at(-1))));
    // A command's own type has a default.
    const needed = paths.filter((path) => !(path.length === 2 && path[1] === 'type'));
    expect(needed.length).toBeGreaterThan(5);
    for (const path of needed) {
      expect({ path, code: validate(replaced(sample, path, null))?.code }).toMatchObject({
        path,
        code: expect.any(Number),
      });
    }
  });
});
