import type { Moment, Query } from './life.ts';

/** What would show that something of the person is still there. */
export interface Marks {
  /** Names, and hashes of files: unlikely to occur by chance in any row. */
  readonly texts: readonly string[];
  readonly memberId: string;
  readonly personIds: readonly string[];
  readonly pictureIds: readonly string[];
  /** Contents of stored photos and numbers of descriptors, as they are stored. */
  readonly contents: readonly string[];
  /** What may never be logged: the texts, and parts of signed addresses. */
  readonly secrets: readonly string[];
}

export interface Trace {
  readonly place: string;
  /** All rows of the table, or lines of the log. */
  readonly rows: number;
  /** Those in which something of the person was found. */
  readonly count: number;
  /** Why it may be there, as docs/privacy.md says; empty when it may not. */
  readonly allowed: string;
}

/** Kept on purpose, by table: ids alone, and for how long. */
const allowedTables: ReadonlyMap<string, string> = new Map([
  ['public.audit', 'the record: ids only, for a year'],
]);

/** What is known of the person while they are there. */
export async function marksOf(query: Query, { guildId, memberId, names, secrets }: Moment): Promise<Marks> {
  const people = await query<{ id: string }>(
    'select person_id::text as id from person where guild_id = $1 and display_name = any($2)',
    [guildId, names],
  );
  const personIds = people.map(({ id }) => id);
  const pictures = await query<{ id: string; hash: string; copy: string | null; alone: boolean }>(
    `select picture_id::text as id, encode(sha256, 'hex') as hash, left(encode(stored_copy, 'hex'), 120) as copy,
       not exists (select from face as other where other.guild_id = picture.guild_id
         and other.picture_id = picture.picture_id and other.person_id <> all($2::bigint[])) as alone
     from picture where guild_id = $1
       and picture_id in (select picture_id from face where guild_id = $1 and person_id = any($2::bigint[]))`,
    [guildId, personIds],
  );
  // A picture that shows others as well stays theirs; only this person's face in it goes.
  const own = pictures.filter(({ alone }) => alone);
  const descriptors = await query<{ numbers: string }>(
    `select left(trim(leading '(' from descriptor_low::text), 60) as numbers
     from face where guild_id = $1 and person_id = any($2::bigint[])`,
    [guildId, personIds],
  );
  const copies = own.flatMap(({ copy }) => (copy === null ? [] : [copy]));
  return {
    texts: [...names, ...own.map(({ hash }) => hash)],
    memberId,
    personIds,
    pictureIds: own.map(({ id }) => id),
    contents: [...copies, ...descriptors.map(({ numbers }) => numbers)],
    secrets: [...names, ...secrets],
  };
}

/** Looks through every column of every table there is, the queue's and any other's included, and through the log. */
export async function traces(
  query: Query,
  marks: Marks,
  logged: string,
): Promise<{ readonly marks: Marks; readonly found: readonly Trace[] }> {
  const tables = await query<{ schema: string; name: string; columns: string[] }>(
    // Rows of a partition are rows of its table.
    `select nspname as schema, relname as name, array_agg(attname::text) as columns
     from pg_class
     join pg_namespace on pg_namespace.oid = relnamespace
     join pg_attribute on attrelid = pg_class.oid and attnum > 0 and not attisdropped
     where relkind in ('r', 'p') and not relispartition
       and nspname not in ('pg_catalog', 'information_schema')
     group by 1, 2 order by 1, 2`,
  );
  const found: Trace[] = [];
  for (const { schema, name, columns } of tables) {
    const anywhere = [...marks.texts, ...marks.contents, marks.memberId];
    const numbered = columns.flatMap((column) => {
      const ids = /person_id$|^merged_into$/.test(column)
        ? marks.personIds
        : /picture_id$/.test(column)
          ? marks.pictureIds
          : [];
      return ids.map((id) => `t.${column} = ${id}`);
    });
    const conditions = [
      'exists (select from unnest($1::text[]) as mark where position(mark in t::text) > 0)',
      ...numbered,
    ];
    const [row] = await query<{ rows: number; count: number }>(
      `select count(*)::integer as rows, count(*) filter (where ${conditions.join(' or ')})::integer as count
       from "${schema}"."${name}" as t`,
      // Bytes stand in a row's text as \\x and hexadecimal digits, as they do in the marks.
      [anywhere],
    );
    const place = `${schema}.${name}`;
    const { rows = 0, count = 0 } = row ?? {};
    found.push({ place, rows, count, allowed: await reasonFor(query, place, count, marks) });
  }
  const lines = logged.split('\n').filter((line) => line !== '');
  const secrets = [...marks.secrets, marks.memberId];
  const count = lines.filter((line) => secrets.some((secret) => line.includes(secret))).length;
  found.push({ place: 'log lines', rows: lines.length, count, allowed: '' });
  return { marks, found };
}

/** Even where ids may stay, nothing else may. */
async function reasonFor(query: Query, place: string, count: number, marks: Marks): Promise<string> {
  const reason = allowedTables.get(place);
  if (reason === undefined || count === 0) {
    return '';
  }
  const [more] = await query<{ count: number }>(
    `select count(*)::integer as count from ${place} as t
     where exists (select from unnest($1::text[]) as mark where position(mark in t::text) > 0)`,
    [[...marks.texts, ...marks.contents]],
  );
  return more?.count === 0 ? reason : '';
}
