import type { APIMessage } from 'discord-api-types/v10';
import { describe, expect, it } from 'vitest';
import { isBlank, picturesOf } from '../../src/bot/message-pictures.ts';

const cdn = ['https://cdn.discordapp.com'];
const url = (id: string) => `https://cdn.discordapp.com/attachments/1/${id}/a.jpg?ex=1&is=2&hm=3`;
const file = (id: string, values: object = { content_type: 'image/jpeg' }) =>
  ({ id, url: url(id), size: 5, filename: 'a.jpg', ...values }) as APIMessage['attachments'][number];
const ids = (message: object) =>
  picturesOf(message as APIMessage, cdn).map(({ attachmentId }) => attachmentId);

describe('the pictures of a message', () => {
  it('are its attachments that are pictures, by type or, without one, by having a width', () => {
    const attachments = [
      file('1'),
      file('2', { content_type: 'video/mp4', width: 5 }),
      file('3', { width: 5 }),
      file('4', {}),
      file('5', { content_type: 'text/plain' }),
    ];
    expect(ids({ attachments })).toEqual(['1', '3']);
  });

  it('are those that it forwards, each once', () => {
    const snapshot = { message: { attachments: [file('1'), file('2')], embeds: [] } };
    expect(ids({ attachments: [file('1')], message_snapshots: [snapshot] })).toEqual(['1', '2']);
  });

  it('are those in embeds of Discord’s own files, and no previews of links', () => {
    const embeds = [
      { type: 'rich', image: { url: url('1') }, thumbnail: { url: url('2') } },
      { type: 'image', thumbnail: { url: url('3') } },
      { type: 'rich', image: { url: 'https://evil.example/attachments/1/4/a.jpg' } },
      { type: 'rich', image: { url: 'https://cdn.discordapp.com/emojis/5.png' } },
      { type: 'rich', image: { url: 'attachment://a.jpg' } },
    ];
    expect(ids({ embeds })).toEqual(['1', '2']);
  });

  it('are those in galleries, sections and containers', () => {
    const media = (id: string, type = 'image/png') => ({
      url: url(id),
      attachment_id: id,
      content_type: type,
    });
    const components = [
      {
        type: 17,
        components: [
          { type: 12, items: [{ media: media('1') }, { media: { url: 'https://elsewhere.example/a.png' } }] },
          { type: 9, components: [{ type: 10, content: 'x' }], accessory: { type: 11, media: media('2') } },
          { type: 12, items: [{ media: media('3', 'video/mp4') }] },
        ],
      },
    ];
    expect(ids({ components })).toEqual(['1', '2']);
  });
});

describe('a message that shows nothing at all', () => {
  const empty = {
    type: 0,
    content: '',
    attachments: [],
    embeds: [],
    components: [],
  } as unknown as APIMessage;

  it('is one that Kith may not see into', () => {
    expect(isBlank(empty)).toBe(true);
    expect(isBlank({ ...empty, type: 19 })).toBe(true);
  });

  it('is that of another bot’s command as well, one with a sticker, and one that forwards such a message', () => {
    for (const hidden of [
      { type: 20 },
      { sticker_items: [{}] },
      { message_snapshots: [{ message: empty }] },
    ]) {
      expect(isBlank({ ...empty, ...hidden } as APIMessage)).toBe(true);
    }
  });

  it('is not one with words, files or a poll, forwarded or not', () => {
    for (const shown of [
      { content: 'x' },
      { attachments: [file('1')] },
      { poll: {} },
      { message_snapshots: [{ message: { ...empty, content: 'x' } }] },
    ]) {
      expect(isBlank({ ...empty, ...shown } as APIMessage)).toBe(false);
    }
  });
});
