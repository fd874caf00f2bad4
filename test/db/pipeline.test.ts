import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runTogether, type Step } from '../../src/db/pipeline.ts';
import { BEGIN, COMMIT } from '../../src/db/transaction.ts';
import { databaseOfFile } from './database.ts';

const db = databaseOfFile();
let client: pg.Client;

beforeAll(async () => {
  client = new pg.Client({ connectionString: db.url });
  await client.connect();
  await client.query('create temporary table note (word text check (word <> $$wrong$$))');
});
afterAll(() => client.end());

const write = (word: unknown): Step => ({
  name: 'write',
  text: 'insert into note values ($1) returning word',
  values: [word],
});
const broken = (name: string): Step => ({ name, text: 'select 1 / 0' });
const written = async () => (await client.query('select word from note')).rows.map(({ word }) => word);

describe('statements that are sent together', () => {
  it('are answered each, in their order', async () => {
    const results = await runTogether(client, [
      BEGIN,
      write('a'),
      { name: 'none', text: 'select where false' },
      {
        name: 'two',
        text: 'select generate_series(1, 2)::integer as number, $1::text as word',
        values: ['b'],
      },
      COMMIT,
    ]);
    expect(results.map(({ command, rows }) => [command, rows])).toEqual([
      ['BEGIN', []],
      ['INSERT', [{ word: 'a' }]],
      ['SELECT', []],
      [
        'SELECT',
        [
          { number: 1, word: 'b' },
          { number: 2, word: 'b' },
        ],
      ],
      ['COMMIT', []],
    ]);
    await client.query('delete from note');
  });

  // Were each a query of its own, what follows a failed beginning would run without a transaction, and stay.
  it.each([0, 1, 2, 3])('take no effect after the failure of one, be it number %i', async (place) => {
    const steps = [BEGIN, { name: 'set', text: `set local app.guild_id = '1'` }, write('a'), COMMIT];
    const failing = steps.with(place, broken('the broken one'));
    await expect(runTogether(client, failing)).rejects.toMatchObject({
      name: 'SqlError',
      statement: 'the broken one',
      sqlState: '22012',
    });
    await client.query('rollback');
    expect(await written()).toEqual([]);
  });

  it('are refused by the name of the one that failed', async () => {
    await expect(runTogether(client, [BEGIN, write('a'), write('wrong'), COMMIT])).rejects.toMatchObject({
      statement: 'write',
      sqlState: '23514',
    });
    await client.query('rollback');
  });

  it('are prepared again where a failure before them kept them from it', async () => {
    const fresh: Step = { name: 'fresh', text: 'select $1::text as word', values: ['a'] };
    await expect(runTogether(client, [broken('before'), fresh])).rejects.toThrow('before');
    for (const _ of ['not yet prepared', 'prepared']) {
      const [result] = await runTogether(client, [fresh]);
      expect(result?.rows).toEqual([{ word: 'a' }]);
    }
    // And the client by itself knows them too.
    expect((await client.query({ ...fresh, values: ['b'] })).rows).toEqual([{ word: 'b' }]);
    expect(
      (await client.query(`select from pg_prepared_statements where name in ('fresh', 'begin')`)).rowCount,
    ).toBe(1);
  });

  it('are not committed when one of them cannot be written', async () => {
    const circular: Record<string, unknown> = {};
    circular.self = circular;
    await expect(runTogether(client, [BEGIN, write('a'), write(circular), COMMIT])).rejects.toThrow(
      'circular',
    );
    await client.query('rollback');
    expect(await written()).toEqual([]);
  });

  it('end with their connection', async () => {
    const lost = new pg.Client({ connectionString: db.url });
    lost.on('error', () => {});
    await lost.connect();
    const away = { name: 'UserError', code: 'database-away' };
    const end: Step = { name: 'end', text: 'select pg_terminate_backend(pg_backend_pid())' };
    await expect(runTogether(lost, [BEGIN, end, COMMIT])).rejects.toMatchObject(away);
    await expect(runTogether(lost, [BEGIN, COMMIT])).rejects.toMatchObject(away);
    await lost.end();
  });

  it('give up together on a server that is silent', async () => {
    const impatient = new pg.Client({ connectionString: db.url, query_timeout: 50 });
    await impatient.connect();
    const sleep: Step = { name: 'sleep', text: 'select pg_sleep(0.5)' };
    await expect(runTogether(impatient, [BEGIN, sleep, COMMIT])).rejects.toMatchObject({
      code: 'database-away',
    });
    await impatient.end();
  });
});
