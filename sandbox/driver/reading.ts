import {
  type APIEmbed,
  type APIMessage,
  type APISelectMenuOption,
  type ButtonStyle,
  ComponentType,
} from 'discord-api-types/v10';
import { type AnyComponent, mediaOf, walkComponents } from '../state/message-parts.ts';
import type { World } from '../state/world.ts';

export interface SeenFile {
  readonly name: string;
  readonly url: string;
  /** Alt text, if it has one. */
  readonly description: string | null;
  readonly contentType: string | null;
  bytes(): Uint8Array;
}

export interface SeenMedia {
  readonly url: string;
  /** Alt text, if it has one. */
  readonly description: string | null;
  readonly spoiler: boolean;
}

export interface SeenButton {
  readonly label: string;
  /** Null for links. */
  readonly customId: string | null;
  /** Null for buttons that ask the bot. */
  readonly url: string | null;
  readonly style: ButtonStyle;
  readonly disabled: boolean;
}

export interface SeenSelect {
  readonly type: ComponentType;
  readonly customId: string;
  readonly placeholder: string;
  readonly disabled: boolean;
  readonly minimum: number;
  readonly maximum: number;
  /** Empty for selects of users, roles and channels. */
  readonly options: readonly APISelectMenuOption[];
}

/** All text in it that a person can read, in reading order, one piece a line. */
export function readText(message: APIMessage): string {
  const pieces = [
    message.content,
    ...message.embeds.flatMap(embedText),
    ...walkComponents(message.components ?? [])
      .filter(({ type }) => type === ComponentType.TextDisplay)
      .map(({ content }) => String(content)),
  ];
  return pieces.filter((piece) => piece !== '').join('\n');
}

function embedText(embed: APIEmbed): string[] {
  const fields = (embed.fields ?? []).flatMap(({ name, value }) => [name, value]);
  return [embed.author?.name, embed.title, embed.description, ...fields, embed.footer?.text].map(
    (piece) => piece ?? '',
  );
}

/** The files of a message, wherever it shows them: attached, in embeds, in galleries, as thumbnails. */
export function readFiles(world: World, message: APIMessage): SeenFile[] {
  const components = walkComponents(message.components ?? []);
  const ids = [
    ...message.attachments.map(({ id }) => id),
    ...message.embeds
      .flatMap(({ image, thumbnail }) => [image?.url, thumbnail?.url])
      .map((url) => idIn(url ?? '')),
    ...components.flatMap(mediaOf).map(({ attachment_id }) => String(attachment_id)),
  ];
  return [...new Set(ids)].flatMap((id) => {
    const file = world.files.get(id);
    const item = components.flatMap(itemsOf).find(({ media }) => media.attachment_id === id);
    return file === undefined
      ? []
      : [
          {
            name: file.filename,
            url: urlOf(message, components, id),
            description: item?.description ?? file.description,
            contentType: file.contentType,
            bytes: () => file.bytes,
          },
        ];
  });
}

function idIn(url: string): string {
  return URL.canParse(url) ? (new URL(url).pathname.split('/')[3] ?? '') : '';
}

function urlOf(message: APIMessage, components: readonly AnyComponent[], id: string): string {
  const media = components.flatMap(mediaOf).find(({ attachment_id }) => attachment_id === id);
  const attachment = message.attachments.find((one) => one.id === id);
  const embedded = message.embeds
    .flatMap(({ image, thumbnail }) => [image?.url ?? '', thumbnail?.url ?? ''])
    .find((url) => idIn(url) === id);
  return String(media?.url ?? attachment?.url ?? embedded);
}

interface MediaItem {
  readonly media: { readonly url: string; readonly attachment_id?: string };
  readonly description?: string | null;
  readonly spoiler?: boolean;
}

function itemsOf(component: AnyComponent): MediaItem[] {
  switch (component.type) {
    case ComponentType.MediaGallery:
      return component.items as MediaItem[];
    case ComponentType.Thumbnail:
      return [component as unknown as MediaItem];
    case ComponentType.File:
      return [{ media: component.file as MediaItem['media'] }];
    default:
      return [];
  }
}

/** The media galleries of a message, each with its pictures. */
export function readGalleries(message: APIMessage): SeenMedia[][] {
  return walkComponents(message.components ?? [])
    .filter(({ type }) => type === ComponentType.MediaGallery)
    .map((gallery) => itemsOf(gallery).map(readMedia));
}

export function readThumbnails(message: APIMessage): SeenMedia[] {
  return walkComponents(message.components ?? [])
    .filter(({ type }) => type === ComponentType.Thumbnail)
    .flatMap(itemsOf)
    .map(readMedia);
}

function readMedia({ media, description, spoiler }: MediaItem): SeenMedia {
  return { url: media.url, description: description ?? null, spoiler: spoiler ?? false };
}

export function readButtons(message: APIMessage): SeenButton[] {
  return walkComponents(message.components ?? [])
    .filter(({ type }) => type === ComponentType.Button)
    .map((button) => ({
      label: String(button.label ?? (button.emoji as { name?: string } | undefined)?.name ?? ''),
      customId: (button.custom_id as string | undefined) ?? null,
      url: (button.url as string | undefined) ?? null,
      style: button.style as ButtonStyle,
      disabled: button.disabled === true,
    }));
}

const selectTypes: readonly ComponentType[] = [
  ComponentType.StringSelect,
  ComponentType.UserSelect,
  ComponentType.RoleSelect,
  ComponentType.MentionableSelect,
  ComponentType.ChannelSelect,
];

export function readSelects(message: APIMessage): SeenSelect[] {
  return walkComponents(message.components ?? [])
    .filter(({ type }) => selectTypes.includes(type))
    .map(readSelect);
}

export function readSelect(select: AnyComponent): SeenSelect {
  return {
    type: select.type,
    customId: String(select.custom_id),
    placeholder: String(select.placeholder ?? ''),
    disabled: select.disabled === true,
    minimum: Number(select.min_values ?? 1),
    maximum: Number(select.max_values ?? 1),
    options: (select.options as APISelectMenuOption[] | undefined) ?? [],
  };
}
