import { MessageFlags } from 'discord-api-types/v10';
import { describe } from 'vitest';
import { validateMessage } from '../../../sandbox/validate/index.ts';
import { chars, testCases, times } from './cases.ts';

const files = { kind: 'create', attachmentNames: ['a.webp'] } as const;
const legacy = (components: unknown) => validateMessage({ content: 'hi', components }, files);
const layout = (components: unknown) =>
  validateMessage({ flags: MessageFlags.IsComponentsV2, components }, files);

const button = (i: number) => ({ type: 2, style: 1, label: 'Go', custom_id: `go ${i}` });
const row = (...components: unknown[]) => ({ type: 1, components });
const say = (content: string) => ({ type: 10, content });
const option = (i: number) => ({ label: `Option ${i}`, value: `${i}` });
const select = (i: number) => ({ type: 3, custom_id: `pick ${i}`, options: [option(0)] });
const picture = { media: { url: 'attachment://a.webp' } };

describe('components without IS_COMPONENTS_V2', () => {
  testCases(legacy, [
    {
      rule: 'are a list',
      accepted: [],
      refused: row(button(0)),
      because: 'components[LIST_TYPE_CONVERT]',
    },
    {
      rule: 'are five rows at most',
      accepted: times(5, (i) => row(button(i))),
      refused: times(6, (i) => row(button(i))),
      because: 'components[BASE_TYPE_MAX_LENGTH]',
    },
    {
      rule: 'are action rows only',
      accepted: [row(button(0))],
      refused: [say('hi')],
      because: 'components.0[UNION_TYPE_CHOICES]',
    },
    {
      rule: 'are objects',
      accepted: [row(button(0))],
      refused: [null],
      because: 'components.0[MODEL_TYPE_CONVERT]',
    },
    {
      rule: 'have a type',
      accepted: [row(button(0))],
      refused: [{ components: [button(0)] }],
      because: 'components.0.type[BASE_TYPE_REQUIRED]',
    },
    {
      rule: 'have five buttons a row at most',
      accepted: [row(...times(5, button))],
      refused: [row(...times(6, button))],
      because: 'components.0.components[BASE_TYPE_BAD_LENGTH]',
    },
    {
      rule: 'have no empty row',
      accepted: [row(button(0))],
      refused: [row()],
      because: 'components.0.components[BASE_TYPE_BAD_LENGTH]',
    },
    {
      rule: 'have one select a row',
      accepted: [row(select(0)), row(select(1))],
      refused: [row(select(0), select(1))],
      because: 'components.0.components.1[COMPONENT_LAYOUT_WIDTH_EXCEEDED]',
    },
    {
      rule: 'do not mix buttons and a select in a row',
      accepted: [row(button(0)), row(select(0))],
      refused: [row(button(0), select(0))],
      because: 'components.0.components.1[COMPONENT_LAYOUT_WIDTH_EXCEEDED]',
    },
    {
      rule: 'hold no text input',
      accepted: [row(button(0))],
      refused: [row({ type: 4, custom_id: 'name', style: 1, label: 'Name' })],
      because: 'components.0.components.0[UNION_TYPE_CHOICES]',
    },
    {
      rule: 'have custom ids of their own',
      accepted: [row(button(0), button(1))],
      refused: [row(button(0)), row(button(0))],
      because: 'components.1.components.0.custom_id[COMPONENT_CUSTOM_ID_DUPLICATED]',
    },
    {
      rule: 'have ids of their own',
      accepted: [row({ ...button(0), id: 0 }, { ...button(1), id: 0 }, { ...button(2), id: 7 })],
      refused: [row({ ...button(0), id: 7 }, { ...button(1), id: 7 })],
      because: 'components.0.components.1.id[COMPONENT_ID_DUPLICATED]',
    },
    {
      rule: 'have ids of 32 bits',
      accepted: [row({ ...button(0), id: 5 })],
      refused: [row({ ...button(0), id: 2 ** 32 })],
      because: 'components.0.components.0.id[NUMBER_TYPE_MAX]',
    },
  ]);
});

describe('a button', () => {
  const at = 'components.0.components.0';
  testCases(
    (one: unknown) => legacy([row(one)]),
    [
      {
        rule: 'has a label of 80 characters',
        accepted: { ...button(0), label: chars(80) },
        refused: { ...button(0), label: chars(81) },
        because: `${at}.label[BASE_TYPE_MAX_LENGTH]`,
      },
      {
        rule: 'has a custom id of 100 characters',
        accepted: { ...button(0), custom_id: chars(100) },
        refused: { ...button(0), custom_id: chars(101) },
        because: `${at}.custom_id[BASE_TYPE_BAD_LENGTH]`,
      },
      {
        rule: 'has a custom id that is not empty',
        accepted: { ...button(0), custom_id: 'x' },
        refused: { ...button(0), custom_id: '' },
        because: `${at}.custom_id[BASE_TYPE_BAD_LENGTH]`,
      },
      {
        rule: 'has a custom id at all',
        accepted: button(0),
        refused: { type: 2, style: 1, label: 'Go' },
        because: `${at}.custom_id[BASE_TYPE_REQUIRED]`,
      },
      {
        rule: 'has no url beside a custom id',
        accepted: button(0),
        refused: { ...button(0), url: 'https://example.org' },
        because: `${at}.url[BASE_TYPE_FORBIDDEN]`,
      },
      {
        rule: 'that links has a url and no custom id',
        accepted: { type: 2, style: 5, label: 'Go', url: 'https://example.org' },
        refused: { type: 2, style: 5, label: 'Go', custom_id: 'go' },
        because: [`${at}.url[BASE_TYPE_REQUIRED]`, `${at}.custom_id[BASE_TYPE_FORBIDDEN]`],
      },
      {
        rule: 'that links has a url of 512 characters',
        accepted: { type: 2, style: 5, label: 'Go', url: `https://example.org/${chars(492)}` },
        refused: { type: 2, style: 5, label: 'Go', url: `https://example.org/${chars(493)}` },
        because: `${at}.url[BASE_TYPE_MAX_LENGTH]`,
      },
      {
        rule: 'that links uses http, https or discord',
        accepted: { type: 2, style: 5, label: 'Go', url: 'discord://-/channels/1' },
        refused: { type: 2, style: 5, label: 'Go', url: 'steam://run/1' },
        because: `${at}.url[URL_TYPE_INVALID_SCHEME]`,
      },
      {
        rule: 'that sells has only an SKU',
        accepted: { type: 2, style: 6, sku_id: '1100000000000000001' },
        refused: { type: 2, style: 6, sku_id: '1100000000000000001', label: 'Buy' },
        because: `${at}.label[BASE_TYPE_FORBIDDEN]`,
      },
      {
        rule: 'has a label or an emoji',
        accepted: { type: 2, style: 1, custom_id: 'go', emoji: { name: '👍' } },
        refused: { type: 2, style: 1, custom_id: 'go' },
        because: `${at}.label[BASE_TYPE_REQUIRED]`,
      },
      {
        rule: 'has a known style',
        accepted: { ...button(0), style: 4 },
        refused: { ...button(0), style: 7 },
        because: `${at}.style[BASE_TYPE_CHOICES]`,
      },
      {
        rule: 'is disabled by a boolean',
        accepted: { ...button(0), disabled: true },
        refused: { ...button(0), disabled: 'true' },
        because: `${at}.disabled[BOOLEAN_TYPE_CONVERT]`,
      },
      {
        rule: 'has an emoji that is one',
        accepted: { ...button(0), emoji: { name: '▶' } },
        refused: { ...button(0), emoji: { name: '▲' } },
        because: `${at}.emoji.name[COMPONENT_INVALID_EMOJI]`,
      },
      {
        rule: 'has a custom emoji by id',
        accepted: { ...button(0), emoji: { id: '1100000000000000001', name: 'kith', animated: false } },
        refused: { ...button(0), emoji: { id: 'kith' } },
        because: `${at}.emoji.id[NUMBER_TYPE_COERCE]`,
      },
    ],
  );
});

describe('a select menu', () => {
  const at = 'components.0.components.0';
  testCases(
    (change: object) => legacy([row({ ...select(0), options: times(5, option), ...change })]),
    [
      {
        rule: 'has options',
        accepted: { options: [option(0)] },
        refused: { options: [] },
        because: `${at}.options[BASE_TYPE_BAD_LENGTH]`,
      },
      {
        rule: 'has 25 options at most',
        accepted: { options: times(25, option) },
        refused: { options: times(26, option) },
        because: `${at}.options[BASE_TYPE_BAD_LENGTH]`,
      },
      {
        rule: 'has labels of 100 characters',
        accepted: { options: [{ label: chars(100), value: 'v' }] },
        refused: { options: [{ label: chars(101), value: 'v' }] },
        because: `${at}.options.0.label[BASE_TYPE_BAD_LENGTH]`,
      },
      {
        rule: 'has values of 100 characters',
        accepted: { options: [{ label: 'l', value: chars(100) }] },
        refused: { options: [{ label: 'l', value: chars(101) }] },
        because: `${at}.options.0.value[BASE_TYPE_BAD_LENGTH]`,
      },
      {
        rule: 'has descriptions of 100 characters',
        accepted: { options: [{ label: 'l', value: 'v', description: chars(100) }] },
        refused: { options: [{ label: 'l', value: 'v', description: chars(101) }] },
        because: `${at}.options.0.description[BASE_TYPE_MAX_LENGTH]`,
      },
      {
        rule: 'has values of their own',
        accepted: { options: [option(0), option(1)] },
        refused: { options: [option(0), option(1), option(0)] },
        because: `${at}.options.2.value[COMPONENT_OPTION_VALUE_DUPLICATED]`,
      },
      {
        rule: 'has no more defaults than values may be chosen',
        accepted: { options: [{ ...option(0), default: true }, option(1)] },
        refused: { options: times(2, (i) => ({ ...option(i), default: true })) },
        because: `${at}.options[COMPONENT_OPTION_DEFAULTS_EXCEEDED]`,
      },
      {
        rule: 'has a placeholder of 150 characters',
        accepted: { placeholder: chars(150) },
        refused: { placeholder: chars(151) },
        because: `${at}.placeholder[BASE_TYPE_MAX_LENGTH]`,
      },
      {
        rule: 'lets at most 25 values be chosen',
        accepted: { options: times(25, option), max_values: 25 },
        refused: { options: times(25, option), max_values: 26 },
        because: [`${at}.max_values[NUMBER_TYPE_MAX]`, `${at}.options[BASE_TYPE_BAD_LENGTH]`],
      },
      {
        rule: 'may ask for no value, but not for fewer',
        accepted: { min_values: 0 },
        refused: { min_values: -1 },
        because: `${at}.min_values[NUMBER_TYPE_MIN]`,
      },
      {
        rule: 'does not ask for more values than it takes, one by default',
        accepted: { min_values: 2, max_values: 2 },
        refused: { min_values: 2 },
        because: `${at}.max_values[NUMBER_TYPE_MIN]`,
      },
      {
        rule: 'has more options than one where two may be chosen',
        accepted: { options: times(2, option), max_values: 2 },
        refused: { options: [option(0)], max_values: 2 },
        because: `${at}.options[BASE_TYPE_BAD_LENGTH]`,
      },
      {
        rule: 'has as many options as may be chosen',
        accepted: { max_values: 5 },
        refused: { max_values: 6 },
        because: `${at}.options[BASE_TYPE_BAD_LENGTH]`,
      },
      {
        rule: 'has a custom id',
        accepted: { custom_id: 'pick' },
        refused: { custom_id: null },
        because: `${at}.custom_id[BASE_TYPE_REQUIRED]`,
      },
      {
        rule: 'of users takes users as defaults',
        accepted: { type: 5, default_values: [{ id: '1', type: 'user' }] },
        refused: { type: 5, default_values: [{ id: '1', type: 'role' }] },
        because: `${at}.default_values.0.type[BASE_TYPE_CHOICES]`,
      },
      {
        rule: 'of mentionables takes as many defaults as values',
        accepted: { type: 7, max_values: 2, default_values: times(2, (i) => ({ id: `${i}`, type: 'role' })) },
        refused: { type: 7, max_values: 2, default_values: times(3, (i) => ({ id: `${i}`, type: 'role' })) },
        because: `${at}.default_values[BASE_TYPE_BAD_LENGTH]`,
      },
      {
        rule: 'of roles has a custom id of its own length',
        accepted: { type: 6, custom_id: chars(100) },
        refused: { type: 6, custom_id: chars(101) },
        because: `${at}.custom_id[BASE_TYPE_BAD_LENGTH]`,
      },
      {
        rule: 'of channels takes known types of channel',
        accepted: { type: 8, channel_types: [0, 5, 15] },
        refused: { type: 8, channel_types: [99] },
        because: `${at}.channel_types.0[BASE_TYPE_CHOICES]`,
      },
    ],
  );
});

describe('components with IS_COMPONENTS_V2', () => {
  const container = (...components: unknown[]) => ({ type: 17, components });
  const section = (texts: number, accessory: unknown) => ({
    type: 9,
    components: times(texts, () => say('hi')),
    accessory,
  });
  const thumbnail = { type: 11, ...picture };
  const gallery = (...items: unknown[]) => ({ type: 12, items });
  testCases(layout, [
    {
      rule: 'are known top-level types',
      accepted: [row(button(0)), section(1, thumbnail), say('hi'), gallery(picture), { type: 14 }],
      refused: [thumbnail],
      because: 'components.0[UNION_TYPE_CHOICES]',
    },
    {
      rule: 'are forty in all, nested ones counted',
      accepted: [container(...times(38, () => ({ type: 14 }))), say('hi')],
      refused: [container(...times(36, () => ({ type: 14 }))), section(2, button(0))],
      because: 'components[COMPONENT_MAX_TOTAL_COMPONENTS_EXCEEDED]',
    },
    {
      rule: 'show 4000 characters in all',
      accepted: [say(chars(2000)), container(say(chars(2000)))],
      refused: [say(chars(2000)), container(say(chars(2001)))],
      because: 'components[COMPONENT_DISPLAYABLE_TEXT_SIZE_EXCEEDED]',
    },
    {
      rule: 'have text displays that are not empty',
      accepted: [say('x')],
      refused: [say('')],
      because: 'components.0.content[BASE_TYPE_BAD_LENGTH]',
    },
    {
      rule: 'have no container in a container',
      accepted: [container(say('hi'))],
      refused: [container(container(say('hi')))],
      because: 'components.0.components.0[UNION_TYPE_CHOICES]',
    },
    {
      rule: 'have no empty container',
      accepted: [container({ type: 14 })],
      refused: [container()],
      because: 'components.0.components[BASE_TYPE_BAD_LENGTH]',
    },
    {
      rule: 'have containers with an accent colour of 24 bits',
      accepted: [{ ...container(say('hi')), accent_color: null, spoiler: true }],
      refused: [{ ...container(say('hi')), accent_color: 0x1000000 }],
      because: 'components.0.accent_color[NUMBER_TYPE_MAX]',
    },
    {
      rule: 'have sections of one to three texts',
      accepted: [section(3, thumbnail)],
      refused: [section(4, thumbnail), section(0, thumbnail)],
      because: [
        'components.0.components[BASE_TYPE_BAD_LENGTH]',
        'components.1.components[BASE_TYPE_BAD_LENGTH]',
      ],
    },
    {
      rule: 'have sections with an accessory',
      accepted: [section(1, button(0))],
      refused: [section(1, undefined)],
      because: 'components.0.accessory[BASE_TYPE_REQUIRED]',
    },
    {
      rule: 'have sections with a button or thumbnail as accessory',
      accepted: [section(1, thumbnail)],
      refused: [section(1, select(0))],
      because: 'components.0.accessory[UNION_TYPE_CHOICES]',
    },
    {
      rule: 'count the accessory among those with a custom id',
      accepted: [section(1, button(0)), row(button(1))],
      refused: [section(1, button(0)), row(button(0))],
      because: 'components.1.components.0.custom_id[COMPONENT_CUSTOM_ID_DUPLICATED]',
    },
    {
      rule: 'have galleries of one to ten items',
      accepted: [gallery(...times(10, () => picture))],
      refused: [gallery(...times(11, () => picture)), gallery()],
      because: ['components.0.items[BASE_TYPE_BAD_LENGTH]', 'components.1.items[BASE_TYPE_BAD_LENGTH]'],
    },
    {
      rule: 'have gallery descriptions of 1024 characters',
      accepted: [gallery({ ...picture, description: chars(1024) })],
      refused: [gallery({ ...picture, description: chars(1025) })],
      because: 'components.0.items.0.description[BASE_TYPE_MAX_LENGTH]',
    },
    {
      rule: 'have thumbnail descriptions of 1024 characters',
      accepted: [section(1, { ...thumbnail, description: chars(1024) })],
      refused: [section(1, { ...thumbnail, description: chars(1025) })],
      because: 'components.0.accessory.description[BASE_TYPE_MAX_LENGTH]',
    },
    {
      rule: 'show files that were uploaded',
      accepted: [gallery(picture)],
      refused: [gallery({ media: { url: 'attachment://b.webp' } })],
      because: 'components.0.items.0.media.url[UNFURLED_MEDIA_ITEM_REFERENCED_ATTACHMENT_NOT_FOUND]',
    },
    {
      rule: 'show media of the web',
      accepted: [gallery({ media: { url: 'https://example.org/a.png' } })],
      refused: [gallery({ media: { url: 'data:image/png;base64,AA==' } })],
      because: 'components.0.items.0.media.url[URL_TYPE_INVALID_SCHEME]',
    },
    {
      rule: 'have files by attachment only',
      accepted: [{ type: 13, file: { url: 'attachment://a.webp' } }],
      refused: [{ type: 13, file: { url: 'https://example.org/a.webp' } }],
      because: 'components.0.file.url[URL_TYPE_INVALID_SCHEME]',
    },
    {
      rule: 'have separators of two sizes',
      accepted: [{ type: 14, divider: false, spacing: 2 }],
      refused: [{ type: 14, spacing: 3 }],
      because: 'components.0.spacing[BASE_TYPE_CHOICES]',
    },
    {
      rule: 'may be more than five rows',
      accepted: times(6, (i) => row(button(i))),
      refused: times(6, () => row(button(0))),
      because: times(5, (i) => `components.${i + 1}.components.0.custom_id[COMPONENT_CUSTOM_ID_DUPLICATED]`),
    },
  ]);
});
