import { beforeEach, describe, expect, it } from 'vitest';
import type { GalleryPicture, GalleryQuery } from '../../../src/db/moderation-types.ts';
import type { AuditedDatabase } from '../../../src/services/audit/audited-database.ts';
import { VisiblePictures } from '../../../src/services/identification/visible-pictures.ts';
import type { PictureLink, PictureLinks, Viewer } from '../../../src/services/picture-links.ts';
import type { Settings } from '../../../src/services/settings/settings.ts';

const viewer: Viewer = { guildId: '7', channelId: '70', memberId: '700', shared: false };
const at = new Date('2024-05-01T12:00:00Z');

/** A gallery of one person, and a Discord in which some of its pictures can be seen. */
class Gallery {
  pictures: GalleryPicture[] = [];
  readonly visibleChannels = new Set<string>(['1', '2', '3']);
  readonly links = new Map<string, PictureLink>();
  readonly storedCopies = new Map<string, Uint8Array>();
  excludedChannelIds: string[] = [];
  readonly records: unknown[] = [];
  pages = 0;
  shared = false;

  post(pictureId: string, channelId: string, link: PictureLink['kind'] = 'visible'): void {
    const source = { channelId, messageId: pictureId, attachmentId: pictureId, authorId: '9', postedAt: at };
    this.pictures.push({
      ...{ pictureId, addedBy: '8', addedAt: new Date(0), hasStoredCopy: false, origin: 'indexed', source },
    } as unknown as GalleryPicture);
    this.links.set(
      pictureId,
      link === 'visible'
        ? { kind: link, jumpUrl: `jump/${pictureId}`, imageUrl: `image/${pictureId}` }
        : { kind: link },
    );
  }

  enrol(pictureId: string, changes: Partial<GalleryPicture> = {}): void {
    const plain = {
      pictureId,
      addedBy: '8',
      addedAt: at,
      hasStoredCopy: true,
      origin: 'enrolment',
      source: null,
    };
    this.pictures.push({ ...plain, ...changes } as unknown as GalleryPicture);
    this.storedCopies.set(pictureId, new Uint8Array([Number(pictureId)]));
  }

  async open(): Promise<VisiblePictures> {
    type Query = Pick<GalleryQuery, 'channelIds' | 'storedCopies'>;
    const chosen = ({ channelIds, storedCopies }: Query) =>
      this.pictures.filter(({ source }) =>
        source === null ? storedCopies : channelIds.includes(source.channelId),
      );
    const database = {
      read: () => ({
        gallery: {
          channels: async () => [
            ...new Set(this.pictures.flatMap(({ source }) => (source === null ? [] : [source.channelId]))),
          ],
          page: async ({ limit, offset, ...query }: Query & { limit: number; offset: number }) => {
            this.pages += 1;
            return chosen(query).slice(offset, offset + limit);
          },
          count: async (query: Query) => chosen(query).length,
        },
        pictures: { storedCopy: async (id: string) => this.storedCopies.get(id) ?? null },
      }),
      change: async (_guildId: string, work: (of: object) => Promise<{ entry: unknown }>) => {
        const remove = async (id: string) => {
          this.pictures = this.pictures.filter(({ pictureId }) => pictureId !== id);
        };
        this.records.push((await work({ pictures: { remove } })).entry);
      },
    } as unknown as AuditedDatabase;
    const links: PictureLinks = {
      asSeenBy: async ({ excludedChannelIds }) => ({
        visibleChannels: async (ids) =>
          ids.filter((id) => this.visibleChannels.has(id) && !excludedChannelIds.includes(id)),
        resolve: async (sources) =>
          sources.map(({ attachmentId }) => this.links.get(attachmentId) ?? { kind: 'unreachable' }),
      }),
    };
    const settings = {
      of: async () => ({ excludedChannelIds: this.excludedChannelIds }),
    } as unknown as Settings;
    return await VisiblePictures.for({ database, links, settings }, { ...viewer, shared: this.shared });
  }
}

let gallery: Gallery;

beforeEach(() => {
  gallery = new Gallery();
});

async function shown(limit = 10, offset = 0): Promise<{ ids: string[]; total: number }> {
  const { pictures, total } = await (await gallery.open()).of('5', limit, offset);
  return { ids: pictures.map(({ pictureId }) => pictureId), total };
}

describe('pictures of a person', () => {
  it('are shown with their links, their author and their time, or as the stored copy', async () => {
    gallery.enrol('1');
    gallery.post('2', '1');
    const { pictures } = await (await gallery.open()).of('5', 10);
    expect(pictures).toEqual([
      { kind: 'enrolment', pictureId: '1', addedBy: '8', at, storedCopy: new Uint8Array([1]) },
      {
        ...{ kind: 'posted', pictureId: '2', at, authorId: '9' },
        ...{ jumpUrl: 'jump/2', imageUrl: 'image/2' },
      },
    ]);
  });

  it('are shown and counted of channels that the viewer can see only', async () => {
    gallery.post('1', '1');
    gallery.post('2', '99');
    expect(await shown()).toEqual({ ids: ['1'], total: 1 });
  });

  it('are not shown of channels that the settings leave alone', async () => {
    gallery.excludedChannelIds = ['2'];
    gallery.post('1', '1');
    gallery.post('2', '2');
    expect(await shown()).toEqual({ ids: ['1'], total: 1 });
  });

  it('are not shown when their message is hidden or cannot be reached, and are kept', async () => {
    gallery.post('1', '1', 'hidden');
    gallery.post('2', '1', 'unreachable');
    gallery.post('3', '1');
    expect((await shown()).ids).toEqual(['3']);
    expect(gallery.pictures).toHaveLength(3);
    expect(gallery.records).toEqual([]);
  });

  it('are forgotten when they are gone, in one record, and the next ones take their place', async () => {
    gallery.post('1', '1', 'gone');
    gallery.post('2', '1', 'gone');
    gallery.post('3', '1');
    expect(await shown(2)).toEqual({ ids: ['3'], total: 1 });
    expect(gallery.pictures.map(({ pictureId }) => pictureId)).toEqual(['3']);
    expect(gallery.records).toEqual([
      { actorId: null, action: 'picture-gone', personId: null, details: { pictures: 2 } },
    ]);
  });

  it('are looked for four times at most, however many are gone', async () => {
    for (const id of ['1', '2', '3', '4', '5', '6']) gallery.post(id, '1', 'gone');
    expect(await shown(1)).toEqual({ ids: [], total: 2 });
    expect(gallery.pages).toBe(4);
  });

  it('are looked for once when none is gone, and not at all when none is wanted', async () => {
    gallery.post('1', '1');
    expect(await shown(0)).toEqual({ ids: [], total: 1 });
    expect(gallery.pages).toBe(0);
    expect((await shown()).ids).toEqual(['1']);
    expect(gallery.pages).toBe(1);
  });

  it('are given from an offset on', async () => {
    for (const id of ['1', '2', '3']) gallery.post(id, '1');
    expect(await shown(1, 1)).toEqual({ ids: ['2'], total: 3 });
  });

  it('are shown as stored copies to the asker alone: a shared reply would outlive a withdrawal', async () => {
    gallery.shared = true;
    gallery.enrol('1');
    gallery.post('2', '1');
    expect(await shown()).toEqual({ ids: ['2'], total: 1 });
  });

  it('are not shown as a stored copy when their message is hidden', async () => {
    gallery.post('1', '1', 'hidden');
    const [{ source } = { source: null }] = gallery.pictures;
    gallery.pictures = [];
    gallery.enrol('1', { source });
    expect((await shown()).ids).toEqual([]);
  });

  it('are shown as a stored copy only when they are an enrolment with one', async () => {
    gallery.enrol('1', { hasStoredCopy: false });
    gallery.enrol('2', { origin: 'indexed' });
    gallery.enrol('3');
    gallery.storedCopies.delete('3');
    expect((await shown()).ids).toEqual([]);
  });
});
