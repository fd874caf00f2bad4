import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { observe } from '../../demo/inspect/observe.ts';
import { Reader } from '../../demo/inspect/reader.ts';
import { Recording } from '../../demo/inspect/recording.ts';
import { compareRows, RowCamera } from '../../demo/inspect/rows.ts';
import { createTestDatabase, type TestDatabase } from '../db/database.ts';

const guildId = '900000000000000001';
let database: TestDatabase;
let reader: Reader;

beforeAll(async () => {
  database = await createTestDatabase();
  reader = await Reader.connect(database.url);
});

afterAll(async () => {
  await reader.close();
  await database.drop();
});

describe('looking into the database', () => {
  it('tells which rows came, changed and went, and never shows a picture or a hash of one', async () => {
    const camera = await RowCamera.aim(reader);
    const before = await camera.take();
    await database.sql('insert into guild (guild_id) values ($1)', [guildId]);
    await database.sql(
      `insert into picture (guild_id, width, height, sha256, stored_copy, added_by)
       values ($1, 9, 9, sha256('x'), 'a picture', 5)`,
      [guildId],
    );
    const between = await camera.take();
    const added = compareRows(before, between);
    expect(added.map(({ table }) => table)).toEqual(['guild', 'picture']);
    expect(added[1]?.added).toMatchObject([{ sha256: '32 bytes', stored_copy: '9 bytes', added_by: '5' }]);

    await database.sql('update picture set width = 8');
    const [changed] = compareRows(between, await camera.take());
    expect(changed).toMatchObject({
      table: 'picture',
      changed: [{ before: { width: '9' }, after: { width: '8' } }],
    });
    await database.sql('delete from guild');
    const removed = compareRows(between, await camera.take());
    expect(removed.map(({ table, removed: rows }) => [table, rows.length])).toEqual([
      ['guild', 1],
      ['picture', 1],
    ]);
  });

  it('cannot write, and sees one guild behind its wall', async () => {
    await expect(reader.read('insert into guild (guild_id) values (1)')).rejects.toThrow(/read-only/);
    await expect(reader.read('delete from guild', [], guildId)).rejects.toThrow(/read-only/);
    await database.sql('insert into guild (guild_id) values ($1), (2)', [guildId]);
    expect(await reader.read('select guild_id from guild', [], guildId)).toEqual([{ guild_id: guildId }]);
    expect(await reader.read('select guild_id from guild')).toHaveLength(2);
  });
});

describe('watching the process', () => {
  it('sees what goes in and comes out of a method, until it is told to stop', async () => {
    class Doubler {
      async double(value: number): Promise<number> {
        if (value < 0) throw new RangeError('negative');
        return 2 * value;
      }
    }
    const seen: unknown[] = [];
    const end = observe(Doubler.prototype, 'double', ({ args, result }) => seen.push([args, result]));
    await new Doubler().double(4);
    await expect(new Doubler().double(-1)).rejects.toThrow('negative');
    end();
    await new Doubler().double(5);
    expect(seen).toEqual([[[4], 8]]);
  });

  it('tells runs of one statement together, and no ids or tokens of requests', () => {
    const recording = new Recording(1, { title: '/whois', by: 'Ann' }, new Map());
    const run = { name: 'person.find', text: 'select 1', values: [], rows: [], rowCount: 2 };
    recording.ran({ ...run, startedAt: 0, endedAt: 3 });
    recording.ran({ ...run, startedAt: 5, endedAt: 6 });
    recording.ran({ ...run, name: 'audit.write', text: 'insert into audit …', startedAt: 6, endedAt: 7 });
    const token = 'aW50ZXJhY3Rpb24'.repeat(6);
    const path = `/api/v10/interactions/1574806405699862530/${token}/callback`;
    recording.requested({ method: 'POST', path, startedAt: 0, endedAt: 1 });
    const { statements, spans } = recording.trace;
    expect(statements).toMatchObject([
      { name: 'person.find', runs: 2, totalMs: 4, rows: 4, explainable: true },
      { name: 'audit.write', explainable: false },
    ]);
    const channel = '/api/v10/channels/1574806405699862530/messages';
    recording.requested({ method: 'GET', path: channel, startedAt: 1, endedAt: 2 });
    recording.requested({ method: 'DELETE', path, startedAt: 2, endedAt: 3 });
    expect(spans.slice(-3).map(({ label }) => label)).toEqual([
      'acknowledge',
      'GET /channels/:id/messages',
      'DELETE /interactions/:id/:token/callback',
    ]);
  });
});
