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

describe('personMarkup', () => {
  it('mentions members and only names others', () => {
    expect(personMarkup({ displayName: 'Ann', memberId: '10' })).toBe('**Ann** (<@10>)');
    expect(personMarkup({ displayName: 'Grand*ma', memberId: null })).toBe('**Grand\\*ma**');
  });
});
