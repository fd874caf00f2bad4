import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { UserError } from '../../src/errors/user-error.ts';
import { cleanName } from '../../src/services/names.ts';

describe('cleanName', () => {
  it.each([
    ['Ann', 'Ann'],
    ['  Ann   Lee ', 'Ann Lee'],
    ['Ann\nLee\t', 'Ann Lee'],
    ['Ann\u202eeel', 'Anneel'],
    ['\u2066Ann\u2069', 'Ann'],
    ['Zoe\u0308', 'Zo\u00eb'],
    ['Zoe\u200b\u0308', 'Zo\u00eb'],
    ['\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645', '\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645'],
    ['李小龍', '李小龍'],
    ['x'.repeat(32), 'x'.repeat(32)],
  ])('keeps what is readable of %j', (text, name) => {
    expect(cleanName(text)).toBe(name);
  });

  it('makes of anything a name that stays as it is, or refuses it', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 50 }), (text) => {
        let name: string;
        try {
          name = cleanName(text);
        } catch (error) {
          if (error instanceof UserError && error.code === 'name-invalid') return;
          throw error;
        }
        expect(cleanName(name)).toBe(name);
        expect(name.length).toBeLessThanOrEqual(32);
        expect(name).not.toMatch(/^ | $| {2}|[\p{Cc}\p{Co}\p{Cs}\u202a-\u202e\u2066-\u2069]/u);
      }),
    );
  });

  it.each(['', '   ', '\u200b', '\u200d\u200c', '\u202e', 'x'.repeat(33)])('refuses %j', (text) => {
    expect(() => cleanName(text)).toThrow(
      expect.objectContaining({ code: 'name-invalid', context: { maximum: 32 } }),
    );
  });
});
