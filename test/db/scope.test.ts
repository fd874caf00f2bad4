import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RowId } from '../../src/db/ids.ts';
import type { Person } from '../../src/db/people-types.ts';
import type { GuildRepositories } from '../../src/db/types.ts';
import { createTestDatabase, type TestDatabase } from './database.ts';
import { descriptor, enrol, face, MODEL, photo, posted } from './fixtures.ts';
import { allStatements } from './statements.ts';

describe('two guilds with the same person', () => {
  let db: TestDatabase;
  let here: GuildRepositories;
  let elsewhere: GuildRepositories;
  let ann: Person;
  let pictureId: RowId;

  beforeAll(async () => {
    db = await createTestDatabase();
    here = db.database.forGuild('1');
    elsewhere = db.database.forGuild('2');
    ann = await enrol(here, 'Ann');
    pictureId = await here.pictures.add({ ...posted('50'), storedCopy: Uint8Array.of(1) });
  });
  afterAll(() => db.drop());

  /** All rows of a guild, as text. */
  const rowsOf = (guildId: string) =>
    db.sql(
      `select 'person' as of, person::text as row from person where guild_id = $1
       union all select 'consent', consent::text from consent where guild_id = $1
       union all select 'picture', picture::text from picture where guild_id = $1
       union all select 'face', face::text from face where guild_id = $1
       union all select 'audit', audit::text from audit where guild_id = $1
       order by 1, 2`,
      [guildId],
    );

  it('are searched apart', async () => {
    const query = { descriptors: [descriptor(1)], modelVersion: MODEL, threshold: 10, limit: 10 };
    expect(await elsewhere.faces.nearestPeople(query)).toEqual([]);
    const twin = await enrol(elsewhere, 'Ann');
    expect((await here.faces.nearestPeople(query)).map(({ personId }) => personId)).toEqual([ann.personId]);
    expect((await elsewhere.faces.nearestPeople(query)).map(({ personId }) => personId)).toEqual([
      twin.personId,
    ]);
  });

  it('cannot read or change each other’s rows, even knowing their numbers', async () => {
    const before = await rowsOf('1');
    expect(before.length).toBeGreaterThanOrEqual(5);
    expect(await elsewhere.people.find(ann.personId)).toBeNull();
    expect(await elsewhere.people.rename(ann.personId, 'Mallory')).toBe(false);
    expect(await elsewhere.consents.standingVersion(ann.personId)).toBeNull();
    expect(await elsewhere.pictures.storedCopy(pictureId)).toBeNull();
    expect(await elsewhere.pictures.countEnrolments(ann.personId)).toBe(0);
    await elsewhere.pictures.remove(pictureId);
    expect(await rowsOf('1')).toEqual(before);
  });

  it('cannot refer to each other’s rows', async () => {
    const foreignKey = { name: 'SqlError', sqlState: '23503' };
    const own = await elsewhere.pictures.add(photo());
    await expect(elsewhere.faces.add(face(own, ann.personId))).rejects.toMatchObject(foreignKey);
    await expect(elsewhere.faces.add(face(pictureId, null, { origin: 'indexed' }))).rejects.toMatchObject(
      foreignKey,
    );
    await expect(
      elsewhere.consents.give({ personId: ann.personId, kind: 'self', textVersion: 1, givenBy: '3' }),
    ).rejects.toMatchObject(foreignKey);
  });

  it('may keep the same attachment and the same name each', async () => {
    expect(await elsewhere.pictures.add(posted('50'))).not.toBe(pictureId);
    const namesake = await elsewhere.people.create({ memberId: null, displayName: 'ann', createdBy: '3' });
    expect(namesake.personId).not.toBe(ann.personId);
  });

  it('go one by one', async () => {
    const before = await rowsOf('1');
    await db.sql('delete from guild where guild_id = 2');
    expect(await rowsOf('2')).toEqual([]);
    expect(await rowsOf('1')).toEqual(before);
  });
});

describe('every statement', () => {
  it('has a name of its own and starts from the guild', async () => {
    const statements = await allStatements();
    expect(statements.length).toBeGreaterThan(10);
    expect(new Set(statements.map(({ name }) => name)).size).toBe(statements.length);
    for (const { name, text } of statements) {
      expect(text, name).toMatch(
        /guild_id = \$1|insert into \w+ \(guild_id,[^)]*\)\s+values \(\$1,|advisory_\w+\(\w+\('\w+', \$1/,
      );
    }
  });
});
