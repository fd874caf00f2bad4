import { describe, expect, it } from 'vitest';
import type { AuditedDatabase } from '../../../src/services/audit/audited-database.ts';
import { bandsFor, plainGalleryFaces } from '../../../src/services/bands.ts';
import { Identifier } from '../../../src/services/identification/identification.ts';
import { strictBands } from '../../../src/services/identification/name-faces.ts';
import { SearchResults } from '../../../src/services/identification/search-results.ts';
import type { Settings } from '../../../src/services/settings/settings.ts';
import { face } from '../../db/fixtures.ts';

const modelVersion = 'face-api-1.7.15/box';
const photo = { url: 'https://cdn.example/1' };

/** A server in which each face is a person of their own, with as many pictures as are asked for. */
function crowd(people: number) {
  const asked: number[] = [];
  const recorded: unknown[] = [];
  const matches = Array.from({ length: people }, (_, query) => ({
    ...{ query, personId: `${query}`, distance: 0, displayName: `${query}`, memberId: null },
  }));
  const readers = {
    faces: { countEnrolments: async () => people, nearestPeople: async () => matches },
    gallery: {
      channels: async () => [],
      page: async ({ limit }: { limit: number }) => {
        asked.push(limit);
        return [];
      },
      count: async () => 9,
    },
  };
  const database = {
    read: () => readers,
    record: async (_: string, entry: unknown) => void recorded.push(entry),
  } as unknown as AuditedDatabase;
  const settings = {
    of: async () => ({ bandStrictness: 'normal', excludedChannelIds: [] }),
  } as unknown as Settings;
  const faces = matches.map(() => face('', null));
  const picture = { width: 9, height: 9, format: 'jpeg' } as const;
  const identifier = new Identifier({
    ...{ database, settings, results: new SearchResults(), fetchPhoto: async () => Uint8Array.of(1) },
    analyser: {
      modelVersion,
      analyse: async () => ({ picture, faces, modelVersion, timings: { decode: 0, analyse: 0 } }),
      close: async () => {},
    },
    links: { asSeenBy: async () => ({ visibleChannels: async () => [], resolve: async () => [] }) },
    pictures: {
      drawNumberedBoxes: async (bytes) => bytes,
      makeStoredCopy: () => Promise.reject(new Error('nothing is kept')),
    },
  });
  const asker = { id: '5', displayName: 'Bo', isModerator: false, isAdmin: false, roleIds: [] };
  const identify = (pictureLimit: number) =>
    identifier.identify({ guildId: '1', channelId: '2', asker, photo, shared: false, pictureLimit });
  return { identify, asked, recorded };
}

describe('a photo of a crowd', () => {
  it('names everyone, and shares out the room for pictures: one each while there is any', async () => {
    const many = crowd(5);
    const { people } = await many.identify(3);
    expect(people.map(({ displayName, total }) => [displayName, total])).toEqual(
      ['0', '1', '2', '3', '4'].map((name) => [name, 9]),
    );
    expect(many.asked).toEqual([1, 1, 1]);
    expect(many.recorded).toMatchObject([{ action: 'search', details: { faces: 5, recognised: 5 } }]);

    const few = crowd(2);
    await few.identify(7);
    expect(few.asked).toEqual([3, 3]);
  });
});

describe('a result', () => {
  it('is looked at in its own server only', () => {
    const results = new SearchResults();
    const token = results.remember('5', { guildId: '1', photo, sha256: new Uint8Array(32), faces: [] });
    expect(() => results.look(token, '5', '2')).toThrow(expect.objectContaining({ code: 'choice-expired' }));
    expect(results.look(token, '5', '1')).toMatchObject({ guildId: '1' });
  });
});

describe('a stricter server', () => {
  it('is promised as many times fewer strangers taken for somebody, whatever its size', () => {
    const size = 2 * plainGalleryFaces;
    expect(strictBands(modelVersion, size, 'normal')).toEqual(bandsFor(modelVersion, size));
    expect(strictBands(modelVersion, size, 'strict')).toEqual(bandsFor(modelVersion, 10 * size));
    expect(strictBands(modelVersion, 1, 'very-strict')).toEqual(
      bandsFor(modelVersion, 100 * plainGalleryFaces),
    );
  });
});
