import { describe } from 'vitest';
import { validateAutocomplete, validateModal } from '../../../sandbox/validate/index.ts';
import { chars, testCases, times } from './cases.ts';

const textInput = (i: number) => ({ type: 4, custom_id: `text ${i}`, style: 1 });
const label = (component: unknown) => ({ type: 18, label: 'Name', component });
const modal = { custom_id: 'enrol', title: 'Enrol', components: [label(textInput(0))] };

describe('a modal', () => {
  testCases(
    (change: object) => validateModal({ ...modal, ...change }),
    [
      {
        rule: 'has a title of 45 characters',
        accepted: { title: chars(45) },
        refused: { title: chars(46) },
        because: 'title[BASE_TYPE_BAD_LENGTH]',
      },
      {
        rule: 'has a custom id of 100 characters',
        accepted: { custom_id: chars(100) },
        refused: { custom_id: chars(101) },
        because: 'custom_id[BASE_TYPE_BAD_LENGTH]',
      },
      {
        rule: 'has all three fields',
        accepted: {},
        refused: { custom_id: undefined, title: null, components: undefined },
        because: [
          'custom_id[BASE_TYPE_REQUIRED]',
          'title[BASE_TYPE_REQUIRED]',
          'components[BASE_TYPE_REQUIRED]',
        ],
      },
      {
        rule: 'has five components at most',
        accepted: { components: times(5, (i) => label(textInput(i))) },
        refused: { components: times(6, (i) => label(textInput(i))) },
        because: 'components[BASE_TYPE_BAD_LENGTH]',
      },
      {
        rule: 'has a component at least',
        accepted: { components: [label(textInput(0))] },
        refused: { components: [] },
        because: 'components[BASE_TYPE_BAD_LENGTH]',
      },
      {
        rule: 'has labels and text displays, no buttons',
        accepted: { components: [{ type: 10, content: 'Read this' }, label(textInput(0))] },
        refused: { components: [{ type: 2, style: 1, label: 'Go', custom_id: 'go' }] },
        because: 'components.0[UNION_TYPE_CHOICES]',
      },
      {
        rule: 'has custom ids of their own',
        accepted: { components: [label(textInput(0)), label(textInput(1))] },
        refused: { components: [label(textInput(0)), label(textInput(0))] },
        because: 'components.1.component.custom_id[COMPONENT_CUSTOM_ID_DUPLICATED]',
      },
      {
        rule: 'has labels of 45 characters',
        accepted: { components: [{ ...label(textInput(0)), label: chars(45), description: chars(100) }] },
        refused: { components: [{ ...label(textInput(0)), label: chars(46), description: chars(101) }] },
        because: [
          'components.0.label[BASE_TYPE_BAD_LENGTH]',
          'components.0.description[BASE_TYPE_MAX_LENGTH]',
        ],
      },
      {
        rule: 'has labels that are not empty',
        accepted: { title: 'x', components: [{ ...label(textInput(0)), label: 'x' }] },
        refused: { title: '', components: [{ ...label(textInput(0)), label: '' }] },
        because: ['title[BASE_TYPE_BAD_LENGTH]', 'components.0.label[BASE_TYPE_BAD_LENGTH]'],
      },
      {
        rule: 'has one labelled text input in an action row',
        accepted: { components: [{ type: 1, components: [{ ...textInput(0), label: 'Name' }] }] },
        refused: { components: [{ type: 1, components: [textInput(0)] }] },
        because: 'components.0.components.0.label[BASE_TYPE_REQUIRED]',
      },
    ],
  );
});

describe('an input of a modal', () => {
  const at = 'components.0.component';
  const option = (i: number) => ({ label: `Option ${i}`, value: `${i}` });
  const select = { type: 3, custom_id: 'pick', options: times(3, option) };
  const upload = { type: 19, custom_id: 'photo' };
  const radio = { type: 21, custom_id: 'radio', options: times(2, option) };
  const boxes = { type: 22, custom_id: 'boxes', options: times(3, option) };
  testCases(
    (input: unknown) => validateModal({ ...modal, components: [label(input)] }),
    [
      {
        rule: 'is of a known type',
        accepted: { type: 23, custom_id: 'agree', default: false },
        refused: { type: 12, items: [] },
        because: `${at}[UNION_TYPE_CHOICES]`,
      },
      {
        rule: 'has a custom id, also as a check box',
        accepted: { type: 23, custom_id: chars(100) },
        refused: { type: 23 },
        because: `${at}.custom_id[BASE_TYPE_REQUIRED]`,
      },
      {
        rule: 'has a custom id, also for files',
        accepted: { type: 19, custom_id: chars(100), required: false, min_values: 0 },
        refused: { type: 19, custom_id: null },
        because: `${at}.custom_id[BASE_TYPE_REQUIRED]`,
      },
      {
        rule: 'has options with labels, values and descriptions of 100 characters',
        accepted: {
          ...boxes,
          options: [{ label: chars(100), value: chars(100), description: chars(100) }],
        },
        refused: {
          ...boxes,
          options: [{ label: chars(101), value: chars(101), description: chars(101) }],
        },
        because: [
          `${at}.options.0.label[BASE_TYPE_BAD_LENGTH]`,
          `${at}.options.0.value[BASE_TYPE_BAD_LENGTH]`,
          `${at}.options.0.description[BASE_TYPE_MAX_LENGTH]`,
        ],
      },
      {
        rule: 'has no empty options',
        accepted: { ...boxes, options: [{ label: 'l', value: 'v' }] },
        refused: { ...boxes, options: [{ label: '', value: '' }] },
        because: [
          `${at}.options.0.label[BASE_TYPE_BAD_LENGTH]`,
          `${at}.options.0.value[BASE_TYPE_BAD_LENGTH]`,
        ],
      },
      {
        rule: 'has no second label',
        accepted: textInput(0),
        refused: { ...textInput(0), label: 'Name' },
        because: `${at}.label[BASE_TYPE_FORBIDDEN]`,
      },
      {
        rule: 'has a style',
        accepted: { ...textInput(0), style: 2 },
        refused: { ...textInput(0), style: 3 },
        because: `${at}.style[BASE_TYPE_CHOICES]`,
      },
      {
        rule: 'has lengths up to 4000',
        accepted: { ...textInput(0), min_length: 0, max_length: 4000 },
        refused: { ...textInput(0), min_length: -1, max_length: 4001 },
        because: [`${at}.min_length[NUMBER_TYPE_MIN]`, `${at}.max_length[NUMBER_TYPE_MAX]`],
      },
      {
        rule: 'has its lengths in order',
        accepted: { ...textInput(0), min_length: 5, max_length: 5 },
        refused: { ...textInput(0), min_length: 6, max_length: 5 },
        because: `${at}.max_length[NUMBER_TYPE_MIN]`,
      },
      {
        rule: 'has a value of 4000 and a placeholder of 100 characters',
        accepted: { ...textInput(0), value: chars(4000), placeholder: chars(100) },
        refused: { ...textInput(0), value: chars(4001), placeholder: chars(101) },
        because: [`${at}.value[BASE_TYPE_MAX_LENGTH]`, `${at}.placeholder[BASE_TYPE_MAX_LENGTH]`],
      },
      {
        rule: 'is not disabled',
        accepted: { ...select, disabled: false },
        refused: { ...select, disabled: true },
        because: `${at}.disabled[BASE_TYPE_FORBIDDEN]`,
      },
      {
        rule: 'takes no value only where none is required',
        accepted: { ...select, required: false, min_values: 0 },
        refused: { ...select, min_values: 0 },
        because: `${at}.min_values[NUMBER_TYPE_MIN]`,
      },
      {
        rule: 'takes ten files at most',
        accepted: { ...upload, max_values: 10, file_types: ['image', '.webp'] },
        refused: { ...upload, max_values: 11, file_types: ['webp'] },
        because: [`${at}.max_values[NUMBER_TYPE_MAX]`, `${at}.file_types.0[BASE_TYPE_CHOICES]`],
      },
      {
        rule: 'takes as many files as it asks for',
        accepted: { ...upload, min_values: 2, max_values: 2 },
        refused: { ...upload, min_values: 2 },
        because: `${at}.max_values[NUMBER_TYPE_MIN]`,
      },
      {
        rule: 'has two to ten radio buttons',
        accepted: { ...radio, options: times(10, option) },
        refused: { ...radio, options: [option(0)] },
        because: `${at}.options[BASE_TYPE_BAD_LENGTH]`,
      },
      {
        rule: 'has one radio button chosen at most',
        accepted: { ...radio, options: [{ ...option(0), default: true }, option(1)] },
        refused: { ...radio, options: times(2, (i) => ({ ...option(i), default: true })) },
        because: `${at}.options[COMPONENT_OPTION_DEFAULTS_EXCEEDED]`,
      },
      {
        rule: 'has ten check boxes at most, all of which may be ticked',
        accepted: { ...boxes, options: times(10, (i) => ({ ...option(i), default: true })) },
        refused: { ...boxes, options: times(11, option) },
        because: `${at}.options[BASE_TYPE_BAD_LENGTH]`,
      },
      {
        rule: 'has check boxes with values of their own',
        accepted: { ...boxes, options: [option(0), option(1)] },
        refused: { ...boxes, options: [option(0), option(0)] },
        because: `${at}.options.1.value[COMPONENT_OPTION_VALUE_DUPLICATED]`,
      },
    ],
  );
});

describe('autocomplete', () => {
  const choice = { name: 'Ada', value: '1' };
  testCases(
    (choices: unknown) => validateAutocomplete({ choices }),
    [
      {
        rule: 'gives a list',
        accepted: [],
        refused: undefined,
        because: 'choices[BASE_TYPE_REQUIRED]',
      },
      {
        rule: 'gives 25 choices at most',
        accepted: times(25, () => choice),
        refused: times(26, () => choice),
        because: 'choices[BASE_TYPE_MAX_LENGTH]',
      },
      {
        rule: 'gives names of 100 characters',
        accepted: [{ ...choice, name: chars(100) }],
        refused: [{ ...choice, name: chars(101) }],
        because: 'choices.0.name[BASE_TYPE_BAD_LENGTH]',
      },
      {
        rule: 'gives values of 100 characters',
        accepted: [{ ...choice, value: chars(100) }],
        refused: [{ ...choice, value: chars(101) }],
        because: 'choices.0.value[BASE_TYPE_BAD_LENGTH]',
      },
      {
        rule: 'gives strings or numbers',
        accepted: [{ ...choice, value: 1.5 }],
        refused: [{ ...choice, value: true }],
        because: 'choices.0.value[STRING_TYPE_CONVERT]',
      },
      {
        rule: 'gives numbers that a double holds exactly',
        accepted: [{ ...choice, value: -(2 ** 53) }],
        refused: [{ ...choice, value: 2 ** 54 }],
        because: 'choices.0.value[NUMBER_TYPE_MAX]',
      },
      {
        rule: 'translates names into known locales',
        accepted: [{ ...choice, name_localizations: { de: 'Ada', 'en-GB': null } }],
        refused: [{ ...choice, name_localizations: { en: 'Ada' } }],
        because: 'choices.0.name_localizations[BASE_TYPE_CHOICES]',
      },
    ],
  );
});
