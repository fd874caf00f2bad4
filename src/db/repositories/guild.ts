/**
 * Goes before what a member's own doing inserts into a table that refers to the guild: its row is made on first use, in
 * the same statement, so nothing has to remember which guilds are there. What Kith does by itself inserts for a guild
 * that is there (`THE_GUILD`), or a job that was under way would begin one anew that was forgotten meanwhile.
 */
export const WITH_GUILD = `with guild_row as (
  insert into guild (guild_id) values ($1) on conflict do nothing
)`;

/**
 * To select from, for what Kith does by itself: the guild's row, which stays until the transaction ends. No row when the
 * guild was forgotten.
 */
export const THE_GUILD = `(select guild_id from guild where guild_id = $1 for key share) as the_guild`;
