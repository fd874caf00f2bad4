import { describe, expect, test } from 'vitest';
import { validateCommands } from '../../../sandbox/validate/index.ts';
import { chars, complaints, testCases, times } from './cases.ts';

const command = { name: 'whois', description: 'Says who is in a picture' };
const option = (i: number) => ({ type: 3, name: `option-${i}`, description: 'An option' });
const subcommand = (i: number, options: unknown[] = []) => ({
  type: 1,
  name: `sub-${i}`,
  description: 'A subcommand',
  options,
});
const change = (changes: object) => validateCommands([{ ...command, ...changes }], 'global');

describe('a slash command', () => {
  testCases(change, [
    {
      rule: 'has a name of 32 characters',
      accepted: { name: chars(32) },
      refused: { name: chars(33) },
      because: [
        '0.name[BASE_TYPE_BAD_LENGTH]',
        '0.name[STRING_TYPE_REGEX]',
        '0.name[APPLICATION_COMMAND_INVALID_NAME]',
      ],
    },
    {
      rule: 'has a name of letters in any script',
      accepted: { name: 'qui-est-là_ผู้ใช้' },
      refused: { name: 'who is' },
      because: ['0.name[STRING_TYPE_REGEX]', '0.name[APPLICATION_COMMAND_INVALID_NAME]'],
    },
    {
      rule: 'has a name in lower case',
      accepted: { name: '名前' },
      refused: { name: 'whoIs' },
      because: '0.name[APPLICATION_COMMAND_INVALID_NAME]',
    },
    {
      rule: 'has a description of 100 characters',
      accepted: { description: chars(100) },
      refused: { description: chars(101) },
      because: '0.description[BASE_TYPE_BAD_LENGTH]',
    },
    {
      rule: 'has a description',
      accepted: { description: '.' },
      refused: { description: undefined },
      because: '0.description[BASE_TYPE_REQUIRED]',
    },
    {
      rule: 'translates into known locales',
      accepted: { name_localizations: { de: 'wer', 'pt-BR': null } },
      refused: { name_localizations: { xx: 'wer' } },
      because: '0.name_localizations[BASE_TYPE_CHOICES]',
    },
    {
      rule: 'translates names within the same rules',
      accepted: { name_localizations: { fr: 'qui' } },
      refused: { name_localizations: { fr: 'Qui' } },
      because: '0.name_localizations.fr[APPLICATION_COMMAND_INVALID_NAME]',
    },
    {
      rule: 'translates descriptions within the same rules',
      accepted: { description_localizations: { fr: chars(100) } },
      refused: { description_localizations: { fr: chars(101) } },
      because: '0.description_localizations.fr[BASE_TYPE_BAD_LENGTH]',
    },
    {
      rule: 'has permissions as a string of digits',
      accepted: { default_member_permissions: '8' },
      refused: { default_member_permissions: 8 },
      because: '0.default_member_permissions[NUMBER_TYPE_COERCE]',
    },
    {
      rule: 'has known contexts',
      accepted: { contexts: [0, 1, 2] },
      refused: { contexts: [3] },
      because: '0.contexts.0[BASE_TYPE_CHOICES]',
    },
    {
      rule: 'has each context once',
      accepted: { contexts: null },
      refused: { contexts: [0, 0] },
      because: '0.contexts.1[SET_TYPE_ALREADY_CONTAINS_VALUE]',
    },
    {
      rule: 'has known integration types',
      accepted: { integration_types: [0, 1] },
      refused: { integration_types: ['guild'] },
      because: '0.integration_types.0[BASE_TYPE_CHOICES]',
    },
    {
      rule: 'is age-restricted by a boolean',
      accepted: { nsfw: true },
      refused: { nsfw: 1 },
      because: '0.nsfw[BOOLEAN_TYPE_CONVERT]',
    },
    {
      rule: 'is of a known type',
      accepted: { type: 1 },
      refused: { type: 9 },
      because: '0.type[BASE_TYPE_CHOICES]',
    },
    {
      rule: 'has 8000 characters in all',
      accepted: {
        name: 'x',
        description: chars(99),
        options: times(25, (i) => ({
          ...option(i),
          name: `o${String(i).padStart(2, '0')}`,
          description: chars(93),
          choices: times(11, (j) => ({
            name: `name ${String(j).padStart(2, '0')}`,
            value: String(j).padStart(13, '0'),
          })),
        })),
      },
      refused: {
        name: 'x',
        description: chars(100),
        options: times(25, (i) => ({
          ...option(i),
          name: `o${String(i).padStart(2, '0')}`,
          description: chars(93),
          choices: times(11, (j) => ({
            name: `name ${String(j).padStart(2, '0')}`,
            value: String(j).padStart(13, '0'),
          })),
        })),
      },
      because: '0[APPLICATION_COMMAND_TOO_LARGE]',
    },
  ]);
});

describe('a menu command', () => {
  const menu = (changes: object) =>
    validateCommands([{ type: 3, name: 'Who is this?', ...changes }], 'global');
  testCases(menu, [
    {
      rule: 'has a name with spaces and capitals, of 32 characters',
      accepted: { name: chars(32) },
      refused: { name: chars(33) },
      because: '0.name[BASE_TYPE_MAX_LENGTH]',
    },
    {
      rule: 'has no description',
      accepted: { description: '' },
      refused: { description: 'Says who' },
      because: '0.description[BASE_TYPE_FORBIDDEN]',
    },
    {
      rule: 'has no options',
      accepted: { type: 2, options: [] },
      refused: { type: 2, options: [option(0)] },
      because: '0.options[BASE_TYPE_FORBIDDEN]',
    },
  ]);
});

describe('the options of a command', () => {
  const required = { required: true };
  testCases(
    (options: unknown) => change({ options }),
    [
      {
        rule: 'are 25 at most',
        accepted: times(25, option),
        refused: times(26, option),
        because: '0.options[BASE_TYPE_MAX_LENGTH]',
      },
      {
        rule: 'have names of their own',
        accepted: [option(0), option(1)],
        refused: [option(0), option(1), option(0)],
        because: '0.options.2[APPLICATION_COMMAND_OPTIONS_NAME_INVALID]',
      },
      {
        rule: 'have the required ones first',
        accepted: [{ ...option(0), ...required }, { ...option(1), ...required }, option(2)],
        refused: [option(0), { ...option(1), ...required }],
        because: '0.options.1[APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID]',
      },
      {
        rule: 'are parameters or subcommands',
        accepted: [subcommand(0), subcommand(1)],
        refused: [subcommand(0), option(1)],
        because: '0.options.1[APPLICATION_COMMAND_OPTIONS_TYPE_INVALID]',
      },
      {
        rule: 'have subcommands with parameters',
        accepted: [subcommand(0, [option(0)])],
        refused: [subcommand(0, [subcommand(1)])],
        because: '0.options.0.options.0[UNION_TYPE_CHOICES]',
      },
      {
        rule: 'have groups with subcommands',
        accepted: [{ ...subcommand(0, [subcommand(1, [option(0)])]), type: 2 }],
        refused: [{ ...subcommand(0, [option(1)]), type: 2 }],
        because: '0.options.0.options.0[UNION_TYPE_CHOICES]',
      },
      {
        rule: 'have no required subcommands',
        accepted: [{ ...subcommand(0), required: false }],
        refused: [{ ...subcommand(0), ...required }],
        because: '0.options.0.required[BASE_TYPE_FORBIDDEN]',
      },
    ],
  );
});

describe('an option', () => {
  const choice = (i: number) => ({ name: `Choice ${i}`, value: `${i}` });
  const at = '0.options.0';
  testCases(
    (changes: object) => change({ options: [{ ...option(0), ...changes }] }),
    [
      {
        rule: 'is of a known type',
        accepted: { type: 11 },
        refused: { type: 12 },
        because: `${at}[UNION_TYPE_CHOICES]`,
      },
      {
        rule: 'has a name in lower case',
        accepted: { name: "l'image" },
        refused: { name: 'Image' },
        because: `${at}.name[APPLICATION_COMMAND_INVALID_NAME]`,
      },
      {
        rule: 'has a description',
        accepted: { description: 'A picture' },
        refused: { description: '' },
        because: `${at}.description[BASE_TYPE_BAD_LENGTH]`,
      },
      {
        rule: 'has 25 choices at most',
        accepted: { choices: times(25, choice) },
        refused: { choices: times(26, choice) },
        because: `${at}.choices[BASE_TYPE_MAX_LENGTH]`,
      },
      {
        rule: 'has choices with names of 100 characters',
        accepted: { choices: [{ name: chars(100), value: 'v' }] },
        refused: { choices: [{ name: chars(101), value: 'v' }] },
        because: `${at}.choices.0.name[BASE_TYPE_BAD_LENGTH]`,
      },
      {
        rule: 'has choices of its own type',
        accepted: { type: 4, choices: [{ name: 'One', value: 1 }] },
        refused: { type: 4, choices: [{ name: 'One', value: '1' }] },
        because: `${at}.choices.0.value[NUMBER_TYPE_COERCE]`,
      },
      {
        rule: 'has choices that differ',
        accepted: { choices: [choice(0), choice(1)] },
        refused: { choices: [choice(0), { ...choice(1), value: '0' }] },
        because: `${at}.choices.1.value[APPLICATION_COMMAND_OPTIONS_CHOICES_INVALID]`,
      },
      {
        rule: 'has choices or autocomplete',
        accepted: { autocomplete: true, choices: [] },
        refused: { autocomplete: true, choices: [choice(0)] },
        because: `${at}.autocomplete[APPLICATION_COMMAND_OPTIONS_AUTOCOMPLETE_INVALID]`,
      },
      {
        rule: 'has autocomplete only for text and numbers',
        accepted: { type: 10, autocomplete: true },
        refused: { type: 6, autocomplete: true },
        because: `${at}.autocomplete[BASE_TYPE_FORBIDDEN]`,
      },
      {
        rule: 'has bounds in order',
        accepted: { type: 4, min_value: 1, max_value: 1 },
        refused: { type: 4, min_value: 2, max_value: 1 },
        because: `${at}.max_value[NUMBER_TYPE_MIN]`,
      },
      {
        rule: 'has whole bounds for whole numbers',
        accepted: { type: 10, min_value: 0.5 },
        refused: { type: 4, min_value: 0.5 },
        because: `${at}.min_value[NUMBER_TYPE_COERCE]`,
      },
      {
        rule: 'has lengths up to 6000',
        accepted: { min_length: 6000, max_length: 6000 },
        refused: { min_length: 6001, max_length: 6001 },
        because: [`${at}.min_length[NUMBER_TYPE_MAX]`, `${at}.max_length[NUMBER_TYPE_MAX]`],
      },
      {
        rule: 'has lengths that text can have',
        accepted: { min_length: 0, max_length: 1 },
        refused: { min_length: -1, max_length: 0 },
        because: [`${at}.min_length[NUMBER_TYPE_MIN]`, `${at}.max_length[NUMBER_TYPE_MIN]`],
      },
      {
        rule: 'has lengths in order',
        accepted: { min_length: 2, max_length: 2 },
        refused: { min_length: 3, max_length: 2 },
        because: `${at}.max_length[NUMBER_TYPE_MIN]`,
      },
      {
        rule: 'has known types of channel',
        accepted: { type: 7, channel_types: [0, 5] },
        refused: { type: 7, channel_types: [0, 99] },
        because: `${at}.channel_types.1[BASE_TYPE_CHOICES]`,
      },
      {
        rule: 'has types of file',
        accepted: { type: 11, file_types: ['image'] },
        refused: { type: 11, file_types: ['pictures'] },
        because: `${at}.file_types.0[BASE_TYPE_CHOICES]`,
      },
    ],
  );
});

describe('all commands together', () => {
  const named = (i: number) => ({ ...command, name: `command-${i}` });
  const menu = (type: number) => (i: number) => ({ type, name: `Menu ${i}` });
  testCases(
    (commands: readonly unknown[]) => validateCommands(commands, 'guild'),
    [
      {
        rule: 'have names of their own within a type',
        accepted: [command, { type: 2, name: 'whois' }, { type: 3, name: 'whois' }],
        refused: [command, named(0), { ...command, type: 1 }],
        because: '2[APPLICATION_COMMANDS_DUPLICATE_NAME]',
      },
      {
        rule: 'are a hundred slash commands at most',
        accepted: times(100, named),
        refused: times(101, named),
        because: '[30032]',
      },
      {
        rule: 'are fifteen user commands at most',
        accepted: times(15, menu(2)),
        refused: times(16, menu(2)),
        because: '[30032]',
      },
      {
        rule: 'are fifteen message commands at most',
        accepted: times(15, menu(3)),
        refused: times(16, menu(3)),
        because: '[30032]',
      },
      {
        rule: 'are objects',
        accepted: [],
        refused: [null, 'whois'],
        because: ['0[MODEL_TYPE_CONVERT]', '1[MODEL_TYPE_CONVERT]'],
      },
    ],
  );

  test('have an entry point only globally', () => {
    const entryPoint = { type: 4, name: 'launch', handler: 2 };
    expect(validateCommands([entryPoint], 'global')).toBeNull();
    expect(complaints(validateCommands([{ type: 4 }], 'global'))).toEqual([
      '0.handler[BASE_TYPE_REQUIRED]',
      '0.name[BASE_TYPE_REQUIRED]',
    ]);
    expect(complaints(validateCommands([entryPoint], 'guild'))).toEqual(['0.type[BASE_TYPE_CHOICES]']);
  });
});
