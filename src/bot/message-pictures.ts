import {
  type APIAttachment,
  type APIEmbed,
  type APIMessage,
  type APIMessageSnapshotFields,
  type APIUnfurledMediaItem,
  EmbedType,
} from 'discord-api-types/v10';
import type { PostedPicture } from '../services/indexing/channels.ts';

type Holder = Pick<APIMessage | APIMessageSnapshotFields, 'attachments' | 'embeds' | 'components'>;

type MessageContent = Holder & Pick<APIMessage, 'content'>;

/** Discord sends a message without some of it when it was changed, and by whom it is not said with snapshots. */
type PartialMessage = Partial<
  Pick<APIMessage, 'attachments' | 'embeds' | 'components' | 'message_snapshots'>
>;

/**
 * The pictures that a message shows: attached, in galleries, in embeds that were made with an attachment, and those of
 * a message that it forwards. Previews of links are not among them: what they show was not posted here.
 */
export function picturesOf(message: PartialMessage, cdnOrigins: readonly string[]): PostedPicture[] {
  const forwarded = (message.message_snapshots ?? []).map((snapshot) => snapshot.message);
  const pictures = [message, ...forwarded].flatMap((holder) => picturesIn(holder, cdnOrigins));
  return [...new Map(pictures.map((picture) => [picture.attachmentId, picture])).values()];
}

/**
 * Whether all is empty that Discord empties in messages whose content it keeps from Kith: what such a message holds is
 * not known. Stickers, and that something was forwarded, it always tells.
 */
export function isBlank(message: APIMessage): boolean {
  const forwarded = (message.message_snapshots ?? []).map((snapshot) => snapshot.message);
  const isEmpty = ({ content, attachments, embeds, components = [] }: MessageContent) =>
    content === '' && [attachments, embeds, components].every((part) => part.length === 0);
  return message.poll === undefined && [message, ...forwarded].every(isEmpty);
}

function picturesIn(
  { attachments = [], embeds = [], components = [] }: Partial<Holder>,
  cdnOrigins: readonly string[],
): PostedPicture[] {
  return [
    ...attachments.filter(isPicture).map(({ id, url, size }) => ({ attachmentId: id, url, size })),
    ...embeds.flatMap((embed) => picturesInEmbed(embed, cdnOrigins)),
    ...components.flatMap(picturesInComponent),
  ];
}

/** Galleries and thumbnails, however deep: a file of the message that is shown there is in no other list. */
function picturesInComponent(component: object): PostedPicture[] {
  const {
    media,
    items = [],
    components = [],
    accessory,
  } = component as {
    readonly media?: APIUnfurledMediaItem;
    readonly items?: readonly object[];
    readonly components?: readonly object[];
    readonly accessory?: object;
  };
  const inside = [...items, ...components, ...(accessory === undefined ? [] : [accessory])];
  const isFile = media?.attachment_id !== undefined && media.content_type?.startsWith('image/') === true;
  return [
    ...(isFile ? [{ attachmentId: String(media.attachment_id), url: media.url }] : []),
    ...inside.flatMap(picturesInComponent),
  ];
}

/** By what Discord makes of the file's name; a picture without a known ending still has a width. */
function isPicture({ content_type: type, width }: APIAttachment): boolean {
  return type === undefined ? width !== undefined && width !== null : type.startsWith('image/');
}

function picturesInEmbed(
  { type, image, thumbnail }: APIEmbed,
  cdnOrigins: readonly string[],
): PostedPicture[] {
  if (type !== EmbedType.Rich) {
    return [];
  }
  return [image?.url, thumbnail?.url].flatMap((url) => {
    const attachmentId = url === undefined ? null : attachmentIdIn(url, cdnOrigins);
    return url === undefined || attachmentId === null ? [] : [{ attachmentId, url }];
  });
}

/** Only Discord's own origins count: whoever chose another could pass for any attachment. */
function attachmentIdIn(url: string, cdnOrigins: readonly string[]): string | null {
  if (!URL.canParse(url)) {
    return null;
  }
  const { origin, pathname } = new URL(url);
  return cdnOrigins.includes(origin) ? (/^\/attachments\/\d+\/(\d+)\//.exec(pathname)?.[1] ?? null) : null;
}
