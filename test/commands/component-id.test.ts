import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatComponentId, parseComponentId } from '../../src/commands/component-id.ts';

describe('component ids', () => {
  it('come back as they were made', () => {
    const part = fc.stringMatching(/^[a-z-]{1,20}$/);
    fc.assert(
      fc.property(part, part, fc.stringMatching(/^[\w.-]{0,58}$/), (command, action, argument) => {
        const id = formatComponentId(command, action, argument);
        expect(id.length).toBeLessThanOrEqual(100);
        expect(parseComponentId(id)).toEqual({ command, action, argument });
      }),
    );
  });

  it('have no argument, where none is given', () => {
    expect(formatComponentId('enroll', 'choose')).toBe('enroll:choose:');
  });

  it('refuse what would not survive', () => {
    expect(() => formatComponentId('enroll', 'choose', 'a:b')).toThrow(RangeError);
    expect(() => formatComponentId('enroll', 'choose', 'x'.repeat(59))).toThrow(RangeError);
    expect(() => formatComponentId('', 'choose')).toThrow(RangeError);
  });

  it('never make the parser throw, whatever a user sends', () => {
    fc.assert(
      fc.property(fc.string(), (id) => {
        const parsed = parseComponentId(id);
        if (parsed !== null) {
          expect(formatComponentId(parsed.command, parsed.action, parsed.argument)).toBe(id);
        }
      }),
    );
  });
});
