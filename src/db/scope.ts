import type { Snowflake } from './ids.ts';
import type { GuildKeys } from './protection/guild-keys.ts';

/** One named SQL statement. Its `$1` is always the guild. */
export interface Statement {
  /** Also the prepared statement's name, so each text has a name of its own. */
  readonly name: string;
  readonly text: string;
}

/** Where a repository's statements run: in one guild, on the pool or in a transaction. */
export interface Scope {
  readonly guildId: Snowflake;
  /**
   * Runs a statement with the guild as `$1` and `values` as `$2` and on. `Row` is what the statement selects.
   * @throws UserError `database-away`, or SqlError
   */
  run<Row>(statement: Statement, values: readonly unknown[]): Promise<Row[]>;
  /** What the guild's descriptors and photos are stored with. */
  readonly keys: GuildKeys;
}

/** For statements that return exactly one row whatever happens. */
export function onlyRow<Row>(rows: readonly Row[]): Row {
  const row = rows[0];
  if (row === undefined || rows.length > 1) throw new Error(`expected one row, got ${rows.length}`);
  return row;
}
