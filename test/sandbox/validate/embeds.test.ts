import { describe } from 'vitest';
import { validateMessage } from '../../../sandbox/validate/index.ts';
import { chars, testCases, times } from './cases.ts';

const withEmbeds = (embeds: unknown) =>
  validateMessage({ embeds }, { kind: 'create', attachmentNames: ['a.png', 'a.txt'] });
const field = { name: 'name', value: 'value' };

describe('embeds', () => {
  testCases(withEmbeds, [
    {
      rule: 'are a list',
      accepted: [{ title: 'hi' }],
      refused: { title: 'hi' },
      because: 'embeds[LIST_TYPE_CONVERT]',
    },
    {
      rule: 'are ten at most',
      accepted: times(10, () => ({ title: 'hi' })),
      refused: times(11, () => ({ title: 'hi' })),
      because: 'embeds[BASE_TYPE_MAX_LENGTH]',
    },
    {
      rule: 'have 6000 characters in all',
      accepted: [
        { title: chars(256), description: chars(3744), author: { name: chars(100) } },
        { footer: { text: chars(1000) }, fields: [{ name: chars(100), value: chars(800) }] },
      ],
      refused: [
        { title: chars(256), description: chars(3744), author: { name: chars(100) } },
        { footer: { text: chars(1000) }, fields: [{ name: chars(100), value: chars(801) }] },
      ],
      because: 'embeds[MAX_EMBED_SIZE_EXCEEDED]',
    },
  ]);
});

describe('an embed', () => {
  testCases(
    (embed: unknown) => withEmbeds([embed]),
    [
      {
        rule: 'shows something',
        accepted: { image: { url: 'https://example.org/a.png' } },
        refused: { color: 5 },
        because: 'embeds.0.description[BASE_TYPE_REQUIRED]',
      },
      {
        rule: 'has a title of 256 characters',
        accepted: { title: chars(256) },
        refused: { title: chars(257) },
        because: 'embeds.0.title[BASE_TYPE_MAX_LENGTH]',
      },
      {
        rule: 'has a description of 4096 characters',
        accepted: { description: chars(4096) },
        refused: { description: chars(4097) },
        because: 'embeds.0.description[BASE_TYPE_MAX_LENGTH]',
      },
      {
        rule: 'has 25 fields',
        accepted: { fields: times(25, () => field) },
        refused: { fields: times(26, () => field) },
        because: 'embeds.0.fields[BASE_TYPE_MAX_LENGTH]',
      },
      {
        rule: 'has field names of 256 characters',
        accepted: { fields: [{ name: chars(256), value: 'v', inline: true }] },
        refused: { fields: [{ name: chars(257), value: 'v' }] },
        because: 'embeds.0.fields.0.name[BASE_TYPE_MAX_LENGTH]',
      },
      {
        rule: 'has field values of 1024 characters',
        accepted: { fields: [{ name: 'n', value: chars(1024) }] },
        refused: { fields: [{ name: 'n', value: chars(1025) }] },
        because: 'embeds.0.fields.0.value[BASE_TYPE_MAX_LENGTH]',
      },
      {
        rule: 'has field values that are more than white space',
        accepted: { fields: [{ name: 'n', value: '\u200b' }] },
        refused: { fields: [{ name: 'n', value: ' \n' }] },
        because: 'embeds.0.fields.0.value[BASE_TYPE_REQUIRED]',
      },
      {
        rule: 'has a footer of 2048 characters',
        accepted: { footer: { text: chars(2048) } },
        refused: { footer: { text: chars(2049) } },
        because: 'embeds.0.footer.text[BASE_TYPE_MAX_LENGTH]',
      },
      {
        rule: 'has an author of 256 characters',
        accepted: { author: { name: chars(256) } },
        refused: { author: { name: chars(257) } },
        because: 'embeds.0.author.name[BASE_TYPE_MAX_LENGTH]',
      },
      {
        rule: 'has a colour of 24 bits',
        accepted: { title: 'hi', color: 0xffffff },
        refused: { title: 'hi', color: 0x1000000 },
        because: 'embeds.0.color[NUMBER_TYPE_MAX]',
      },
      {
        rule: 'has an ISO 8601 timestamp',
        accepted: { title: 'hi', timestamp: '2026-01-02T03:04:05.678Z' },
        refused: { title: 'hi', timestamp: 'yesterday' },
        because: 'embeds.0.timestamp[DATE_TIME_TYPE_PARSE]',
      },
      {
        rule: 'links to the web',
        accepted: { title: 'hi', url: 'https://example.org/' },
        refused: { title: 'hi', url: 'javascript:alert(1)' },
        because: 'embeds.0.url[URL_TYPE_INVALID_SCHEME]',
      },
      {
        rule: 'links to well formed addresses',
        accepted: { title: 'hi', url: 'http://example.org' },
        refused: { title: 'hi', url: 'https:/example.org' },
        because: 'embeds.0.url[URL_TYPE_INVALID_URL]',
      },
      {
        rule: 'shows uploaded pictures, not other files',
        accepted: { thumbnail: { url: 'attachment://a.png' } },
        refused: { thumbnail: { url: 'attachment://a.txt' } },
        because: 'embeds.0.thumbnail.url[URL_TYPE_INVALID_URL]',
      },
      {
        rule: 'takes null for what it leaves out',
        accepted: { title: 'hi', description: null, color: null, fields: null },
        refused: { title: null, description: null },
        because: 'embeds.0.description[BASE_TYPE_REQUIRED]',
      },
      {
        rule: 'is an object',
        accepted: { title: 'hi' },
        refused: 'hi',
        because: 'embeds.0[MODEL_TYPE_CONVERT]',
      },
    ],
  );
});
