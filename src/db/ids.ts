/** Discord ids are unsigned 64-bit snowflakes below 2^63: `bigint` columns, strings in code. */
export type Snowflake = string;

/** A row's identity column, as a decimal string (node-pg gives `bigint` as text). */
export type RowId = string;
