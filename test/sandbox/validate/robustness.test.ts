import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  type MessageContext,
  nestErrors,
  type Refusal,
  validateAutocomplete,
  validateCommands,
  validateMessage,
  validateModal,
} from '../../../sandbox/validate/index.ts';

/** Property names that the validators look at, and some that are traps for those who index by them. */
const KEYS = [
  ...['content', 'embeds', 'components', 'attachments', 'flags', 'allowed_mentions', 'poll', 'choices'],
  ...['type', 'id', 'name', 'description', 'options', 'value', 'custom_id', 'label', 'emoji', 'title'],
  ...['accessory', 'component', 'items', 'media', 'file', 'url', 'fields', 'min_values', 'max_values'],
  ...['name_localizations', 'required', 'parse', 'users', 'style', 'timestamp', 'default_values'],
  ...['__proto__', 'constructor', 'toString', 'valueOf', 'toJSON', '_errors', 'length', 'de', '0'],
];

/** JSON that is near enough to a request to get past the first checks. */
const nearlyValid = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 6, withCrossShrink: true },
    fc.oneof(
      fc.integer({ min: -1, max: 24 }),
      fc.double(),
      fc.boolean(),
      fc.constant(null),
      fc.string(),
      fc.constantFrom('attachment://a.png', 'https://example.org', '1100000000000000001', '😀'),
    ),
    fc.array(tie('value'), { maxLength: 4 }),
    fc.dictionary(fc.constantFrom(...KEYS), tie('value'), { maxKeys: 8 }),
  ),
})).value;

const body = fc.oneof(fc.jsonValue(), nearlyValid);
const context: fc.Arbitrary<MessageContext> = fc.record({
  kind: fc.constantFrom('create', 'edit'),
  attachmentNames: fc.array(fc.constantFrom('a.png', 'b.png'), { maxLength: 2 }),
  componentsV2AlreadySet: fc.boolean(),
});

/** A refusal is JSON through and through, and says something. */
function expectAnswer(refusal: Refusal | null): void {
  if (refusal === null) return;
  expect(JSON.parse(JSON.stringify(refusal))).toEqual(refusal);
  if (refusal.code === 50035) expect(Object.keys(refusal.errors)).not.toEqual([]);
  else expect(refusal.message).not.toBe('');
}

/** The request as a server sees it: parsed from its text, own `__proto__` properties and all. */
function received(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value) ?? 'null');
}

describe('no JSON value makes a validator throw', () => {
  const runs = { numRuns: 500 };

  test('messages', () => {
    fc.assert(
      fc.property(body, context, (value, given) => {
        expectAnswer(validateMessage(received(value), given));
      }),
      runs,
    );
  });

  test('layouts of components', () => {
    fc.assert(
      fc.property(nearlyValid, context, (components, given) => {
        expectAnswer(validateMessage({ flags: 1 << 15, components: received(components) }, given));
      }),
      runs,
    );
  });

  test('modals', () => {
    fc.assert(
      fc.property(body, (value) => {
        expectAnswer(validateModal(received(value)));
        expectAnswer(validateModal({ components: [{ type: 18, component: received(value) }] }));
      }),
      runs,
    );
  });

  test('autocomplete', () => {
    fc.assert(
      fc.property(body, (value) => {
        expectAnswer(validateAutocomplete(received(value)));
        expectAnswer(validateAutocomplete({ choices: [received(value)] }));
      }),
      runs,
    );
  });

  test('commands', () => {
    fc.assert(
      fc.property(fc.array(body, { maxLength: 3 }), fc.constantFrom('global', 'guild'), (values, scope) => {
        const commands = values.map(received);
        expectAnswer(validateCommands(commands, scope));
        expectAnswer(validateCommands([{ name: 'a', description: 'b', options: commands }], scope));
      }),
      runs,
    );
  });

  test('objects that cannot be turned into text', () => {
    const trap = { toString: 1, valueOf: 2 };
    expectAnswer(
      validateMessage(
        { content: trap, embeds: [{ timestamp: trap, color: trap }] },
        {
          kind: 'create',
          attachmentNames: [],
        },
      ),
    );
    const option = { type: 3, name: trap, description: trap };
    expectAnswer(validateCommands([{ type: trap, name: 'a', options: [option, option] }], 'global'));
    const twice = { name: 'a', description: 'b', options: [option, option] };
    expectAnswer(validateCommands([twice], 'global'));
  });

  test('very long and very deep values', () => {
    let deep: unknown = {};
    for (let i = 0; i < 5000; i++) deep = { type: 17, components: [deep], options: [deep] };
    const long = Array.from({ length: 200_000 }, () => null);
    for (const components of [[deep], long]) {
      const refusal = validateMessage(
        { flags: 1 << 15, components },
        {
          kind: 'create',
          attachmentNames: [],
        },
      );
      expect(refusal?.code).toBe(50035);
    }
  });
});

test('nesting keeps the complaints', () => {
  fc.assert(
    fc.property(body, (value) => {
      const refusal = validateModal(received(value));
      if (refusal?.code !== 50035) return;
      expect(nestErrors(refusal, 'data')).toEqual({ ...refusal, errors: { data: refusal.errors } });
    }),
  );
});
