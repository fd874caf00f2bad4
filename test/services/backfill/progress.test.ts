import { expect, it, vi } from 'vitest';
import type { RowId } from '../../../src/db/ids.ts';
import { Progress } from '../../../src/services/backfill/progress.ts';
import type { BackfillStatus } from '../../../src/services/backfill/status.ts';
import { databaseOfFile, silent } from '../../db/database.ts';
import { beginGuild } from '../../db/fixtures.ts';

const db = databaseOfFile();

/** A board that remembers what it was shown. */
function board(there = true) {
  const shown: BackfillStatus['backfill']['state'][] = [];
  return {
    shown,
    post: async () => '9',
    async update(_guildId: string, _message: unknown, { backfill }: BackfillStatus) {
      shown.push(backfill.state);
      return there;
    },
  };
}

async function runningBackfill(guildId: string): Promise<RowId> {
  const here = db.database.forGuild(guildId);
  await beginGuild(here);
  const { backfills } = here;
  const id = await backfills.start({ targetId: '5', since: null, pictureLimit: null, requestedBy: '7' });
  await backfills.change(id ?? '', ['preparing'], 'running');
  return id ?? '';
}

it('edits its message no more often than it may, however much there is to tell, and ends with the end', async () => {
  const shows = board();
  const progress = new Progress({ database: db.database, board: shows, log: silent, everyMs: 60_000 });
  const id = await runningBackfill('1');
  await progress.open('1', '8', id);
  for (let news = 0; news < 50; news++) progress.changed('1', id);
  await expect.poll(() => shows.shown).toEqual(['running']);

  const { backfills } = db.database.forGuild('1');
  expect(await backfills.finishWhenWalked(id)).toBe(true);
  expect(await backfills.unreported()).toHaveLength(1);
  progress.changed('1', id, true);
  await expect.poll(() => shows.shown).toEqual(['running', 'done']);
  await expect.poll(() => backfills.unreported()).toEqual([]);
  await progress.stop();
});

it('does without a message that somebody deleted', async () => {
  const shows = board(false);
  const progress = new Progress({ database: db.database, board: shows, log: silent, everyMs: 1 });
  const id = await runningBackfill('2');
  await progress.open('2', '8', id);
  const { backfills } = db.database.forGuild('2');
  await backfills.finishWhenWalked(id);
  progress.changed('2', id, true);
  await expect.poll(() => shows.shown.includes('done')).toBe(true);
  await expect.poll(() => backfills.unreported()).toEqual([]);
  await progress.stop();
});

it('is not shown where Kith may not write, of what is not there, or once it is stopped', async () => {
  const shows = { ...board(), post: vi.fn(async () => null) };
  const progress = new Progress({ database: db.database, board: shows, log: silent, everyMs: 1 });
  const id = await runningBackfill('3');
  expect(await progress.open('3', '8', id)).toBe(false);
  expect(shows.post).toHaveBeenCalledTimes(1);
  expect(await progress.open('3', '8', '999')).toBe(false);
  expect(shows.post).toHaveBeenCalledTimes(1);
  await db.database.forGuild('3').backfills.setReport(id, { channelId: '8', messageId: '9' });
  await progress.stop();
  progress.changed('3', id);
  await progress.stop();
  expect(shows.shown).toEqual([]);
});
