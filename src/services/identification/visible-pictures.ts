import type { RowId, Snowflake } from '../../db/ids.ts';
import type { GalleryPicture } from '../../db/moderation-types.ts';
import type { MessageSource } from '../../db/picture-types.ts';
import type { AuditedDatabase } from '../audit/audited-database.ts';
import type { PictureLink, PictureLinks, Sight, Viewer } from '../picture-links.ts';
import type { Settings } from '../settings/settings.ts';

/** A picture in a message that the asker may see. */
export interface VisiblePosted {
  readonly kind: 'posted';
  readonly pictureId: RowId;
  readonly at: Date;
  readonly authorId: Snowflake;
  readonly jumpUrl: string;
  readonly imageUrl: string;
}

/** A picture of a person that the asker may see. */
export type VisiblePicture =
  | VisiblePosted
  | {
      readonly kind: 'enrolment';
      readonly pictureId: RowId;
      readonly at: Date;
      readonly addedBy: Snowflake;
      readonly storedCopy: Uint8Array;
    };

/** A picture to be shown if the viewer may see it. */
export interface Candidate {
  readonly pictureId: RowId;
  /** Null for a photo given to a command. */
  readonly source: MessageSource | null;
  /** Of a photo that somebody was enrolled with, whose copy is kept. */
  readonly enrolled?: { readonly addedBy: Snowflake; readonly addedAt: Date };
}

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
export const maximumChannels = 100;

/** Deleted pictures are replaced by the next ones; after this many rounds the reply shows fewer. */
const maximumRounds = 4;

/** Pictures as one viewer may see them at this moment. Made for one reply. */
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
   * Pictures of a person: enrolment photos first, except in shared replies, then the newest.
   * @param limit 0 to 100.
   */
  async of(personId: RowId, limit: number, offset = 0): Promise<VisiblePage> {
    const { gallery } = this.#database.read(this.#viewer.guildId);
    const channelIds = await this.channels(await gallery.channels(personId, maximumChannels));
    // A shared reply stays, and with it what it shows: a copy there would outlive a withdrawal.
    const query = { personId, channelIds, storedCopies: !this.#viewer.shared };
    const page = async () => (await gallery.page({ ...query, limit, offset })).map(candidateOf);
    const { pictures } = limit === 0 ? { pictures: [] } : await this.shown(page);
    return { pictures, total: await gallery.count(query) };
  }

  /** @returns those of the channels whose pictures the viewer may see, in their order. */
  async channels(channelIds: readonly Snowflake[]): Promise<Snowflake[]> {
    return await this.#sight.visibleChannels(channelIds);
  }

  /**
   * What may be shown of a page. A posted picture that turns out deleted is forgotten at once, and the page is asked
   * for again.
   * @returns also how many were forgotten.
   */
  async shown(
    page: () => Promise<readonly Candidate[]>,
  ): Promise<{ readonly pictures: VisiblePicture[]; readonly forgotten: number }> {
    let forgotten = 0;
    for (let round = 1; ; round += 1) {
      const { visible, gone } = await this.#look(await page());
      if (gone.length === 0) {
        return { pictures: visible, forgotten };
      }
      await this.#forget(gone);
      forgotten += gone.length;
      if (round === maximumRounds) {
        return { pictures: visible, forgotten };
      }
    }
  }

  async #look(page: readonly Candidate[]): Promise<{ visible: VisiblePicture[]; gone: RowId[] }> {
    const posted = page.filter(isPosted);
    const resolved = await this.#sight.resolve(posted.map(({ source }) => source));
    const linkOf = new Map<RowId, PictureLink | undefined>(
      posted.map(({ pictureId }, index) => [pictureId, resolved[index]]),
    );
    const visible: VisiblePicture[] = [];
    const gone: RowId[] = [];
    for (const { pictureId, source, enrolled } of page) {
      const link = linkOf.get(pictureId);
      if (link?.kind === 'visible' && source !== null) {
        const { jumpUrl, imageUrl } = link;
        const { authorId, postedAt } = source;
        visible.push({ kind: 'posted', pictureId, at: postedAt, authorId, jumpUrl, imageUrl });
      } else if (link?.kind === 'gone') {
        gone.push(pictureId);
      } else if (source === null && enrolled !== undefined) {
        const { pictures } = this.#database.read(this.#viewer.guildId);
        const storedCopy = await pictures.storedCopy(pictureId);
        if (storedCopy !== null) {
          const { addedBy, addedAt } = enrolled;
          visible.push({ kind: 'enrolment', pictureId, at: addedAt, addedBy, storedCopy });
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

function candidateOf(picture: GalleryPicture): Candidate {
  const { pictureId, source, origin, hasStoredCopy, addedBy, addedAt } = picture;
  const isEnrolled = origin === 'enrolment' && hasStoredCopy;
  return { pictureId, source, ...(isEnrolled && { enrolled: { addedBy, addedAt } }) };
}

function isPosted(picture: Candidate): picture is Candidate & { readonly source: MessageSource } {
  return picture.source !== null;
}
