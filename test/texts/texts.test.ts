import { describe, expect, it } from 'vitest';
import { commands } from '../../src/commands/commands.ts';
import { UserError, type UserErrorContexts } from '../../src/errors/user-error.ts';
import { duration, list, megabytes } from '../../src/texts/format.ts';
import { languages, sentenceFor, type Texts, textsFor } from '../../src/texts/texts.ts';

/** One of each, with facts that must show in the sentence. */
const samples: { [Code in keyof UserErrorContexts]: UserErrorContexts[Code] } = {
  'no-face': {},
  'face-too-small': { size: 41, minimum: 60 },
  'face-too-blurred': {},
  'face-turned-away': {},
  'too-many-faces': { count: 31, maximum: 25 },
  'no-image': {},
  'image-broken': {},
  'image-too-large': { bytes: 40 * 2 ** 20, maximum: 25 * 2 ** 20 },
  'image-too-many-pixels': { megapixels: 900, maximum: 100 },
  'image-unsupported-type': { supported: ['JPEG', 'PNG', 'WebP'] },
  'analysis-failed': {},
  'download-failed': {},
  'download-timeout': { seconds: 15 },
  'database-away': {},
  'storage-full': {},
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
  'cannot-post': { channelId: '777' },
  'member-opted-out': { memberId: '123456' },
  'member-declined': { memberId: '123456', days: 30 },
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

const languageNames = Object.keys(languages) as (keyof typeof languages)[];

describe.each(languageNames)('what users are told in %s', (language) => {
  const texts = textsFor(language);
  const told = (code: keyof UserErrorContexts) => sentenceFor(new UserError(code, samples[code]), texts);

  it('is a sentence of its own for each error', () => {
    const sentences = codes.map(told);
    expect(new Set(sentences).size).toBe(codes.length);
    for (const sentence of sentences) {
      expect(sentence).toMatch(/^[A-ZÄÖÜ].{15,}[.)`]$/s);
      expect(sentence).not.toMatch(/undefined|NaN|\[object/);
    }
  });

  it('holds the facts that help', () => {
    expect(told('face-too-small')).toMatch(/41.*60/s);
    expect(told('image-too-large')).toContain('25 MB');
    expect(told('image-unsupported-type')).toMatch(/JPEG, PNG (or|oder) WebP/);
    expect(told('member-enrols-themself')).toContain('<@123456>');
    expect(told('slow-down')).toMatch(/42 (seconds|Sekunden)/);
    expect(told('searchers-only')).toContain('<@&654321>');
  });
});

/** Every text by its path: sentences as they are, functions called with values that show in the result. */
function flatten(value: unknown, path = ''): [string, string][] {
  if (typeof value === 'function') {
    // Numbers stand for strings as well; each function gets as many as it takes.
    const result: unknown = (value as (...values: unknown[]) => unknown)(...valuesFor(path, value.length));
    return [[path, String(result)]];
  }
  if (typeof value === 'object' && value !== null) {
    return Object.entries(value).flatMap(([key, inner]) => flatten(inner, `${path}/${key}`));
  }
  return [[path, String(value)]];
}

function valuesFor(path: string, count: number): unknown[] {
  const special: Record<string, unknown[]> = {
    '/enroll/proposed': ['5', 7, 'direct'],
    '/backfill/skipped': [3, [['image-broken', 3]]],
    '/backfill/unreadable': [['5', '6'], 1],
    '/backfill/indexed': [['5', '6']],
  };
  return special[path] ?? Array.from({ length: count }, (_, index) => index + 5);
}

const withoutErrors = ({ errors: _, ...rest }: Texts) => rest;

describe('every language', () => {
  const english = new Map(flatten(withoutErrors(textsFor('en'))));

  it.each(languageNames)('has every text: %s', (language) => {
    const texts = flatten(withoutErrors(languages[language]));
    expect(texts.map(([path]) => path)).toEqual([...english.keys()]);
    expect(texts.length).toBeGreaterThan(150);
    for (const [path, text] of texts) {
      expect(text.trim(), path).not.toBe('');
      expect(text, path).not.toMatch(/undefined|NaN|\[object/);
    }
  });

  it('was translated, not copied', () => {
    // What is the same in both languages, or shows nothing but what it was given.
    const same = [
      '/whois/line',
      '/whois/notThisOption',
      '/person/suggestedMerged',
      '/privacy/name',
      '/privacy/unknownServer',
      '/settings/bandStrictnesses/normal/0',
      '/audit/line',
    ];
    const copied = flatten(withoutErrors(languages.de)).filter(([path, text]) => english.get(path) === text);
    expect(copied.map(([path]) => path).filter((path) => !same.includes(path))).toEqual([]);
  });

  it('fits where Discord sets limits', () => {
    for (const language of languageNames) {
      const { whois, settings, audit, common, enroll, person, privacy } = languages[language];
      const labels = [
        whois.nameTitle,
        whois.nameFace,
        whois.nameMember,
        whois.nameOther,
        settings.retentionTitle,
      ];
      for (const label of [...labels, settings.pictureRetention, settings.auditRetention]) {
        expect(label.length, label).toBeLessThanOrEqual(45);
      }
      const descriptions = [whois.nameMemberHint, whois.nameOtherHint, settings.pictureRetentionHint];
      const options = Object.values(settings)
        .filter((value) => typeof value === 'object')
        .flatMap(Object.values)
        .flat();
      for (const description of [...descriptions, ...options, ...Object.values(audit.actions)]) {
        expect(description.length, description).toBeLessThanOrEqual(100);
      }
      const buttons = [
        common.next,
        enroll.never,
        enroll.look,
        person.removeButton,
        privacy.withdrawButton,
        settings.everyoneButton,
      ];
      for (const button of buttons) {
        expect(button.length, button).toBeLessThanOrEqual(80);
      }
    }
  });

  it('answers to its locale, English to all others', () => {
    expect(textsFor('de')).toBe(languages.de);
    for (const locale of ['en-US', 'en-GB', 'fr', 'constructor', '']) {
      expect(textsFor(locale)).toBe(languages.en);
    }
  });
});

describe('commands', () => {
  interface Described {
    readonly name: string;
    readonly type?: number;
    readonly description?: string;
    readonly name_localizations?: Record<string, string>;
    readonly description_localizations?: Record<string, string>;
    readonly options?: readonly Described[];
    readonly choices?: readonly Described[];
  }
  const all = (node: Described, path = ''): [string, Described][] => [
    [`${path}/${node.name}`, node],
    ...[...(node.options ?? []), ...(node.choices ?? [])].flatMap((inner) =>
      all(inner, `${path}/${node.name}`),
    ),
  ];
  const nodes = commands.flatMap(({ definition }) => all(definition as Described));

  it.each(nodes)('%s has its name and description in German', (_, node) => {
    expect(node.name_localizations?.de).toMatch(/^.{1,100}$/);
    if (node.description !== undefined) {
      expect(node.description_localizations?.de).toMatch(/^.{1,100}$/);
      expect(node.description_localizations?.de).not.toBe(node.description);
    }
  });

  it('are called in texts what they are called in that language', () => {
    const names = (language: keyof typeof languages) =>
      commands.flatMap(({ definition }) => {
        const { name, name_localizations, options } = definition as Described;
        const own = language === 'en' ? name : name_localizations?.[language];
        const inner = (options ?? []).map(
          (one) => `${own} ${language === 'en' ? one.name : one.name_localizations?.[language]}`,
        );
        return [own, ...inner];
      });
    for (const language of languageNames) {
      const known = names(language);
      const errors = codes.map((code) =>
        sentenceFor(new UserError(code, samples[code]), languages[language]),
      );
      const said = [...flatten(withoutErrors(languages[language])).map(([, text]) => text), ...errors];
      const mentioned = said.flatMap((text) => [...text.matchAll(/`\/([^`]+)`/g)].map(([, name]) => name));
      expect(mentioned.length).toBeGreaterThan(10);
      expect(mentioned.filter((name) => !known.includes(name))).toEqual([]);
    }
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

  it.each([
    [1, '1 second'],
    [119.2, '120 seconds'],
    [120, '2 minutes'],
    [121, '3 minutes'],
  ])('tells %i seconds as %s', (seconds, text) => {
    expect(duration(seconds, { second: ['second', 'seconds'], minute: ['minute', 'minutes'] })).toBe(text);
  });
});
