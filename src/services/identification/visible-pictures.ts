import type { GuildRepositories, MessageSource, PersonPicture, RowId, Snowflake } from '../../db/types.ts';
import type { PictureLink, PictureLinks, Viewer } from '../picture-links.ts';

/** A picture of a person that the asker may see. */
export type VisiblePicture = { readonly pictureId: RowId; readonly addedBy: Snowflake; readonly at: Date } & (
  | { readonly kind: 'enrolment'; readonly storedCopy: Uint8Array }
  | {
      readonly kind: 'posted';
      readonly authorId: Snowflake;
      readonly jumpUrl: string;
      readonly imageUrl: string;
    }
);

/** Hidden pictures are passed over, so more are looked at than are wanted; beyond this it would be a crawl. */
const lookedAtPerWanted = 4;

/**
 * At most `limit` pictures of a person that the viewer may see now, enrolment photos first, then the newest.
 * Nothing tells how many others there are: that would leak what is in channels the viewer cannot see.
 * A posted picture that turns out deleted is forgotten at once.
 */
export async function visiblePictures(
  { pictures }: GuildRepositories,
  links: PictureLinks,
  viewer: Viewer,
  personId: RowId,
  limit: number,
): Promise<VisiblePicture[]> {
  if (limit === 0) {
    return [];
  }
  const candidates = await pictures.ofPerson(personId, Math.min(100, limit * lookedAtPerWanted));
  const posted = candidates.filter(isPosted);
  const resolved = await links.resolve(
    viewer,
    posted.map((picture) => picture.source),
  );
  const linkOf = new Map<RowId, PictureLink>();
  for (const [index, picture] of posted.entries()) {
    const link = resolved[index] ?? { kind: 'unreachable' };
    linkOf.set(picture.pictureId, link);
    if (link.kind === 'gone') {
      await pictures.remove(picture.pictureId);
    }
  }

  const visible: VisiblePicture[] = [];
  for (const picture of candidates) {
    if (visible.length === limit) {
      break;
    }
    const { pictureId, addedBy, source } = picture;
    if (source === null) {
      const storedCopy = await pictures.storedCopy(pictureId);
      if (storedCopy !== null) {
        visible.push({ kind: 'enrolment', pictureId, addedBy, at: picture.addedAt, storedCopy });
      }
      continue;
    }
    const link = linkOf.get(pictureId);
    if (link?.kind === 'visible') {
      const { jumpUrl, imageUrl } = link;
      const { authorId, postedAt } = source;
      visible.push({ kind: 'posted', pictureId, addedBy, at: postedAt, authorId, jumpUrl, imageUrl });
    }
  }
  return visible;
}

function isPosted(picture: PersonPicture): picture is PersonPicture & { readonly source: MessageSource } {
  return picture.source !== null;
}
