import { MessageFlags } from 'discord-api-types/v10';
import { describe, expect, test } from 'vitest';
import {
  checkUploadSize,
  type MessageContext,
  nestErrors,
  validateMessage,
} from '../../../sandbox/validate/index.ts';
import { chars, complaints, testCases, times } from './cases.ts';

const create: MessageContext = { kind: 'create', attachmentNames: [] };
const edit: MessageContext = { kind: 'edit', attachmentNames: [] };
const V2 = MessageFlags.IsComponentsV2;
const textDisplay = { type: 10, content: 'text' };
const ID = '1100000000000000001';

describe('fields of a message', () => {
  testCases(
    (body: unknown) => validateMessage(body, create),
    [
      {
        rule: 'the body is an object',
        accepted: { content: 'hi' },
        refused: [],
        because: '[MODEL_TYPE_CONVERT]',
      },
      {
        rule: 'content has 2000 characters at most',
        accepted: { content: chars(2000) },
        refused: { content: chars(2001) },
        because: 'content[BASE_TYPE_MAX_LENGTH]',
      },
      {
        rule: 'length counts code points, not UTF-16 units',
        accepted: { content: '😀'.repeat(2000) },
        refused: { content: '😀'.repeat(2001) },
        because: 'content[BASE_TYPE_MAX_LENGTH]',
      },
      {
        rule: 'half a surrogate pair counts as one',
        accepted: { content: `${'\ud83d'.repeat(1000)}${'\ue000\udc00'.repeat(500)}` },
        refused: { content: `${'\ud83d'.repeat(1000)}${'\ue000\udc00'.repeat(500)}x` },
        because: 'content[BASE_TYPE_MAX_LENGTH]',
      },
      {
        rule: 'white space around the content does not count',
        accepted: { content: `  ${chars(2000)}\n` },
        refused: { content: `  ${chars(2001)}\n` },
        because: 'content[BASE_TYPE_MAX_LENGTH]',
      },
      {
        rule: 'content is a string',
        accepted: { content: '5' },
        refused: { content: 5 },
        because: 'content[STRING_TYPE_CONVERT]',
      },
      {
        rule: 'tts is a boolean',
        accepted: { content: 'hi', tts: false },
        refused: { content: 'hi', tts: 'no' },
        because: 'tts[BOOLEAN_TYPE_CONVERT]',
      },
      {
        rule: 'flags are an integer',
        accepted: { content: 'hi', flags: MessageFlags.Ephemeral },
        refused: { content: 'hi', flags: 'Ephemeral' },
        because: 'flags[NUMBER_TYPE_COERCE]',
      },
      {
        rule: 'flags have 31 bits',
        accepted: { content: 'hi', flags: 2 ** 31 - 1 - V2 },
        refused: { content: 'hi', flags: 2 ** 31 },
        because: 'flags[NUMBER_TYPE_MAX]',
      },
      {
        rule: 'flags are not negative',
        accepted: { content: 'hi', flags: 0 },
        refused: { content: 'hi', flags: -1 },
        because: ['flags[NUMBER_TYPE_MIN]', 'content[MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2]'],
      },
      {
        rule: 'a nonce has 25 characters at most',
        accepted: { content: 'hi', nonce: chars(25) },
        refused: { content: 'hi', nonce: chars(26) },
        because: 'nonce[NONCE_TYPE_TOO_LONG]',
      },
      {
        rule: 'a nonce is a string or an integer',
        accepted: { content: 'hi', nonce: 5 },
        refused: { content: 'hi', nonce: 5.5 },
        because: 'nonce[NONCE_TYPE_INVALID_TYPE]',
      },
      {
        rule: 'a reply names a message',
        accepted: { content: 'hi', message_reference: { message_id: ID } },
        refused: { content: 'hi', message_reference: { channel_id: ID } },
        because: 'message_reference.message_id[BASE_TYPE_REQUIRED]',
      },
      {
        rule: 'ids are snowflakes',
        accepted: { content: 'hi', message_reference: { message_id: ID } },
        refused: { content: 'hi', message_reference: { message_id: 'latest' } },
        because: 'message_reference.message_id[NUMBER_TYPE_COERCE]',
      },
      {
        rule: 'stickers are three at most',
        accepted: { sticker_ids: [ID, ID, ID] },
        refused: { sticker_ids: [ID, ID, ID, ID] },
        because: 'sticker_ids[BASE_TYPE_MAX_LENGTH]',
      },
      {
        rule: 'a poll has a question and answers',
        accepted: { poll: { question: { text: 'Who?' }, answers: [{ poll_media: { text: 'Me' } }] } },
        refused: { poll: { question: {}, answers: [] } },
        because: ['poll.question.text[BASE_TYPE_REQUIRED]', 'poll.answers[BASE_TYPE_BAD_LENGTH]'],
      },
      {
        rule: 'a message shows something',
        accepted: { content: 'hi' },
        refused: { content: '   ', embeds: [] },
        because: '[50006]',
      },
      {
        rule: 'components alone fill a message only with IS_COMPONENTS_V2',
        accepted: { flags: V2, components: [textDisplay] },
        refused: {
          components: [{ type: 1, components: [{ type: 2, style: 1, label: 'Go', custom_id: 'go' }] }],
        },
        because: '[50006]',
      },
      {
        rule: 'only components fill a message with IS_COMPONENTS_V2',
        accepted: { flags: V2, components: [textDisplay] },
        refused: { flags: V2, components: [] },
        because: '[50006]',
      },
      {
        rule: 'a poll has ten answers of 55 characters, and a question of 300',
        accepted: {
          poll: {
            question: { text: chars(300) },
            answers: times(10, () => ({ poll_media: { text: chars(55) } })),
          },
        },
        refused: {
          poll: {
            question: { text: chars(301) },
            answers: times(11, () => ({ poll_media: { text: chars(56) } })),
          },
        },
        because: [
          'poll.question.text[BASE_TYPE_BAD_LENGTH]',
          'poll.answers[BASE_TYPE_BAD_LENGTH]',
          ...times(10, (i) => `poll.answers.${i}.poll_media.text[BASE_TYPE_BAD_LENGTH]`),
        ],
      },
      {
        rule: 'a poll lasts 32 days at most',
        accepted: {
          poll: { question: { text: 'Who?' }, answers: [{ poll_media: { text: 'Me' } }], duration: 768 },
        },
        refused: {
          poll: { question: { text: 'Who?' }, answers: [{ poll_media: { text: 'Me' } }], duration: 769 },
        },
        because: 'poll.duration[NUMBER_TYPE_MAX]',
      },
      {
        rule: 'a forwarded message needs no content of its own',
        accepted: { message_reference: { type: 1, message_id: ID } },
        refused: { message_reference: { type: 0, message_id: ID } },
        because: '[50006]',
      },
      {
        rule: 'null is the same as nothing',
        accepted: { content: 'hi', embeds: null, components: null, allowed_mentions: null },
        refused: { content: null },
        because: '[50006]',
      },
    ],
  );

  test('an edit may empty the content', () => {
    expect(validateMessage({ content: '' }, edit)).toBeNull();
    expect(validateMessage({}, edit)).toBeNull();
  });
});

describe('allowed_mentions', () => {
  testCases(
    (mentions: unknown) => validateMessage({ content: 'hi', allowed_mentions: mentions }, create),
    [
      {
        rule: 'is an object',
        accepted: { parse: [] },
        refused: [],
        because: 'allowed_mentions[MODEL_TYPE_CONVERT]',
      },
      {
        rule: 'parses known kinds',
        accepted: { parse: ['users', 'roles', 'everyone'] },
        refused: { parse: ['here'] },
        because: 'allowed_mentions.parse.0[BASE_TYPE_CHOICES]',
      },
      {
        rule: 'parses no kind twice',
        accepted: { parse: ['users', 'roles'] },
        refused: { parse: ['users', 'users'] },
        because: 'allowed_mentions.parse.1[SET_TYPE_ALREADY_CONTAINS_VALUE]',
      },
      {
        rule: 'lists a hundred users at most',
        accepted: { users: times(100, (i) => `${i}`) },
        refused: { users: times(101, (i) => `${i}`) },
        because: 'allowed_mentions.users[BASE_TYPE_MAX_LENGTH]',
      },
      {
        rule: 'either parses a kind or lists ids of it',
        accepted: { parse: ['users'], roles: [ID] },
        refused: { parse: ['roles'], roles: [ID] },
        because: 'allowed_mentions[MESSAGE_ALLOWED_MENTIONS_PARSE_EXCLUSIVE]',
      },
      {
        rule: 'replied_user is a boolean',
        accepted: { replied_user: true },
        refused: { replied_user: 1 },
        because: 'allowed_mentions.replied_user[BOOLEAN_TYPE_CONVERT]',
      },
    ],
  );
});

describe('IS_COMPONENTS_V2', () => {
  const poll = { question: { text: 'Who?' }, answers: [{ poll_media: { text: 'Me' } }] };
  testCases(
    (body: object) => validateMessage({ flags: V2, components: [textDisplay], ...body }, create),
    [
      {
        rule: 'excludes content',
        accepted: { content: '' },
        refused: { content: 'hi' },
        because: 'content[MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2]',
      },
      {
        rule: 'excludes embeds',
        accepted: { embeds: [] },
        refused: { embeds: [{ title: 'hi' }] },
        because: 'embeds[MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2]',
      },
      {
        rule: 'excludes polls',
        accepted: { poll: null },
        refused: { poll },
        because: 'poll[MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2]',
      },
      {
        rule: 'excludes stickers',
        accepted: { sticker_ids: [] },
        refused: { sticker_ids: [ID] },
        because: 'sticker_ids[MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2]',
      },
    ],
  );

  testCases(
    (body: unknown) => validateMessage(body, { ...edit, componentsV2AlreadySet: true }),
    [
      {
        rule: 'cannot be taken away by an edit',
        accepted: { flags: V2, components: [textDisplay] },
        refused: { flags: 0 },
        because: 'flags[MESSAGE_CANNOT_REMOVE_COMPONENTS_V2_FLAG]',
      },
      {
        rule: 'cannot be taken away by giving content',
        accepted: { attachments: [] },
        refused: { content: 'hi' },
        because: 'flags[MESSAGE_CANNOT_REMOVE_COMPONENTS_V2_FLAG]',
      },
      {
        rule: 'must be repeated where an edit gives its components',
        accepted: { flags: V2, components: [textDisplay] },
        refused: { components: [textDisplay] },
        because: 'components.0[UNION_TYPE_CHOICES]',
      },
    ],
  );

  test('can be set by an edit', () => {
    const body = { flags: V2, content: null, embeds: [], components: [textDisplay] };
    expect(validateMessage(body, edit)).toBeNull();
  });
});

describe('attachments', () => {
  const withFile: MessageContext = { kind: 'create', attachmentNames: ['face.webp'] };
  testCases(
    (body: unknown) => validateMessage(body, withFile),
    [
      {
        rule: 'describe files that were uploaded',
        accepted: { attachments: [{ id: 0, description: 'a face' }] },
        refused: { attachments: [{ id: '1', description: 'a face' }] },
        because: 'attachments.0[ATTACHMENT_NOT_FOUND]',
      },
      {
        rule: 'have an id',
        accepted: { attachments: [{ id: '0' }] },
        refused: { attachments: [{ filename: 'face.webp' }] },
        because: 'attachments.0.id[BASE_TYPE_REQUIRED]',
      },
      {
        rule: 'have a description of 1024 characters at most',
        accepted: { attachments: [{ id: 0, description: chars(1024) }] },
        refused: { attachments: [{ id: 0, description: chars(1025) }] },
        because: 'attachments.0.description[BASE_TYPE_MAX_LENGTH]',
      },
      {
        rule: 'are kept by an edit, not by a new message',
        accepted: { attachments: [] },
        refused: { attachments: [{ id: ID }] },
        because: 'attachments.0[ATTACHMENT_NOT_FOUND]',
      },
      {
        rule: 'are referred to by the name they were uploaded with',
        accepted: { embeds: [{ image: { url: 'attachment://face.webp' } }] },
        refused: { embeds: [{ image: { url: 'attachment://mask.webp' } }] },
        because: 'embeds.0.image.url[UNFURLED_MEDIA_ITEM_REFERENCED_ATTACHMENT_NOT_FOUND]',
      },
      {
        rule: 'are referred to by the name that the request gives them',
        accepted: {
          attachments: [{ id: 0, filename: 'new.webp' }],
          embeds: [{ image: { url: 'attachment://new.webp' } }],
        },
        refused: {
          attachments: [{ id: 0, filename: 'new.webp' }],
          embeds: [{ image: { url: 'attachment://face.webp' } }],
        },
        because: 'embeds.0.image.url[UNFURLED_MEDIA_ITEM_REFERENCED_ATTACHMENT_NOT_FOUND]',
      },
    ],
  );

  testCases(
    (names: readonly string[]) => validateMessage({}, { kind: 'create', attachmentNames: names }),
    [
      {
        rule: 'are ten files at most',
        accepted: times(10, (i) => `${i}.webp`),
        refused: times(11, (i) => `${i}.webp`),
        because: 'attachments[BASE_TYPE_MAX_LENGTH]',
      },
    ],
  );

  test('an edit keeps and refers to the files that the message has', () => {
    const body = { attachments: [{ id: ID }], embeds: [{ image: { url: 'attachment://old.webp' } }] };
    expect(validateMessage(body, { ...edit, existingAttachmentNames: ['old.webp'] })).toBeNull();
  });
});

describe('checkUploadSize', () => {
  const MiB = 1024 * 1024;
  const tooLarge = { code: 40005, message: 'Request entity too large' };

  test('holds each file against the limit', () => {
    expect(checkUploadSize([10 * MiB, 10 * MiB], 10 * MiB)).toBeNull();
    expect(checkUploadSize([1, 10 * MiB + 1], 10 * MiB)).toEqual(tooLarge);
  });

  test('holds the whole request against 25 MiB', () => {
    expect(checkUploadSize([10 * MiB, 10 * MiB, 5 * MiB], 10 * MiB)).toBeNull();
    expect(checkUploadSize([10 * MiB, 10 * MiB, 5 * MiB + 1], 10 * MiB)).toEqual(tooLarge);
  });

  test('leaves a boosted server its larger files', () => {
    expect(checkUploadSize([90 * MiB], 100 * MiB)).toBeNull();
  });
});

describe('the answer', () => {
  const row = {
    type: 1,
    components: [
      { type: 2, style: 1, label: 'Yes', custom_id: 'yes' },
      { type: 2, style: 1, label: 'No', custom_id: chars(101) },
    ],
  };

  test('has the form in which Discord gives it', () => {
    const error = { code: 'BASE_TYPE_BAD_LENGTH', message: 'Must be between 1 and 100 in length.' };
    const at = { custom_id: { _errors: [error] } };
    expect(validateMessage({ content: 'hi', components: [row] }, create)).toEqual({
      code: 50035,
      message: 'Invalid Form Body',
      errors: { components: { 0: { components: { 1: at } } } },
    });
  });

  test('can be nested, as for an interaction callback', () => {
    const refusal = validateMessage({ content: 5 }, create);
    expect(refusal && complaints(nestErrors(refusal, 'data'))).toEqual(['data.content[STRING_TYPE_CONVERT]']);
    const empty = validateMessage({}, create);
    expect(empty && nestErrors(empty, 'data')).toEqual({
      code: 50006,
      message: 'Cannot send an empty message',
    });
  });

  test('names everything that is wrong at once', () => {
    const refusal = validateMessage({ content: 5, tts: 'no', embeds: [{}] }, create);
    expect(complaints(refusal)).toEqual([
      'content[STRING_TYPE_CONVERT]',
      'embeds.0.description[BASE_TYPE_REQUIRED]',
      'tts[BOOLEAN_TYPE_CONVERT]',
    ]);
  });
});
