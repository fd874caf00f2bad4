import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  dateMarkup,
  escapeMarkup,
  personMarkup,
  relativeMarkup,
  timeMarkup,
} from '../../src/commands/markup.ts';

describe('escapeMarkup', () => {
  it.each([
    ['**bold**', '\\*\\*bold\\*\\*'],
    ['[link](https://example.org)', /^\\\[link\\\]\\\(https\u200b\\:\/\/example.org\\\)$/],
    ['<@123>', /^\\<@\u200b123\\>$/],
    ['@everyone', '@\u200beveryone'],
    ['# title', '\\# title'],
    ['1. item', '1\\. item'],
    ['12. item', '12\\. item'],
    ['Web 2.0', 'Web 2.0'],
    ['http://a', 'http\u200b\\://a'],
    ['discord://a', 'discord\u200b\\://a'],
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

it('leaves dates to the reader’s own clock and language', () => {
  const at = new Date('2024-05-03T18:02:00.900Z');
  expect([dateMarkup(at), relativeMarkup(at), timeMarkup(at)]).toEqual([
    '<t:1714759320:D>',
    '<t:1714759320:R>',
    '<t:1714759320:f>',
  ]);
});
