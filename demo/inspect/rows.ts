import type { Row, TableChange } from '../protocol.ts';
import type { Reader } from './reader.ts';

/** All rows of Kith's tables, by table and key, with their values shortened to what can be read. */
export type Rows = ReadonlyMap<string, ReadonlyMap<string, Row>>;

interface Column {
  readonly table: string;
  readonly column: string;
  readonly type: string;
  readonly isKey: boolean;
}

/** The migration runner's own, and what is due when: neither says anything of anybody. */
const leftOut = ['migrations', 'chore'];

const columnsText = `select columns.table_name as table, columns.column_name as column, columns.udt_name as type,
  coalesce(pg_index.indisprimary, false) as "isKey"
from information_schema.columns
join pg_class on pg_class.relname = columns.table_name and pg_class.relnamespace = 'public'::regnamespace
  and pg_class.relkind = 'r'
join pg_attribute on attrelid = pg_class.oid and attname = columns.column_name
left join pg_index on indrelid = pg_class.oid and indisprimary and attnum = any(indkey)
where table_schema = 'public' and columns.table_name <> all($1)
order by columns.table_name, columns.ordinal_position`;

/** Takes pictures of all rows, so that two of them tell what came and what went. */
export class RowCamera {
  readonly #reader: Reader;
  readonly #text: string;

  private constructor(reader: Reader, text: string) {
    this.#reader = reader;
    this.#text = text;
  }

  static async aim(reader: Reader): Promise<RowCamera> {
    const columns = await reader.read<Column>(columnsText, [leftOut]);
    const byTable = new Map<string, Column[]>();
    for (const column of columns) {
      byTable.set(column.table, [...(byTable.get(column.table) ?? []), column]);
    }
    const texts = [...byTable].map(([table, ofTable]) => {
      const key = ofTable.filter(({ isKey }) => isKey).map(({ column }) => `"${column}"`);
      const shown = ofTable.map((column) => `'${column.column}', ${readable(column)}`);
      return `select '${table}' as table, concat_ws('/', ${key.join(', ')}) as key,
  json_build_object(${shown.join(', ')}) as row from "${table}"`;
    });
    return new RowCamera(reader, texts.join('\nunion all\n'));
  }

  async take(): Promise<Rows> {
    const rows = await this.#reader.read<{ table: string; key: string; row: Row }>(this.#text);
    const tables = new Map<string, Map<string, Row>>();
    for (const { table, key, row } of rows) {
      const known = tables.get(table) ?? new Map<string, Row>();
      tables.set(table, known.set(key, row));
    }
    return tables;
  }
}

/** A column as text: of pictures and descriptors only how large they are. */
function readable({ column, type }: Column): string {
  const name = `"${column}"`;
  if (type === 'bytea') return `octet_length(${name}) || ' bytes'`;
  if (type === 'cube') return `'cube of ' || cube_dim(${name}) || ' numbers'`;
  if (type.startsWith('_float')) return `cardinality(${name}) || ' numbers'`;
  return `left(${name}::text, 120)`;
}

export function compareRows(before: Rows, after: Rows): TableChange[] {
  const tables = [...new Set([...before.keys(), ...after.keys()])].sort();
  return tables
    .map((table) => compareTable(table, before.get(table) ?? new Map(), after.get(table) ?? new Map()))
    .filter(({ added, removed, changed }) => added.length + removed.length + changed.length > 0);
}

function compareTable(
  table: string,
  before: ReadonlyMap<string, Row>,
  after: ReadonlyMap<string, Row>,
): TableChange {
  const changed = [...after].flatMap(([key, row]) => {
    const earlier = before.get(key);
    return earlier === undefined || JSON.stringify(earlier) === JSON.stringify(row)
      ? []
      : [{ before: earlier, after: row }];
  });
  return {
    table,
    added: [...after].filter(([key]) => !before.has(key)).map(([, row]) => row),
    removed: [...before].filter(([key]) => !after.has(key)).map(([, row]) => row),
    changed,
  };
}
