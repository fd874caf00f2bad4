import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { auditActions } from '../../src/commands/audit/actions.ts';
import { formatCursor, parseCursor } from '../../src/commands/audit/cursor.ts';

const id = fc.option(fc.stringMatching(/^\d{1,18}$/));
const action = fc.option(fc.constantFrom(...auditActions));

describe('the place in the record that a button holds', () => {
  it('comes back as it was made', () => {
    fc.assert(
      fc.property(action, id, id, (wanted, userId, before) => {
        const filter = { action: wanted, userId };
        expect(parseCursor(formatCursor(filter, before))).toEqual({ filter, before });
      }),
    );
  });

  it.each(['x1.2.3', '1.2.3x'])('is none in %j', (text) => {
    expect(parseCursor(text)).toEqual({ filter: { action: null, userId: null }, before: null });
  });

  it('is the beginning of everything, where it is none that Kith made', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.stringMatching(/^[\d.-]{0,50}$/)), (text) => {
        const { filter, before } = parseCursor(text);
        expect(filter.action === null || auditActions.includes(filter.action)).toBe(true);
        for (const number of [filter.userId, before]) {
          if (number !== null) expect(number).toMatch(/^\d{1,20}$/);
        }
      }),
    );
  });
});
