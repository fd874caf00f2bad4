import {
  type APIButtonComponentWithCustomId,
  type APIComponentInContainer,
  type APIComponentInMessageActionRow,
  type APIMediaGalleryComponent,
  type APIMediaGalleryItem,
  type APIMessageTopLevelComponent,
  type APIStringSelectComponent,
  type APITextDisplayComponent,
  ButtonStyle,
  ComponentType,
  SeparatorSpacingSize,
} from 'discord-api-types/v10';

/** Discord's limit for all text displays of a message together; kept clear of by a margin. */
export const maximumTextLength = 3_900;

/** Discord's limit for components in a message, nested ones included. */
export const maximumComponents = 40;

/** Discord's limit for files in a message. */
export const maximumFiles = 10;

/** Discord's limit for a media item's alt text. */
const maximumAltLength = 1_024;

/** Discord's limit for an option's label, value and description. */
const maximumLabelLength = 100;

const accentColours = { neutral: 0x5b6abf, good: 0x2e8b6f, problem: 0xb5542c } as const;

/** The one frame every reply has. */
export function container(
  tone: keyof typeof accentColours,
  components: APIComponentInContainer[],
): APIMessageTopLevelComponent {
  return { type: ComponentType.Container, accent_color: accentColours[tone], components };
}

export function text(content: string): APITextDisplayComponent {
  return { type: ComponentType.TextDisplay, content };
}

export function heading(content: string): APITextDisplayComponent {
  return text(`### ${content}`);
}

export function separator(): APIComponentInContainer {
  return { type: ComponentType.Separator, divider: true, spacing: SeparatorSpacingSize.Small };
}

/** @param items 1 to 10; `url` is `attachment://name` for a file of the same message. */
export function gallery(
  items: readonly { readonly url: string; readonly alt: string }[],
): APIMediaGalleryComponent {
  return {
    type: ComponentType.MediaGallery,
    items: items.map(
      ({ url, alt }): APIMediaGalleryItem => ({
        media: { url },
        description: alt.slice(0, maximumAltLength),
      }),
    ),
  };
}

/** A reply of one sentence. */
export function sentence(
  tone: keyof typeof accentColours,
  content: string,
): { components: APIMessageTopLevelComponent[] } {
  return { components: [container(tone, [text(content)])] };
}

export type ButtonTone = 'primary' | 'secondary' | 'success' | 'danger';

const buttonStyles = {
  primary: ButtonStyle.Primary,
  secondary: ButtonStyle.Secondary,
  success: ButtonStyle.Success,
  danger: ButtonStyle.Danger,
} as const;

/** @param id as `formatComponentId` makes it. */
export function button(
  id: string,
  label: string,
  tone: ButtonTone = 'secondary',
  disabled = false,
): APIButtonComponentWithCustomId {
  return { type: ComponentType.Button, custom_id: id, label, style: buttonStyles[tone], disabled };
}

/** @param components up to five buttons, or one menu. */
export function row(...components: APIComponentInMessageActionRow[]): APIComponentInContainer {
  return { type: ComponentType.ActionRow, components };
}

export interface MenuOption {
  readonly label: string;
  readonly value: string;
  readonly description?: string;
  readonly chosen?: boolean;
}

/** A menu of 1 to 25 options. */
export function menu(
  id: string,
  placeholder: string,
  options: readonly MenuOption[],
): APIStringSelectComponent {
  return {
    type: ComponentType.StringSelect,
    custom_id: id,
    placeholder,
    options: options.map(({ label, value, description, chosen }) => ({
      label: label.slice(0, maximumLabelLength),
      value,
      ...(description !== undefined && { description: description.slice(0, maximumLabelLength) }),
      ...(chosen === true && { default: true }),
    })),
  };
}

/** Says which page it is; nothing where there is only one. */
export function pageLine(
  page: number,
  pages: number,
  words: { readonly page: (page: number, pages: number) => string },
): APIComponentInContainer[] {
  return pages < 2 ? [] : [text(words.page(page, pages))];
}

/** Leads through pages, from 1; nothing where there is only one. */
export function pageButtons(
  page: number,
  pages: number,
  idOf: (page: number) => string,
  { previous, next }: { readonly previous: string; readonly next: string },
): APIComponentInContainer[] {
  if (pages < 2) {
    return [];
  }
  // Two ids of a message must differ, also those of buttons that cannot be pressed.
  return [
    row(
      button(idOf(Math.max(0, page - 1)), previous, 'secondary', page <= 1),
      button(idOf(page + 1), next, 'secondary', page >= pages),
    ),
  ];
}
