import { beforeAll, expect, it } from 'vitest';
import type { GuildRepositories } from '../../src/db/types.ts';
import { databaseOfFile } from './database.ts';
import { MODEL } from './fixtures.ts';
import { allStatements } from './statements.ts';

const db = databaseOfFile();
let gone: GuildRepositories;

beforeAll(async () => {
  gone = db.database.forGuild('404');
});

it('only what a member does begins a guild', async () => {
  const beginning = (await allStatements()).filter(({ text }) => /insert into guild\b/.test(text));
  expect(beginning.map(({ name }) => name).sort()).toEqual([
    'audit.write',
    'backfill.set-schedule',
    // In the transaction that stores what an admitted picture is of, or a member's enrolment.
    'guild-key.first',
    'indexed-channel.add',
    'opt-out.add',
    'person.create-member',
    'person.create-named',
    'picture.add',
    'settings.merge',
  ]);
});

it('a job that comes late writes nothing of a guild that was forgotten', async () => {
  const rules = { modelVersion: MODEL, everyone: true, passingReasons: [] };
  const place = { attachmentId: '1', channelId: '5', parentId: null, messageId: '1' };
  const channel = { channelId: '5', parentId: null, untilId: '0', topId: null, pictureLimit: null };
  expect(await gone.attachments.begin([place], rules)).toEqual([]);
  expect(await gone.attachments.hold('1')).toBe(false);
  expect(await gone.walks.add({ ...channel, backfillId: null })).toBeNull();
  const target = { targetId: '5', since: null, pictureLimit: null, requestedBy: null };
  expect(await gone.backfills.start(target)).toBeNull();
  await gone.indexedChannels.heard(new Map([['5', '9']]));
  await gone.chores.hurry('match');
  expect(await gone.chores.take('expire', 60)).toBe(false);
  await gone.chores.setDoneUntil('match', new Date());
  await gone.audit.write({ actorId: null, action: 'picture-gone', personId: null, details: { pictures: 1 } });
  await gone.protection.beginRekeying();
  const tables = await db.sql<{ name: string }>(
    `select table_name as name from information_schema.columns
     where column_name = 'guild_id' and table_schema = 'public'`,
  );
  expect(tables.length).toBeGreaterThan(15);
  for (const { name } of tables) expect(await db.sql(`select 1 from ${name}`), name).toEqual([]);
});
