import {
  type APIComponentInContainer,
  type APIMessage,
  type APIMessageTopLevelComponent,
  type APISectionAccessoryComponent,
  ComponentType,
} from 'discord-api-types/v10';
import { MessageButton } from './button.tsx';
import { Gallery } from './gallery.tsx';
import { Icon } from './icon.tsx';
import { Markdown } from './markdown.tsx';
import { MessageSelect } from './message-select.tsx';

type AnyPart = APIMessageTopLevelComponent | APIComponentInContainer | APISectionAccessoryComponent;

/** One component of a message, with those inside it. */
export function Part({ part, message }: { readonly part: AnyPart; readonly message: APIMessage }) {
  switch (part.type) {
    case ComponentType.Container:
      return (
        <div class={`container ${toneOf(part.accent_color)}`}>
          {part.components.map((inner) => (
            <Part key={inner.id} part={inner} message={message} />
          ))}
        </div>
      );
    case ComponentType.TextDisplay:
      return <Markdown text={part.content} />;
    case ComponentType.Section:
      return (
        <div class="section">
          <div>
            {part.components.map((inner) => (
              <Part key={inner.id} part={inner} message={message} />
            ))}
          </div>
          <Part part={part.accessory} message={message} />
        </div>
      );
    case ComponentType.Thumbnail:
      return (
        <Gallery items={[{ url: part.media.url, alt: part.description ?? '', width: null, height: null }]} />
      );
    case ComponentType.MediaGallery:
      return (
        <Gallery
          items={part.items.map(({ media, description }) => ({
            url: media.url,
            alt: description ?? 'A picture',
            width: media.width ?? null,
            height: media.height ?? null,
          }))}
        />
      );
    case ComponentType.Separator:
      return part.divider === false ? <div class="gap" /> : <hr />;
    case ComponentType.File:
      return (
        <a class="file" href={part.file.url} download={part.name}>
          <Icon name="file" />
          <span>
            {part.name} <small>{sizeOf(part.size ?? 0)}</small>
          </span>
        </a>
      );
    case ComponentType.ActionRow:
      return (
        <div class="row">
          {part.components.map((control) =>
            control.type === ComponentType.Button ? (
              <MessageButton key={control.id} button={control} message={message} />
            ) : (
              <MessageSelect key={control.id} select={control} message={message} />
            ),
          )}
        </div>
      );
    case ComponentType.Button:
      return <MessageButton button={part} message={message} />;
    default:
      return <p class="small">A component that this page does not know.</p>;
  }
}

/** Kith's three accents, in this page's own colours. */
function toneOf(accent: number | null | undefined): string {
  const [red = 0, green = 0, blue = 0] = [16, 8, 0].map((shift) => ((accent ?? 0) >> shift) & 0xff);
  if (accent == null) return '';
  if (green > red && green > blue) return 'good';
  return red > blue ? 'problem' : 'neutral';
}

function sizeOf(bytes: number): string {
  return bytes < 1_024
    ? `${bytes} bytes`
    : `${(bytes / 1_024).toLocaleString('en', { maximumFractionDigits: 0 })} KB`;
}
