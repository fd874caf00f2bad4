import { isDeepStrictEqual } from 'node:util';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { connect } from '../../src/db/connect.ts';
import type { Statement } from '../../src/db/scope.ts';
import { GUILD_ROLE, raiseWall } from '../../src/db/wall.ts';
import { createTestDatabase, type TestDatabase } from './database.ts';
import { enrol, face, posted } from './fixtures.ts';
import { allStatements } from './statements.ts';

// Statements get these values by the type of their parameters. What is seeded has them too, so that they find it.
const WORD = 'Ann';
const VALUES: Readonly<Record<string, unknown>> = {
  bigint: '1',
  integer: 1,
  'double precision': 100,
  real: 1,
  text: WORD,
  boolean: true,
  bytea: Buffer.alloc(32, 7),
  jsonb: '{}',
  'timestamp with time zone': new Date('2030-01-01'),
  cube: '(0)',
  'bigint[]': '{1}',
  'integer[]': '{1}',
  'text[]': '{Ann}',
  'double precision[]': null,
  'real[]': '{1}',
};

const ROW_SECURITY_VIOLATED = '42501';

describe('the wall between guilds', () => {
  let db: TestDatabase;
  let client: pg.Client;
  let before: string | undefined;

  beforeAll(async () => {
    db = await createTestDatabase();
    const guild = db.database.forGuild('1');
    await enrol(guild, WORD, { modelVersion: WORD });
    const pictureId = await guild.pictures.add(posted('1'));
    await guild.faces.add(face(pictureId, '1', { origin: 'indexed', modelVersion: WORD }));
    await guild.settings.merge({ some: 'setting' });
    await guild.optOuts.add('1');
    await guild.audit.write({ actorId: '1', action: 'enrol', personId: '1', details: {} });
    await db.sql(`
      insert into indexed_channel values (1, 1);
      insert into channel_cursor values (1, 1, 1);
      insert into backfill (guild_id, target_id) values (1, 1);
      insert into walk (guild_id, backfill_id, channel_id) values (1, 1, 1);
      insert into backfill_schedule values (1, '* * * * *', 'UTC', now());
      insert into chore (guild_id, name) values (1, '${WORD}');
      insert into attachment (guild_id, attachment_id, channel_id, message_id, model_version, faces_found, faces_kept)
        values (1, 1, 1, 1, '${WORD}', 1, 1);
      insert into rejection (guild_id, person_id, sha256, box_x, box_y, box_width, box_height, rejected_by)
        values (1, 1, decode(repeat('07', 32), 'hex'), 0, 0, 1, 1, 1);
      insert into proposal (guild_id, member_id, proposed_by, expires_at, picture_id, box_x, box_y, box_width, box_height)
        values (1, 1, 1, '2031-01-01', 1, 0, 0, 1, 1);
    `);
    await db.database.forGuild('2').optOuts.add('9');
    client = new pg.Client({ connectionString: db.url });
    await client.connect();
  });
  afterAll(async () => {
    await client.end();
    await db.drop();
  });

  it('stands around every table, on a role that owns nothing and may not pass it', async () => {
    const open = await db.sql(`
      select relname from pg_class
      join pg_attribute on attrelid = pg_class.oid and attname = 'guild_id'
      where relkind in ('r', 'p') and relnamespace = 'public'::regnamespace
        and not (relrowsecurity and relforcerowsecurity and 2 = (
          select count(*) from pg_policy where polrelid = pg_class.oid and polname in ('own_guild', 'every_guild')
        ))`);
    expect(open).toEqual([]);
    const [role] = await db.sql(
      `select rolsuper, rolbypassrls, rolcanlogin, rolcreaterole, rolcreatedb,
         exists (select from pg_class where relowner = pg_roles.oid) as owns
       from pg_roles where rolname = '${GUILD_ROLE}'`,
    );
    expect(role).toEqual({
      rolsuper: false,
      rolbypassrls: false,
      rolcanlogin: false,
      rolcreaterole: false,
      rolcreatedb: false,
      owns: false,
    });
  });

  it('is there for what the repositories run', async () => {
    const seen = await db.database.transaction('1', async (guild) => {
      await guild.people.find('1');
      return db.sql<{ user: string }>(
        `select usename as user from pg_stat_activity where datname = current_database() and state = 'idle in transaction'`,
      );
    });
    expect(seen).toHaveLength(1);
    await expect(
      Promise.resolve().then(() => db.database.forGuild(`1'; reset role; --`).people.find('1')),
    ).rejects.toThrow(RangeError);
  });

  it('is not taken for refused when the connection is lost', async () => {
    const lost = await connect(db.url);
    await lost.end();
    await expect(raiseWall(lost)).rejects.toThrow('closed');
  });

  /** Runs one statement for a guild in a transaction where another may be set, and undoes it. */
  async function run(
    statement: Statement,
    { guildId, set }: { readonly guildId: string; readonly set: string },
  ): Promise<Outcome> {
    // Whatever is done is undone, so it is the same before each.
    before ??= await everything();
    await client.query('begin');
    try {
      await client.query(`prepare asked as ${statement.text}`);
      const { rows: types } = await client.query<{ type: string }>(
        `select unnest(parameter_types)::text as type from pg_prepared_statements where name = 'asked'`,
      );
      await client.query('deallocate asked');
      const values = types.map(({ type }, index) => (index === 0 ? guildId : parameter(type, statement)));
      await client.query(`set local role ${GUILD_ROLE}; set local app.guild_id = '${set}'`);
      const { rows } = await client.query(statement.text, values);
      await client.query('reset role');
      const mayChange = /\b(insert|update|delete)\b/.test(statement.text);
      return { rows, changed: mayChange && (await everything()) !== before };
    } catch (error) {
      if (error instanceof pg.DatabaseError) return { rows: [], changed: false, refused: error.code ?? '' };
      throw error;
    } finally {
      await client.query('rollback; deallocate all');
    }
  }

  interface Outcome {
    readonly rows: readonly object[];
    readonly changed: boolean;
    readonly refused?: string;
  }

  function parameter(type: string, { name }: Statement): unknown {
    if (!(type in VALUES)) throw new Error(`${name} has a parameter of type ${type}: give it a value above`);
    return VALUES[type];
  }

  /** All rows of all guilds. */
  async function everything(): Promise<string> {
    const { rows: tables } = await client.query<{ name: string }>(
      `select table_name as name from information_schema.columns where column_name = 'guild_id' and table_schema = 'public' order by 1`,
    );
    const { rows } = await client.query(
      tables.map(({ name }) => `select '${name}', t::text as row from ${name} as t`).join(' union all ') +
        ' order by 1, 2',
    );
    return JSON.stringify(rows);
  }

  it('lets no statement see or change anything when another guild is set', async () => {
    const statements = await allStatements();
    expect(statements.length).toBeGreaterThan(60);
    let found = 0;
    for (const statement of statements) {
      // What it answers where there is nothing: no row, or a row of nulls and zeros.
      const nothing = { ...(await run(statement, { guildId: '3', set: '3' })), changed: false };
      const answersNothing = ({ rows }: Outcome) =>
        rows.length === 0 || isDeepStrictEqual(rows, nothing.rows);
      const own = await run(statement, { guildId: '1', set: '1' });
      if (own.changed || !answersNothing(own)) found += 1;
      const other = await run(statement, { guildId: '1', set: '2' });
      expect(other.changed || !answersNothing(other), statement.name).toBe(false);
      // Nor is it for a wrong value that it gets nothing.
      if (other.refused !== undefined) {
        expect([ROW_SECURITY_VIOLATED, own.refused], statement.name).toContain(other.refused);
      }
    }
    // With its own guild set, most of them find or change something: it is not for want of rows.
    expect(found).toBeGreaterThan(statements.length / 2);
  });

  it('lets nobody through without a guild', async () => {
    for (const guild of [`set local app.guild_id = ''`, 'select 1']) {
      await client.query('begin');
      await client.query(`set local role ${GUILD_ROLE}`);
      await client.query(guild);
      expect((await client.query('select from person')).rowCount).toBe(0);
      await client.query('rollback');
    }
  });
});
