import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { escapeMarkup, personMarkup } from '../../src/commands/markup.ts';

describe('escapeMarkup', () => {
  it.each([
    ['**bold**', '\\*\\*bold\\*\\*'],
    ['[link](https://example.org)', /^\\\[link\\\]\\\(https\u200b\\:\/\/example.org\\\)$/],
    ['<@123>', /^\\<@\u200b123\\>$/],
    ['@everyone', '@\u200beveryone'],
    ['# title', '\\# title'],
    ['1. item', '1\\. item'],
    ['||spoiler||', '\\|\\|spoiler\\|\\|'],
    ['`code`', '\\`code\\`'],
    ['Ann Lee', 'Ann Lee'],
  ])('takes the meaning out of %j', (text, expected) => {
    expect(escapeMarkup(text)).toEqual(
      expected instanceof RegExp ? expect.stringMatching(expected) : expected,
    );
  });
});

const special = /[\\*_~`|>#\-+[\]()<:]/;
const messy = fc.string({ unit: fc.constantFrom(...'\\*_~`|>#-+[]()<:@1.ab hps/ \n'), maxLength: 60 });

describe('whatever is escaped', () => {
  it('has nothing left that means something, and reads as it was', () => {
    fc.assert(
      fc.property(fc.oneof(messy, fc.string()), (text) => {
        const escaped = escapeMarkup(text);
        expect(escaped.replace(/\\./gs, '')).not.toMatch(special);
        expect(escaped).not.toMatch(/@(?!\u200b)/);
        const read = escaped.replace(/\\([\\*_~`|>#\-+[\]()<:.])/g, '$1');
        expect(read.replaceAll('\u200b', '')).toBe(text.replaceAll('\u200b', ''));
      }),
    );
  });
});

describe('personMarkup', () => {
  it('mentions members and only names others', () => {
    expect(personMarkup({ displayName: 'Ann', memberId: '10' })).toBe('**Ann** (<@10>)');
    expect(personMarkup({ displayName: 'Grand*ma', memberId: null })).toBe('**Grand\\*ma**');
  });
});
