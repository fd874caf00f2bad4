import { describe, expect, it } from 'vitest';
import { UserError, type UserErrorContexts } from '../../src/errors/user-error.ts';
import { list, megabytes } from '../../src/texts/format.ts';
import { sentenceFor, textsFor } from '../../src/texts/texts.ts';

/** One of each, with facts that must show in the sentence. */
const samples: { [Code in keyof UserErrorContexts]: UserErrorContexts[Code] } = {
  'no-face': {},
  'face-too-small': { size: 41, minimum: 60 },
  'face-too-blurred': {},
  'too-many-faces': { count: 31, maximum: 25 },
  'no-image': {},
  'image-broken': {},
  'image-too-large': { bytes: 40 * 2 ** 20, maximum: 25 * 2 ** 20 },
  'image-too-many-pixels': { megapixels: 900, maximum: 100 },
  'image-unsupported-type': { supported: ['JPEG', 'PNG', 'WebP'] },
  'download-failed': {},
  'download-timeout': { seconds: 15 },
  'database-away': {},
  busy: { retryAfterSeconds: 7 },
  restarting: {},
  'guild-only': {},
  'not-allowed': { permission: 'Timeout Members' },
  'person-and-name': {},
  'member-enrols-themself': { memberId: '123456' },
  'face-of-another': {},
  'name-invalid': { maximum: 32 },
  'choice-expired': {},
  'not-your-button': {},
  'slow-down': { retryAfterSeconds: 42, of: 'user' },
  'admins-only': { permission: 'Manage Server' },
  'searchers-only': { roleId: '654321' },
  'setting-invalid': {},
  'member-opted-out': { memberId: '123456' },
  'you-opted-out': {},
  'not-a-member': {},
  'name-of-member': { memberId: '123456' },
  'name-taken': {},
  'nobody-named': {},
  'proposal-over': {},
  'no-pictures': {},
  'no-such-person': {},
  'several-people': {},
  'merge-with-itself': {},
  'merge-of-members': {},
  'unmerge-later-first': {},
  'not-in-photo': {},
  'photo-gone': {},
  'nothing-held': {},
  'message-content-missing': {},
  'nobody-enrolled': {},
  'channel-unreadable': { channelId: '123456' },
  'channel-excluded': { channelId: '123456' },
  'backfill-running': { channelId: null },
  'no-backfill': {},
  'since-invalid': {},
  'time-zone-unknown': {},
  'cron-invalid': { hours: 6 },
};

const codes = Object.keys(samples) as (keyof UserErrorContexts)[];

describe('what users are told', () => {
  it('is a sentence of its own for each error', () => {
    const sentences = codes.map((code) => sentenceFor(new UserError(code, samples[code]), textsFor('en-GB')));
    expect(new Set(sentences).size).toBe(codes.length);
    for (const sentence of sentences) {
      expect(sentence).toMatch(/^[A-Z].{15,}[.)`]$/s);
      expect(sentence).not.toMatch(/undefined|NaN|\[object/);
    }
  });

  it('holds the facts that help', () => {
    const told = (code: keyof UserErrorContexts) =>
      sentenceFor(new UserError(code, samples[code]), textsFor('en-GB'));
    expect(told('face-too-small')).toMatch(/41.*60/s);
    expect(told('image-too-large')).toContain('25 MB');
    expect(told('image-unsupported-type')).toContain('JPEG, PNG or WebP');
    expect(told('member-enrols-themself')).toContain('<@123456>');
  });
});

describe('format', () => {
  it('tells a limit no higher than it is', () => {
    expect(megabytes(10.9 * 2 ** 20)).toBe('10 MB');
  });

  it.each([
    [[], ''],
    [['a'], 'a'],
    [['a', 'b'], 'a or b'],
    [['a', 'b', 'c'], 'a, b or c'],
  ])('lists %j', (items, text) => {
    expect(list(items, 'or')).toBe(text);
  });
});
