import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { RowId } from '../../../src/db/ids.ts';
import type { GuildRepositories } from '../../../src/db/types.ts';
import { AuditedDatabase } from '../../../src/services/audit/audited-database.ts';
import { Backfills } from '../../../src/services/backfill/backfills.ts';
import { Forgetting } from '../../../src/services/deletion/forgetting.ts';
import { Recheck } from '../../../src/services/deletion/recheck.ts';
import { Chores } from '../../../src/services/indexing/chores.ts';
import { Courtesy } from '../../../src/services/indexing/courtesy.ts';
import { IndexedChannels } from '../../../src/services/indexing/indexed-channels.ts';
import { Slots } from '../../../src/services/indexing/slots.ts';
import { Settings } from '../../../src/services/settings/settings.ts';
import { databaseOfFile, silent } from '../../db/database.ts';
import { beginGuild, enrol, face, MODEL, posted } from '../../db/fixtures.ts';
import { ScriptedReader } from '../indexing/reader.ts';

const db = databaseOfFile();
let here: GuildRepositories;
let reader: ScriptedReader;
/** Names of this server's jobs. */
let sent: string[];
/** Backfills whose end was told. */
let finished: RowId[];

beforeEach(async () => {
  here = db.newGuild();
  await beginGuild(here);
  reader = new ScriptedReader();
  finished = [];
  sent = [];
});

function parts() {
  const { database } = db;
  const audited = new AuditedDatabase(database);
  const basics = {
    ...{ database, audited, reader, modelVersion: MODEL, log: silent },
    settings: new Settings(audited),
    indexed: new IndexedChannels(database),
    jobs: {
      async send(name: string, payload: object) {
        if ('guildId' in payload && payload.guildId === here.guildId) sent.push(name);
      },
    },
    onProgress: (_guildId: string, backfillId: RowId, isOver?: boolean) => {
      if (isOver === true) finished.push(backfillId);
    },
  };
  const backfills = new Backfills(basics);
  const forgetting = new Forgetting(basics);
  const chores = new Chores({
    ...{ ...basics, backfills, forgetting, recheck: new Recheck({ ...basics, forgetting }) },
    analyser: {
      modelVersion: MODEL,
      analyse: async () => Promise.reject(new Error()),
      close: async () => {},
    },
    download: async () => Promise.reject(new Error('nothing is downloaded here')),
    slots: new Slots(1),
    courtesy: new Courtesy(1, { isIdle: true, idle: async () => {} }),
  });
  return { backfills, forgetting, chores };
}

/** A backfill of a channel, with one walk in it. */
async function running(channelId: string) {
  await here.indexedChannels.add(channelId);
  const backfill = { targetId: channelId, since: null, pictureLimit: null };
  const backfillId = (await here.backfills.start({ ...backfill, requestedBy: '7' })) ?? '';
  const walk = { backfillId, channelId, parentId: null, untilId: '0', topId: null, pictureLimit: null };
  const claim = await here.walks.add(walk);
  await here.backfills.change(backfillId, ['preparing'], 'running');
  if (claim === null) throw new Error('there is no walk');
  return { backfillId, claim };
}

describe('a backfill ends', () => {
  it('when its last walk ended otherwise than by its own job', async () => {
    const { chores, forgetting } = parts();
    // A process that was killed in between; a channel that was deleted; and one that is not over.
    const killed = await running('5');
    await here.walks.end(killed.claim, null);
    const deleted = await running('6');
    await forgetting.channel(here.guildId, '6');
    const open = await running('7');
    await chores.tick();
    expect(finished.toSorted()).toEqual([killed.backfillId, deleted.backfillId].toSorted());
    expect((await here.backfills.open()).map(({ backfillId }) => backfillId)).toEqual([open.backfillId]);
  });

  it('at once when what it is of is gone, which is indexed no longer, or may not be seen', async () => {
    const { backfills } = parts();
    reader.unreadable.set('5', 'gone');
    reader.unreadable.set('6', 'no-permission');
    for (const targetId of ['5', '6'] as const) {
      await here.indexedChannels.add(targetId);
      const backfill = { targetId, since: null, pictureLimit: null, requestedBy: null };
      const backfillId = (await here.backfills.start(backfill)) ?? '';
      await backfills.prepare({ guildId: here.guildId, backfillId }, new AbortController().signal);
      expect(await here.backfills.find(backfillId)).toMatchObject({ state: 'done' });
      expect((await here.backfills.totals(backfillId)).failures).toEqual([
        { channelId: targetId, reason: reader.unreadable.get(targetId) },
      ]);
      expect(finished).toContain(backfillId);
    }
    expect((await here.indexedChannels.all()).map(({ targetId }) => targetId)).toEqual(['6']);
  });
});

const request = (channelId: string | null) => ({
  ...{ guildId: here.guildId, actorId: '7', channelId, since: null, pictureLimit: null },
});
const never = new AbortController().signal;

describe('a backfill', () => {
  beforeEach(() => here.settings.merge({ indexingScope: 'everyone' }));

  it('is not started for nobody, where only those who enrolled are kept', async () => {
    const { backfills } = parts();
    await here.settings.merge({ indexingScope: 'enrolled' });
    await expect(backfills.start(request('5'))).rejects.toMatchObject({ code: 'nobody-enrolled' });
    await enrol(here, 'Ann');
    await backfills.start(request('5'));
    expect(sent).toEqual(['prepare']);
  });

  it('is cancelled by itself or with all, and its end is told', async () => {
    const { backfills } = parts();
    const ids = [];
    for (const channelId of ['5', '6', '7']) ids.push(await backfills.start(request(channelId)));
    await backfills.cancel(here.guildId, '7', '6');
    expect(finished).toEqual([ids[1]]);
    await expect(backfills.cancel(here.guildId, '7', '6')).rejects.toMatchObject({ code: 'no-backfill' });
    await backfills.cancel(here.guildId, '7', null);
    expect(finished.toSorted()).toEqual(ids.toSorted());
    expect(await here.indexedChannels.all()).toEqual([]);
  });

  it('is shown while it is open, and the last one when none is', async () => {
    const { backfills } = parts();
    const shown = async () =>
      (await backfills.overview(here.guildId)).backfills.map(({ backfill }) => backfill.backfillId);
    expect(await shown()).toEqual([]);
    const first = await backfills.start(request('5'));
    expect(await shown()).toEqual([first]);
    expect(await backfills.status(here.guildId, first)).toMatchObject({ backfill: { backfillId: first } });
    await backfills.cancelOne(here.guildId, '7', first);
    expect(await shown()).toEqual([first]);
    await expect(backfills.status(here.guildId, '999')).rejects.toMatchObject({ code: 'no-backfill' });
  });

  it('is begun once, without what is left alone, and not when it was cancelled meanwhile', async () => {
    const { backfills } = parts();
    const walks = () => db.sql('select from walk where guild_id = $1', [here.guildId]);
    const place = { parentId: null, categoryId: null, lastMessageId: '9', readable: true };
    const backfillId = await backfills.start(request(null));
    const job = { guildId: here.guildId, backfillId };
    let listed: () => Promise<unknown> = async () => {};
    reader.under = async function* () {
      await listed();
      for (const channelId of ['5', '6']) yield { ...place, channelId };
    };
    await here.settings.merge({ excludedChannelIds: ['6'] });
    await backfills.prepare(job, never);
    expect(await walks()).toHaveLength(1);
    await backfills.prepare(job, never);
    expect(await walks()).toHaveLength(1);

    await backfills.cancelOne(here.guildId, '7', backfillId);
    const again = await backfills.start(request(null));
    listed = () => backfills.cancelOne(here.guildId, '7', again);
    finished = [];
    sent = [];
    await backfills.prepare({ guildId: here.guildId, backfillId: again }, never);
    expect(sent).toEqual([]);
    expect(finished).toEqual([again]);
    expect(await here.backfills.find(again)).toMatchObject({ state: 'cancelled' });
  });

  it('is not started a second time, by a schedule or by hand, while it is under way', async () => {
    const { backfills } = parts();
    await backfills.start(request('5'));
    await here.indexedChannels.add('6');
    sent = [];
    expect(await backfills.again(here.guildId, '7')).toBe(1);
    expect(await backfills.again(here.guildId, '7')).toBe(0);
    expect(sent).toEqual(['prepare']);
    await expect(backfills.start(request('5'))).rejects.toMatchObject({ code: 'backfill-running' });
  });
});

describe('chores', () => {
  it('are begun when they are due, and not again before they are due again', async () => {
    const { chores } = parts();
    await here.chores.take('expire', 3_600);
    await chores.tick();
    expect(sent).toHaveLength(4);
    await chores.tick();
    expect(sent).toHaveLength(4);
  });

  it('encode faces anew turn by turn, those that others are compared with in the first', async () => {
    const { chores } = parts();
    const outdated = async (attachmentId: string) => {
      const place = { attachmentId, channelId: '11', parentId: null, messageId: '12' };
      await here.attachments.begin([place], { modelVersion: 'old', everyone: true, passingReasons: [] });
      const pictureId = await here.pictures.add(posted(attachmentId));
      await here.faces.add(face(pictureId, null, { origin: 'indexed', modelVersion: 'old' }));
      await here.attachments.looked(attachmentId, { found: 1, kept: 1 });
    };
    await outdated('50');
    const clock = vi.spyOn(performance, 'now').mockReturnValueOnce(0).mockReturnValueOnce(0);
    clock.mockReturnValue(120_000);
    await chores.run({ guildId: here.guildId, name: 'upgrade' }, never);
    clock.mockRestore();
    expect(sent).toEqual(['chore']);
    await chores.run({ guildId: here.guildId, name: 'upgrade', after: '50' }, never);
    expect(sent).toEqual(['chore']);
  });
});

describe('what a ban or a removal leaves', () => {
  it('is looked for when the one who was banned had posted something', async () => {
    const { forgetting } = parts();
    await forgetting.banned(here.guildId, '13');
    expect(sent).toEqual([]);
    const place = { attachmentId: '50', channelId: '11', parentId: null, messageId: '12' };
    await here.attachments.begin([place], { modelVersion: MODEL, everyone: true, passingReasons: [] });
    await here.pictures.add(posted('50'));
    await forgetting.banned(here.guildId, '13');
    expect(sent).toEqual(['chore']);
  });

  it('goes only while Kith is not in the server', async () => {
    const { forgetting } = parts();
    const known = () => db.sql('select from guild where guild_id = $1', [here.guildId]);
    for (const standing of ['member', 'unknown'] as const) {
      reader.standing = standing;
      await forgetting.forgetGuild({ guildId: here.guildId }, never);
      expect(await known()).toHaveLength(1);
    }
    reader.standing = 'removed';
    await forgetting.forgetGuild({ guildId: here.guildId }, never);
    expect(await known()).toEqual([]);
  });
});
