import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { GuildRepositories } from '../../../src/db/types.ts';
import { AuditedDatabase } from '../../../src/services/audit/audited-database.ts';
import { Forgetting } from '../../../src/services/deletion/forgetting.ts';
import { Recheck } from '../../../src/services/deletion/recheck.ts';
import { databaseOfFile, silent } from '../../db/database.ts';
import { beginGuild, face, MODEL, photo } from '../../db/fixtures.ts';
import { message, ScriptedReader } from '../indexing/reader.ts';

const db = databaseOfFile();
let here: GuildRepositories;
let reader: ScriptedReader;

beforeEach(async () => {
  here = db.newGuild();
  await beginGuild(here);
  reader = new ScriptedReader();
});

const forgetting = () =>
  new Forgetting({
    ...{ database: db.database, audited: new AuditedDatabase(db.database), reader, log: silent },
    jobs: { send: async () => {} },
  });

const run = () =>
  new Recheck({ database: db.database, reader, forgetting: forgetting() }).run(
    here.guildId,
    new AbortController().signal,
  );

/** A message that was indexed: each of its pictures with a face that was kept. It is due. */
async function indexed(channelId: string, messageId: string, pictureIds: readonly string[]): Promise<void> {
  reader.messages.push(message(channelId, messageId, pictureIds));
  const places = pictureIds.map((attachmentId) => ({ attachmentId, channelId, parentId: null, messageId }));
  await here.attachments.begin(places, { modelVersion: MODEL, everyone: true, passingReasons: [] });
  for (const attachmentId of pictureIds) {
    const source = { channelId, messageId, attachmentId, authorId: '13', postedAt: new Date() };
    const pictureId = await here.pictures.add({ ...photo(), source, storedCopy: null });
    await here.faces.add(face(pictureId, null, { origin: 'indexed' }));
    await here.attachments.looked(attachmentId, { found: 1, kept: 1 });
  }
  await due();
}

const due = () => db.sql(`update attachment set check_at = now() where guild_id = $1`, [here.guildId]);

const left = async () =>
  (
    await db.sql<{ id: string }>(
      `select attachment_id as id from picture join attachment using (guild_id, attachment_id)
       where guild_id = $1 order by 1`,
      [here.guildId],
    )
  ).map(({ id }) => id);

describe('the re-check', () => {
  it('forgets what was deleted, asks for it twice before, and for a hundred messages at once', async () => {
    for (let number = 1; number <= 40; number++)
      await indexed('5', String(1_000 + number), [String(2_000 + number)]);
    await indexed('5', '1100', ['2100', '2101']);
    const gone = new Set(['1007', '1030']);
    reader.messages = reader.messages.filter(({ messageId }) => !gone.has(messageId));
    reader.messages = reader.messages.map((one) =>
      one.messageId === '1100' ? message('5', '1100', ['2101']) : one,
    );
    expect(await run()).toBe(3);
    expect(await left()).toHaveLength(39);
    expect(await left()).not.toContain('2100');
    expect(reader.asked).toEqual(['around 5 1001', 'message 5 1007', 'message 5 1030', 'message 5 1100']);
    expect(
      await here.audit.list({ before: null, action: 'picture-gone', userId: null, limit: 10 }),
    ).toHaveLength(1);
    // All are due again in a week.
    expect(await run()).toBe(0);
    expect(reader.asked).toHaveLength(4);
  });

  it('forgets a channel that is gone', async () => {
    await indexed('5', '1001', ['2001']);
    await indexed('6', '1002', ['2002']);
    reader.unreadable.set('5', 'gone');
    expect(await run()).toBe(1);
    expect(await left()).toEqual(['2002']);
  });

  it('removes nothing in an outage, and comes back to it', async () => {
    await indexed('5', '1001', ['2001']);
    reader.messages = [];
    reader.isAway = true;
    await expect(run()).rejects.toThrow('503');
    expect(await left()).toEqual(['2001']);
    reader.isAway = false;
    expect(await run()).toBe(1);
  });

  it('removes nothing that it may not see: a channel, or what is in a message', async () => {
    await indexed('5', '1001', ['2001']);
    await indexed('6', '1002', ['2002']);
    reader.messages = [message('6', '1002', [], { isHidden: true })];
    reader.unreadable.set('5', 'no-permission');
    expect(await run()).toBe(0);
    expect(await left()).toEqual(['2001', '2002']);
    // Neither keeps the others waiting.
    expect(await here.attachments.toCheck(10)).toEqual([]);
  });

  it('does not believe a page that a message contradicts', async () => {
    await indexed('5', '1001', ['2001']);
    const { messages } = reader;
    const around = reader.around.bind(reader);
    reader.around = async (...where) => {
      reader.messages = [];
      const page = await around(...where);
      reader.messages = messages;
      return page;
    };
    expect(await run()).toBe(0);
    expect(await left()).toEqual(['2001']);
  });

  it('does not believe that a channel is gone that is there, or that a message is which it may not see', async () => {
    await indexed('5', '1001', ['2001']);
    const gone = vi.spyOn(reader, 'around').mockResolvedValue('gone');
    await expect(run()).rejects.toThrow('comes and goes');
    gone.mockResolvedValue([]);
    vi.spyOn(reader, 'message').mockResolvedValue('no-permission');
    expect(await run()).toBe(0);
    expect(await left()).toEqual(['2001']);
  });

  it('takes the longest due first, those of somebody who was banned before all, and finishes', async () => {
    for (const [channel, id] of [
      ['5', '1'],
      ['6', '2'],
      ['7', '3'],
    ] as const) {
      await indexed(channel, `100${id}`, [`200${id}`]);
    }
    await db.sql(
      `update attachment set check_at = now() - make_interval(hours => (attachment_id - 2000)::integer)
       where guild_id = $1`,
      [here.guildId],
    );
    await db.sql(`update picture set author_id = 99 where guild_id = $1 and message_id = 1001`, [
      here.guildId,
    ]);
    expect(await here.attachments.doubt('99')).toBe(1);
    await run();
    expect(reader.asked).toEqual(['around 5 1001', 'around 7 1003', 'around 6 1002']);
    expect(await here.attachments.toCheck(10)).toEqual([]);
  });
});
