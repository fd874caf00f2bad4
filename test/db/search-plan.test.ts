import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { clientConfig } from '../../src/db/pool.ts';
import { statements } from '../../src/db/repositories/face-search.ts';
import { createTestDatabase, type TestDatabase } from './database.ts';
import { descriptor, enrol, face, posted } from './fixtures.ts';

describe('a search', () => {
  let db: TestDatabase;
  let client: pg.Client;

  beforeAll(async () => {
    db = await createTestDatabase();
    const guild = db.database.forGuild('1');
    const pictureId = await guild.pictures.add(posted('1'));
    await guild.faces.addAll(
      Array.from({ length: 400 }, (_, x) =>
        face(pictureId, null, {
          origin: 'indexed',
          descriptor: descriptor(x),
          box: { x, y: 0, width: 1, height: 1 },
        }),
      ),
    );
    for (const name of ['Ann', 'Beth', 'Carl']) await enrol(guild, name);
    await db.sql('vacuum (analyze) face');
    client = new pg.Client(clientConfig(db.url));
    await client.connect();
  });
  afterAll(async () => {
    await client.end();
    await db.drop();
  });

  /** How the statement is carried out for any guild, as text. */
  async function planOf({ text }: { readonly text: string }): Promise<string> {
    await client.query(`prepare asked as ${text}`);
    const { rows: types } = await client.query(
      `select unnest(parameter_types) from pg_prepared_statements where name = 'asked'`,
    );
    const { rows } = await client.query<{ 'QUERY PLAN': string }>(
      `explain execute asked (${types.map(() => 'null').join(', ')})`,
    );
    await client.query('deallocate asked');
    return rows.map((row) => row['QUERY PLAN']).join('\n');
  }

  it('for people reads the index of enrolments and the few faces that pass', async () => {
    const plan = await planOf(statements.nearestPeople);
    expect(plan).toContain('Index Only Scan using face_enrolled on face');
    expect(plan).toContain('Index Scan using face_pkey on face');
    expect(plan).not.toMatch(/Seq Scan on face|using face_search/);
  });

  it('for pictures reads the index of narrow cubes and what passes', async () => {
    const plan = await planOf(statements.nearestFaces);
    expect(plan).toContain('Index Only Scan using face_search on face');
    expect(plan).toContain('Index Scan using face_pkey on face');
    expect(plan).toContain('Index Scan using picture_pkey on picture');
    expect(plan).not.toMatch(/Seq Scan on (face|picture)/);
  });
});
