import {
  type APIComponentInContainer,
  type APIMediaGalleryComponent,
  type APIMediaGalleryItem,
  type APIMessageTopLevelComponent,
  type APITextDisplayComponent,
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
