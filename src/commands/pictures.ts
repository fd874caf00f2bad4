import type { APIComponentInContainer } from 'discord-api-types/v10';
import type { VisiblePicture } from '../services/identification/visible-pictures.ts';
import type { Texts } from '../texts/texts.ts';
import type { ReplyFile } from './invocation.ts';
import { gallery, maximumFiles } from './layout.ts';
import { dateMarkup, mention } from './markup.ts';

/** As many as a gallery shows, and a message has files. */
export const picturesPerPage = maximumFiles;

export const pagesOf = (total: number): number => Math.max(1, Math.ceil(total / picturesPerPage));

export interface PicturesShown {
  /** A line for each picture. */
  readonly captions: readonly string[];
  /** The gallery, if there is a picture. */
  readonly components: readonly APIComponentInContainer[];
  readonly files: readonly ReplyFile[];
}

/** At most ten pictures of a person: posted ones by their link, kept copies as files of the reply. */
export function showPictures(
  person: { readonly personId: string; readonly displayName: string },
  pictures: readonly VisiblePicture[],
  { whois }: Texts,
): PicturesShown {
  const files: ReplyFile[] = [];
  const alt = whois.pictureAlt(person.displayName);
  const items = pictures.map((picture) => {
    if (picture.kind === 'posted') {
      return { url: picture.imageUrl, alt };
    }
    const name = `picture-${picture.pictureId}-${person.personId}.webp`;
    files.push({ name, data: picture.storedCopy, description: alt });
    return { url: `attachment://${name}`, alt };
  });
  return {
    captions: pictures.map((picture) => caption(picture, whois)),
    components: items.length > 0 ? [gallery(items)] : [],
    files,
  };
}

export function caption(picture: VisiblePicture, whois: Texts['whois']): string {
  const at = dateMarkup(picture.at);
  return picture.kind === 'enrolment'
    ? whois.enrolment(mention(picture.addedBy), at)
    : whois.posted(mention(picture.authorId), at, picture.jumpUrl);
}
