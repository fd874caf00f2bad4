import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { GuildRepositories } from '../../../src/db/types.ts';
import { AuditedDatabase } from '../../../src/services/audit/audited-database.ts';
import { nameFaces } from '../../../src/services/identification/name-faces.ts';
import type { SearchResult } from '../../../src/services/identification/search-results.ts';
import { WhereElse } from '../../../src/services/identification/where-else.ts';
import type { PictureLink, SightRequest } from '../../../src/services/picture-links.ts';
import { Settings } from '../../../src/services/settings/settings.ts';
import type { Analysis } from '../../../src/vision/types.ts';
import { createTestDatabase, type TestDatabase } from '../../db/database.ts';
import { descriptor, enrol, face, posted } from '../../db/fixtures.ts';

const modelVersion = 'face-api-1.7.15/box';
const asker = { channelId: '11', memberId: '700' };
const sha256 = Buffer.alloc(32, 1);

let db: TestDatabase;
let guilds = 0;
let guild: GuildRepositories;
/** Of the photo that is asked about, by its faces. */
let asked: Float32Array[];
let fetched: number;
let sights: SightRequest[];
let hiddenChannels: string[];
/** By attachment; whatever is not here can be seen. */
let links: Map<string, PictureLink>;

beforeAll(async () => {
  db = await createTestDatabase();
});
afterAll(() => db.drop());
beforeEach(async () => {
  guilds += 1;
  guild = db.database.forGuild(`${guilds}`);
  [asked, fetched, sights, hiddenChannels, links] = [[descriptor(0)], 0, [], [], new Map()];
  await guild.settings.merge({ indexingScope: 'everyone' });
});

const analysis = (): Analysis => ({
  picture: { width: 640, height: 480, format: 'jpeg' },
  faces: asked.map((value, index) => {
    const { landmarks, score, quality } = face('1', null);
    return {
      box: { x: index * 100, y: 0, width: 90, height: 90 },
      landmarks,
      score,
      quality,
      descriptor: value,
    };
  }),
  modelVersion,
  timings: { decode: 0, analyse: 0 },
});

/** A face in a posted picture, so far from the one that is asked about. */
async function seen(
  attachmentId: string,
  distance: number,
  { channelId = '11', personId = null }: { channelId?: string; personId?: string | null } = {},
): Promise<void> {
  const { source, ...picture } = posted(attachmentId);
  const pictureId = await guild.pictures.add({ ...picture, source: source && { ...source, channelId } });
  const values = { origin: 'indexed', modelVersion, descriptor: descriptor(distance) } as const;
  await guild.faces.add(face(pictureId, personId, values));
}

/** What `/whois` remembers of the photo. */
async function result(attachmentId?: string): Promise<SearchResult> {
  const faces = await nameFaces(guild, analysis(), sha256, 'normal');
  const photo = { url: 'https://cdn.example/photo', ...(attachmentId !== undefined && { attachmentId }) };
  return { guildId: guild.guildId, photo, sha256, faces };
}

function whereElse(): WhereElse {
  const database = new AuditedDatabase(db.database);
  return new WhereElse({
    database,
    settings: new Settings(database),
    analyser: { modelVersion, analyse: async () => analysis(), close: async () => {} },
    fetchPhoto: async () => {
      fetched += 1;
      return sha256;
    },
    links: {
      asSeenBy: async (viewer) => {
        sights.push(viewer);
        return {
          visibleChannels: async (ids) => ids.filter((id) => !hiddenChannels.includes(id)),
          resolve: async (sources) =>
            sources.map(
              ({ attachmentId: id }) =>
                links.get(id) ?? { kind: 'visible', jumpUrl: `jump/${id}`, imageUrl: `image/${id}` },
            ),
        };
      },
    },
  });
}

async function find({ of, faceNumber = 1, page = 1, size = 10 } = {} as Partial<Asked>) {
  const found = await whereElse().find({ asker, result: of ?? (await result()), faceNumber, page, size });
  return { ...found, pictures: found.pictures.map(({ jumpUrl, band }) => `${jumpUrl} ${band}`) };
}

interface Asked {
  readonly of: SearchResult;
  readonly faceNumber: number;
  readonly page: number;
  readonly size: number;
}

const searches = async () =>
  (await guild.audit.list({ before: null, action: 'search', userId: null, limit: 100 })).map(
    ({ actorId, personId, details }) => ({ actorId, personId, details }),
  );

describe('other pictures with an unknown face', () => {
  it('are the posted ones, nearest first, each with its band, and the search is recorded', async () => {
    await seen('1', 0.52);
    await seen('2', 0.2);
    await seen('3', 0.6);
    const [picture] = (
      await whereElse().find({ asker, result: await result(), faceNumber: 1, page: 1, size: 9 })
    ).pictures;
    const { authorId, postedAt } = posted('2').source ?? {};
    expect(picture).toMatchObject({
      kind: 'posted',
      authorId,
      at: postedAt,
      imageUrl: 'image/2',
      band: 'likely',
    });
    expect(await find()).toEqual({ pictures: ['jump/2 likely', 'jump/1 possible'], total: 2, page: 1 });
    const recorded = {
      actorId: asker.memberId,
      personId: null,
      details: { whereElse: true, pictures: 2, shared: false },
    };
    expect(await searches()).toEqual([recorded, recorded]);
    expect(sights[0]).toMatchObject({ ...asker, guildId: guild.guildId, shared: false });
  });

  it('leave out faces that have a name, and the picture that is asked about', async () => {
    const { personId } = await enrol(guild, 'Ann', { modelVersion, descriptor: descriptor(1) });
    await seen('1', 0.2, { personId });
    await seen('2', 0.3);
    await seen('3', 0);
    const of = await result('3');
    expect(await find({ of })).toMatchObject({ pictures: ['jump/2 likely'], total: 1 });
  });

  it('need to be the nearer the more faces they are among, and the stricter the server is', async () => {
    await seen('1', 0.52);
    expect((await find()).pictures).toEqual(['jump/1 possible']);
    await guild.settings.merge({ bandStrictness: 'strict' });
    expect((await find()).pictures).toEqual([]);
    await guild.settings.merge({ bandStrictness: 'normal' });

    // docs/decisions/0012-bands.md: among 500 faces "possible" ends at 0.506.
    const pictureId = await guild.pictures.add(posted('2'));
    const crowd = Array.from({ length: 500 }, (_, x) => ({
      ...face(pictureId, null, { origin: 'indexed', modelVersion, descriptor: descriptor(50) }),
      box: { x, y: 0, width: 1, height: 1 },
    }));
    await guild.faces.addAll(crowd);
    expect(await find()).toMatchObject({ pictures: [], total: 0, page: 1 });
  });

  it('are shown and counted of channels that the asker can see only', async () => {
    hiddenChannels = ['12'];
    await seen('1', 0.1, { channelId: '12' });
    await seen('2', 0.2);
    expect(await find()).toMatchObject({ pictures: ['jump/2 likely'], total: 1 });
    hiddenChannels = ['11', '12'];
    expect(await find()).toMatchObject({ pictures: [], total: 0 });
    expect((await searches()).map(({ details }) => details.pictures)).toEqual([0, 1]);
  });

  it('are forgotten when they are gone, and the next ones take their place', async () => {
    for (const id of [1, 2, 3, 4]) await seen(`${id}`, id / 10);
    links.set('1', { kind: 'gone' }).set('3', { kind: 'unreachable' });
    expect(await find({ size: 2 })).toEqual({ pictures: ['jump/2 likely'], total: 3, page: 1 });
    const left = await db.sql('select 1 from picture where guild_id = $1', [guild.guildId]);
    expect(left).toHaveLength(3);
    const [gone] = await guild.audit.list({ before: null, action: 'picture-gone', userId: null, limit: 9 });
    expect(gone?.details).toEqual({ pictures: 1 });
  });

  it('come in pages, the nearest for one that is not there', async () => {
    for (const id of [1, 2, 3]) await seen(`${id}`, id / 10);
    const last = { pictures: ['jump/3 likely'], total: 3, page: 2 };
    expect(await find({ page: 2, size: 2 })).toEqual(last);
    expect(await find({ page: 99, size: 2 })).toEqual(last);
    expect(await find({ page: -1, size: 2 })).toMatchObject({ page: 1, total: 3 });
  });
});

describe('are not looked for', () => {
  const refused = { code: 'choice-expired' };

  it('where strangers are kept no longer', async () => {
    await seen('1', 0);
    const of = await result();
    await guild.settings.merge({ indexingScope: 'enrolled' });
    await expect(find({ of })).rejects.toMatchObject(refused);
    expect([fetched, sights, await searches()]).toEqual([0, [], []]);
  });

  it('of a face that had a name, or is not there', async () => {
    await enrol(guild, 'Ann', { modelVersion, descriptor: descriptor(0) });
    asked = [descriptor(0), descriptor(9)];
    await seen('1', 0);
    const of = await result();
    for (const faceNumber of [1, 3, 0, Number.NaN]) {
      await expect(find({ of, faceNumber })).rejects.toMatchObject(refused);
    }
    expect(fetched).toBe(0);
    expect(await find({ of, faceNumber: 2 })).toMatchObject({ total: 0 });
  });

  it('of a face that has a name by now', async () => {
    await seen('1', 0);
    const of = await result();
    await enrol(guild, 'Ann', { modelVersion, descriptor: descriptor(0.5) });
    await expect(find({ of })).rejects.toMatchObject(refused);
    expect([sights, await searches()]).toEqual([[], []]);
  });
});
