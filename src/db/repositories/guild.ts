/**
 * Goes before an insert into a table that refers to the guild: its row is made on first use, in the same
 * statement, so nothing has to remember which guilds are there.
 */
export const WITH_GUILD = `with guild_row as (
  insert into guild (guild_id) values ($1) on conflict do nothing
)`;
