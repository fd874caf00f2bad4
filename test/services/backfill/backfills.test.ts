import { beforeEach, describe, expect, it } from 'vitest';
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
import { beginGuild, MODEL } from '../../db/fixtures.ts';
import { ScriptedReader } from '../indexing/reader.ts';

const db = databaseOfFile();
let here: GuildRepositories;
let reader: ScriptedReader;
/** Backfills whose end was told. */
let finished: RowId[];

beforeEach(async () => {
  here = db.newGuild();
  await beginGuild(here);
  reader = new ScriptedReader();
  finished = [];
});

function parts() {
  const { database } = db;
  const audited = new AuditedDatabase(database);
  const basics = {
    ...{ database, audited, reader, modelVersion: MODEL, log: silent },
    settings: new Settings(audited),
    indexed: new IndexedChannels(database),
    jobs: { send: async () => {} },
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
