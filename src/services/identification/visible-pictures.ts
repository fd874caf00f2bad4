import type { RowId, Snowflake } from '../../db/ids.ts';
import type { GalleryPicture } from '../../db/moderation-types.ts';
import type { MessageSource } from '../../db/picture-types.ts';
import type { AuditedDatabase } from '../audit/audited-database.ts';
import type { PictureLink, PictureLinks, Sight, Viewer } from '../picture-links.ts';
import type { Settings } from '../settings/settings.ts';

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

export interface VisiblePage {
  readonly pictures: readonly VisiblePicture[];
  /** How many the viewer may see altogether. Of others nothing is told, not even that there are any. */
  readonly total: number;
}

export interface VisiblePicturesPorts {
  readonly database: AuditedDatabase;
  readonly links: PictureLinks;
  readonly settings: Settings;
}

/** Of somebody seen in more places than this, the older ones are passed over: asking Discord for each takes time. */
const maximumChannels = 100;

/** Deleted pictures are replaced by the next ones; after this many rounds the reply shows fewer. */
const maximumRounds = 4;

/** Pictures of people, as one viewer may see them at this moment. Made for one reply. */
export class VisiblePictures {
  readonly #database: AuditedDatabase;
  readonly #viewer: Viewer;
  readonly #sight: Sight;

  private constructor(database: AuditedDatabase, viewer: Viewer, sight: Sight) {
    this.#database = database;
    this.#viewer = viewer;
    this.#sight = sight;
  }

  static async for(
    { database, links, settings }: VisiblePicturesPorts,
    viewer: Viewer,
  ): Promise<VisiblePictures> {
    const { excludedChannelIds } = await settings.of(viewer.guildId);
    const sight = await links.asSeenBy({ ...viewer, excludedChannelIds });
    return new VisiblePictures(database, viewer, sight);
  }

  /**
   * Enrolment photos first, except in shared replies, then the newest. A posted picture that turns out deleted is forgotten at once.
   * @param limit 0 to 100.
   */
  async of(personId: RowId, limit: number, offset = 0): Promise<VisiblePage> {
    const { gallery } = this.#database.read(this.#viewer.guildId);
    const candidates = await gallery.channels(personId, maximumChannels);
    const channelIds = await this.#sight.visibleChannels(candidates);
    // A shared reply stays, and with it what it shows: a copy there would outlive a withdrawal.
    const query = { personId, channelIds, storedCopies: !this.#viewer.shared };
    let pictures: VisiblePicture[] = [];
    for (let round = 1; limit > 0 && round <= maximumRounds; round += 1) {
      const page = await gallery.page({ ...query, limit, offset });
      const { visible, gone } = await this.#look(page);
      pictures = visible;
      if (gone.length === 0) {
        break;
      }
      await this.#forget(gone);
    }
    return { pictures, total: await gallery.count(query) };
  }

  async #look(page: readonly GalleryPicture[]): Promise<{ visible: VisiblePicture[]; gone: RowId[] }> {
    const posted = page.filter(isPosted);
    const resolved = await this.#sight.resolve(posted.map(({ source }) => source));
    const linkOf = new Map<RowId, PictureLink | undefined>(
      posted.map(({ pictureId }, index) => [pictureId, resolved[index]]),
    );
    const visible: VisiblePicture[] = [];
    const gone: RowId[] = [];
    for (const { pictureId, addedBy, addedAt, source, hasStoredCopy, origin } of page) {
      const link = linkOf.get(pictureId);
      if (link?.kind === 'visible' && source !== null) {
        const { jumpUrl, imageUrl } = link;
        const { authorId, postedAt } = source;
        visible.push({ kind: 'posted', pictureId, addedBy, at: postedAt, authorId, jumpUrl, imageUrl });
      } else if (link?.kind === 'gone') {
        gone.push(pictureId);
      } else if (source === null && origin === 'enrolment' && hasStoredCopy) {
        const { pictures } = this.#database.read(this.#viewer.guildId);
        const storedCopy = await pictures.storedCopy(pictureId);
        if (storedCopy !== null) {
          visible.push({ kind: 'enrolment', pictureId, addedBy, at: addedAt, storedCopy });
        }
      }
    }
    return { visible, gone };
  }

  async #forget(pictureIds: readonly RowId[]): Promise<void> {
    await this.#database.change(this.#viewer.guildId, async ({ pictures }) => {
      for (const pictureId of pictureIds) {
        await pictures.remove(pictureId);
      }
      const details = { pictures: pictureIds.length };
      return { result: undefined, entry: { actorId: null, action: 'picture-gone', personId: null, details } };
    });
  }
}

function isPosted(picture: GalleryPicture): picture is GalleryPicture & { readonly source: MessageSource } {
  return picture.source !== null;
}
