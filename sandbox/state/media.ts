import { type APIEmbed, type APIMessageTopLevelComponent, ComponentType } from 'discord-api-types/v10';
import { attachmentJson, fileUrl } from './files.ts';
import { type AnyComponent, mediaOf, walkComponents } from './message-parts.ts';
import type { FileRecord, MessageRecord } from './records.ts';
import type { World } from './world.ts';

const scheme = 'attachment://';

/** The file an `attachment://name` names, among the message's. */
function named(message: MessageRecord, url: unknown): FileRecord | undefined {
  return typeof url === 'string' && url.startsWith(scheme)
    ? message.files.findLast(({ filename }) => filename === url.slice(scheme.length))
    : undefined;
}

export interface ResolvedMedia {
  readonly embeds: APIEmbed[];
  readonly components: APIMessageTopLevelComponent[];
  /** Files that are shown as attachments: those that no embed and no component shows. */
  readonly attachments: FileRecord[];
}

/** Embeds and components with `attachment://` names replaced by URLs that work from now on. */
export function resolveMedia(world: World, message: MessageRecord): ResolvedMedia {
  const used = new Set<FileRecord>();
  const embeds = structuredClone(message.embeds).map((embed) => {
    for (const media of [embed.image, embed.thumbnail, embed.footer, embed.author]) {
      resolveEmbedMedia(world, message, media, used);
    }
    return { type: 'rich', ...embed } as APIEmbed;
  });
  const components = structuredClone(message.components);
  for (const component of walkComponents(components)) {
    for (const media of mediaOf(component)) {
      resolveItem(world, message, component, media, used);
    }
  }
  return { embeds, components, attachments: message.files.filter((file) => !used.has(file)) };
}

function resolveItem(
  world: World,
  message: MessageRecord,
  component: AnyComponent,
  media: Record<string, unknown>,
  used: Set<FileRecord>,
): void {
  const file = named(message, media.url);
  if (file === undefined) {
    media.proxy_url = media.url;
    return;
  }
  used.add(file);
  const { url, proxy_url, width, height, content_type } = attachmentJson(world, file);
  Object.assign(media, { url, proxy_url, width, height, content_type, attachment_id: file.id });
  if (component.type === ComponentType.File) {
    Object.assign(component, { name: file.filename, size: file.bytes.byteLength });
  }
}

type EmbedMedia = { url?: string; icon_url?: string } | undefined;

function resolveEmbedMedia(
  world: World,
  message: MessageRecord,
  media: EmbedMedia,
  used: Set<FileRecord>,
): void {
  const key = media && 'icon_url' in media ? 'icon_url' : 'url';
  const file = named(message, media?.[key]);
  if (media === undefined || file === undefined) {
    return;
  }
  used.add(file);
  const url = fileUrl(world, file);
  Object.assign(media, { [key]: url, [`proxy_${key}`]: url });
  if (key === 'url') {
    Object.assign(media, { width: file.width ?? undefined, height: file.height ?? undefined });
  }
}

/**
 * A bot that sends back what it received names its files by their CDN URLs: those of the message's own files
 * are turned into names again, in place.
 */
export function nameOwnFiles(
  files: readonly FileRecord[],
  embeds: readonly APIEmbed[],
  components: readonly unknown[],
): void {
  const media = [
    ...embeds.flatMap(({ image, thumbnail }) => [image, thumbnail]),
    ...walkComponents(components).flatMap(mediaOf),
  ];
  for (const item of media) {
    const path = URL.canParse(String(item?.url)) ? new URL(String(item?.url)).pathname : '';
    const file = files.find(({ id }) => id === path.split('/')[3]);
    if (item !== undefined && file !== undefined) {
      item.url = `${scheme}${file.filename}`;
    }
  }
}
