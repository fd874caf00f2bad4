import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { RowId } from '../../../src/db/ids.ts';
import type { WalkClaim } from '../../../src/db/indexing-types.ts';
import type { GuildRepositories } from '../../../src/db/types.ts';
import { UserError } from '../../../src/errors/user-error.ts';
import type { JobPayloads } from '../../../src/jobs/jobs.ts';
import { AuditedDatabase } from '../../../src/services/audit/audited-database.ts';
import { Walker } from '../../../src/services/backfill/walker.ts';
import { Courtesy } from '../../../src/services/indexing/courtesy.ts';
import { Slots } from '../../../src/services/indexing/slots.ts';
import { Settings } from '../../../src/services/settings/settings.ts';
import type { AnalyseRequest, Analysis, FaceAnalyser } from '../../../src/vision/types.ts';
import { databaseOfFile } from '../../db/database.ts';
import { beginGuild, descriptor, enrol, face } from '../../db/fixtures.ts';
import { message, ScriptedReader } from '../indexing/reader.ts';

const modelVersion = 'face-api-1.7.15/box';

const db = databaseOfFile();
let here: GuildRepositories;
let reader: ScriptedReader;
/** Attachments that were looked at, in order. */
let looked: string[];
/** What looking at an attachment does, where it is not to find nothing. */
let faults: Map<string, () => Promise<Analysis>>;
let sent: JobPayloads['walk'][];

beforeEach(async () => {
  here = db.newGuild();
  await beginGuild(here);
  reader = new ScriptedReader();
  looked = [];
  faults = new Map();
  sent = [];
});

const nothing: Analysis = {
  picture: { width: 10, height: 10, format: 'jpeg' },
  faces: [],
  modelVersion,
  timings: { decode: 0, analyse: 0 },
};

const theirs = descriptor(1);

/** A picture of one face. */
const somebody: Analysis = { ...nothing, faces: [{ ...face('', null), descriptor: theirs }] };

const keptPictures = () =>
  db.sql<{ attachment_id: string; person_id: string | null }>(
    `select attachment_id, face.person_id from picture join face using (guild_id, picture_id)
     where guild_id = $1 and origin = 'indexed' order by 1`,
    [here.guildId],
  );

/** The "file" of an attachment is its id. */
const analyser: FaceAnalyser = {
  modelVersion,
  async analyse(bytes: Uint8Array, _request: AnalyseRequest) {
    const id = Buffer.from(bytes).toString();
    looked.push(id);
    return (await faults.get(id)?.()) ?? nothing;
  },
  close: async () => {},
};

function walker(slots = 2): Walker {
  const settings = new Settings(new AuditedDatabase(db.database));
  return new Walker({
    ...{ database: db.database, reader, settings, analyser },
    slots: new Slots(slots),
    courtesy: new Courtesy(slots, { isIdle: true, idle: async () => {} }),
    onProgress: () => {},
    download: async ({ attachmentId }) => Buffer.from(attachmentId),
    jobs: { send: async (_name, payload) => void sent.push(payload as JobPayloads['walk']) },
  });
}

/** A running backfill of channel 5. */
async function begin(
  pictureLimit: number | null = null,
): Promise<WalkClaim & { readonly backfillId: RowId }> {
  const id = await here.backfills.start({ targetId: '5', since: null, pictureLimit, requestedBy: '7' });
  const backfillId = id ?? '';
  const untilId = '0';
  const walk = { backfillId, channelId: '5', parentId: null, untilId, topId: null, pictureLimit };
  const claim = await here.walks.add(walk);
  await here.backfills.change(backfillId, ['preparing'], 'running');
  if (claim === null) throw new Error('there is no walk');
  return { ...claim, backfillId };
}

const walk = (claim: WalkClaim, signal = new AbortController().signal) =>
  walker().walk({ guildId: here.guildId, walkId: claim.walkId, claim: claim.claim }, signal);

/** Messages 1 to `count`, each with a picture whose id is ten thousand above. */
function postMany(count: number): string[] {
  const ids = Array.from({ length: count }, (_, index) => String(index + 1));
  reader.messages = ids.map((id) => message('5', id, [String(10_000 + Number(id))]));
  return ids.map((id) => String(10_000 + Number(id)));
}

describe('a walk', () => {
  it('goes to the oldest message and looks at each picture once', async () => {
    const pictures = postMany(250);
    const claim = await begin();
    await walk(claim);
    expect(looked.toSorted()).toEqual(pictures.toSorted());
    expect(reader.asked).toEqual(['page 5 null', 'page 5 151', 'page 5 51']);
    expect(await here.backfills.totals(claim.backfillId)).toMatchObject({
      ...{ messages: 250, pictures: 250, looked: 250, known: 0, channels: 1, channelsDone: 1, share: 1 },
    });
    expect(await here.backfills.find(claim.backfillId)).toMatchObject({ state: 'done' });
  });

  it('is over at once in a channel without messages', async () => {
    const claim = await begin();
    await walk(claim);
    expect(await here.backfills.find(claim.backfillId)).toMatchObject({ state: 'done' });
  });

  it('makes room for others after its turn, to go on later', async () => {
    postMany(250);
    const claim = await begin();
    const clock = vi.spyOn(performance, 'now').mockReturnValue(0);
    faults.set('10200', async () => {
      clock.mockReturnValue(60_000);
      return nothing;
    });
    await walk(claim);
    expect(looked).toHaveLength(100);
    expect(sent).toEqual([{ guildId: here.guildId, walkId: claim.walkId, claim: claim.claim }]);
    clock.mockRestore();
    await walk(claim);
    expect(looked).toHaveLength(250);
  });

  it.each([
    ['the channel is closed', () => reader.unreadable.set('5', 'no-permission')],
    ['its turn is over', () => vi.spyOn(performance, 'now').mockReturnValue(Number.MAX_VALUE)],
  ])('that another job took over leaves the rest to it, also when %s', async (_, happens) => {
    postMany(250);
    const claim = await begin();
    faults.set('10160', async () => {
      await here.walks.takeOver(0);
      happens();
      return nothing;
    });
    await walk(claim);
    vi.restoreAllMocks();
    expect(sent).toEqual([]);
    expect(await here.backfills.totals(claim.backfillId)).toMatchObject({ messages: 0, failures: [] });
    expect(await here.backfills.find(claim.backfillId)).toMatchObject({ state: 'running' });
  });

  it('ends at once in a category that is left alone', async () => {
    postMany(1);
    const claim = await begin();
    const place = { channelId: '5', parentId: null, categoryId: '4' };
    reader.find = async () => ({ ...place, lastMessageId: null, readable: true });
    const left = JSON.stringify({ excludedChannelIds: ['4'] });
    await db.sql(`update guild set settings = settings || $2::jsonb where guild_id = $1`, [
      here.guildId,
      left,
    ]);
    await walk(claim);
    expect(looked).toEqual([]);
    expect(await here.backfills.find(claim.backfillId)).toMatchObject({ state: 'done' });
  });

  it('goes on from its last page after a failure, and counts as if nothing had been', async () => {
    const pictures = postMany(250);
    const claim = await begin();
    faults.set('10100', async () => {
      faults.clear();
      throw new UserError('database-away', {});
    });
    await expect(walk(claim)).rejects.toThrow('database-away');
    expect(await here.backfills.totals(claim.backfillId)).toMatchObject({ messages: 100, pictures: 100 });
    const before = looked.length;
    await walk(claim);
    expect(new Set(looked).size).toBe(250);
    // Those of the page that were done are not looked at again.
    expect(looked.length - before).toBeLessThan(151);
    expect(await here.backfills.totals(claim.backfillId)).toMatchObject({
      ...{ messages: 250, pictures: pictures.length, looked: 250, known: 0 },
    });
  });

  it('counts a page once when two jobs are at it', async () => {
    postMany(130);
    const claim = await begin();
    await Promise.all([walk(claim), walk(claim)]);
    const totals = await here.backfills.totals(claim.backfillId);
    expect(totals).toMatchObject({ messages: 130, pictures: 130, looked: 130, channelsDone: 1 });
  });

  it('stops for a job that took over, and for a pause', async () => {
    postMany(120);
    const claim = await begin();
    const [taken] = await here.walks.takeOver(0);
    await walk(claim);
    expect(looked).toEqual([]);
    if (taken === undefined) throw new Error('nothing was taken over');

    faults.set('10119', async () => {
      await here.backfills.change(claim.backfillId, ['running'], 'paused');
      return nothing;
    });
    await walk(taken);
    expect(looked.length).toBeLessThanOrEqual(120);
    expect(await here.backfills.totals(claim.backfillId)).toMatchObject({ messages: 0, channelsDone: 0 });
    await walk(taken);
    expect(await here.backfills.totals(claim.backfillId)).toMatchObject({ messages: 0 });

    await here.backfills.change(claim.backfillId, ['paused'], 'running');
    const [resumed] = await here.walks.takeOverOf(claim.backfillId);
    if (resumed === undefined) throw new Error('nothing was resumed');
    await walk(resumed);
    expect(await here.backfills.totals(claim.backfillId)).toMatchObject({ pictures: 120, channelsDone: 1 });
  });

  it('stops with the process, to be gone on with', async () => {
    postMany(120);
    const claim = await begin();
    const stopping = new AbortController();
    faults.set('10115', async () => {
      stopping.abort(new Error('stopping'));
      return nothing;
    });
    await expect(walk(claim, stopping.signal)).rejects.toThrow('stopping');
    expect(looked.length).toBeLessThan(120);
    await walk(claim);
    expect(await here.backfills.totals(claim.backfillId)).toMatchObject({ pictures: 120, looked: 120 });
  });

  it('writes down why a picture was skipped, and tries again later what may pass', async () => {
    postMany(3);
    const claim = await begin();
    faults.set('10001', () => Promise.reject(new UserError('image-broken', {})));
    faults.set('10002', () => Promise.reject(new UserError('download-timeout', { seconds: 1 })));
    await walk(claim);
    expect(await here.backfills.totals(claim.backfillId)).toMatchObject({
      ...{ looked: 1, skipped: { 'image-broken': 1, 'download-timeout': 1 } },
    });
    faults.clear();
    looked = [];
    const again = await begin();
    await walk(again);
    expect(looked).toEqual(['10002']);
    expect(await here.backfills.totals(again.backfillId)).toMatchObject({ pictures: 3, known: 2, looked: 1 });
  });

  it('takes the newest pictures where only so many are wanted, over pages', async () => {
    postMany(300);
    const claim = await begin(130);
    await walk(claim);
    expect(looked).toHaveLength(130);
    expect(Math.min(...looked.map(Number))).toBe(10_171);
  });

  it('ends with the reason where a channel is gone or closed', async () => {
    const claim = await begin();
    reader.unreadable.set('5', 'no-permission');
    await walk(claim);
    const totals = await here.backfills.totals(claim.backfillId);
    expect(totals.failures).toEqual([{ channelId: '5', reason: 'no-permission' }]);
    expect(await here.backfills.find(claim.backfillId)).toMatchObject({ state: 'done' });
  });

  it('keeps nothing of a picture that was deleted while it was looked at', async () => {
    postMany(2);
    const claim = await begin();
    faults.set('10001', async () => {
      await here.forgetting.messages(['1']);
      return nothing;
    });
    await walk(claim);
    const rows = await db.sql('select attachment_id from attachment where guild_id = $1', [here.guildId]);
    expect(rows).toEqual([{ attachment_id: '10002' }]);
  });

  it('keeps nothing of a server that was forgotten while it was looked at', async () => {
    const settings = { indexingScope: 'everyone' };
    await here.settings.merge(settings);
    postMany(130);
    const claim = await begin();
    faults.set('10129', async () => {
      while (!(await here.forgetting.someOfGuild()));
      return somebody;
    });
    faults.set('10128', async () => somebody);
    await walk(claim);
    expect(await db.sql('select from guild where guild_id = $1', [here.guildId])).toEqual([]);
    expect(await here.settings.read()).toEqual({});
  });

  it('keeps nothing of somebody who withdrew, or of what somebody posted who opted out, meanwhile', async () => {
    const ann = await enrol(here, 'Ann', { descriptor: theirs, modelVersion });
    reader.messages = [message('5', '1', ['10001']), message('5', '2', ['10002'], { authorId: '66' })];
    faults.set('10001', async () => {
      await here.erasure.person(ann.personId);
      return somebody;
    });
    faults.set('10002', async () => {
      await here.optOuts.add('66');
      return somebody;
    });
    const claim = await begin();
    await walk(claim);
    expect(await keptPictures()).toEqual([]);
    expect(await here.backfills.totals(claim.backfillId)).toMatchObject({ looked: 2, facesKept: 0 });

    await here.settings.merge({ indexingScope: 'everyone' });
    await walk(await begin());
    expect(await keptPictures()).toEqual([{ attachment_id: '10001', person_id: null }]);
  });

  it('looks again at who it is when somebody is erased between the search and what is stored', async () => {
    postMany(1);
    const { personId } = await enrol(here, 'Ann', { descriptor: theirs, modelVersion });
    faults.set('10001', async () => somebody);
    const claim = await begin();
    const { transaction } = db.database;
    let attempts = 0;
    vi.spyOn(db.database, 'transaction').mockImplementation((guildId, work) =>
      transaction(guildId, async (repositories) =>
        work({
          ...repositories,
          faces: {
            ...repositories.faces,
            addAll: async (faces) => {
              attempts += 1;
              // From outside: it waits for no lock of this transaction's.
              await db.sql('delete from person where guild_id = $1 and person_id = $2', [guildId, personId]);
              return await repositories.faces.addAll(faces);
            },
          },
        }),
      ),
    );
    await walk(claim);
    vi.restoreAllMocks();
    expect(attempts).toBe(1);
    expect(looked).toHaveLength(1);
    expect(await keptPictures()).toEqual([]);
    expect(await here.backfills.totals(claim.backfillId)).toMatchObject({ looked: 1 });
  });

  it('keeps nothing of strangers when the server kept everyone until a picture was looked at', async () => {
    await here.settings.merge({ indexingScope: 'everyone' });
    postMany(1);
    faults.set('10001', async () => {
      await here.settings.merge({ indexingScope: 'enrolled' });
      return somebody;
    });
    await walk(await begin());
    expect(await keptPictures()).toEqual([]);
  });

  it('leaves alone the pictures of those who opted out', async () => {
    postMany(2);
    reader.messages.push(message('5', '3', ['10003'], { authorId: '66' }));
    await here.optOuts.add('66');
    await walk(await begin());
    expect(looked.toSorted()).toEqual(['10001', '10002']);
  });
});
