import type { Message, MessageSnapshot } from 'discord.js';
import type { APIAttachment, APIEmbed } from 'discord-api-types/v10';
import type { TargetMessage } from '../commands/invocation.ts';
import { picturesOf } from './message-pictures.ts';

type Shown = Pick<Message | MessageSnapshot, 'attachments' | 'embeds' | 'components'>;

/**
 * The message of a menu's entry, which Discord sends whole, whatever intents the bot has.
 * @param cdnOrigins where Discord keeps files.
 */
export function targetMessageOf(message: Message, cdnOrigins: readonly string[]): TargetMessage {
  const snapshots = [...message.messageSnapshots.values()].map((snapshot) => ({
    message: partsOf(snapshot),
  }));
  const parts = { ...partsOf(message), message_snapshots: snapshots };
  const pictures = picturesOf(parts as Parameters<typeof picturesOf>[0], cdnOrigins);
  return {
    id: message.id,
    images: pictures,
  };
}

/** As Discord sent them, from what discord.js made of them. */
function partsOf({ attachments, embeds, components }: Shown) {
  return {
    attachments: [...(attachments?.values() ?? [])].map(
      ({ id, name, url, proxyURL, size, width, contentType }): APIAttachment => ({
        id,
        filename: name,
        url,
        proxy_url: proxyURL,
        size,
        width,
        ...(contentType !== null && { content_type: contentType }),
      }),
    ),
    embeds: (embeds ?? []).map((embed): APIEmbed => embed.toJSON()),
    components: (components ?? []).map((component) => component.toJSON()),
  };
}
