-- The second wall: a statement that forgets its guild gets nothing.
--
-- What is done for a guild runs in a transaction with app.guild_id set, as the role kith_guild where there is one: it
-- owns nothing, so row-level security holds for it whatever it asks (src/db/wall.ts). The owner of the tables, under
-- whom migrations and the few questions across guilds run, is held by the same rule as soon as a guild is set.
-- "nullif", because a setting that was once set is empty, and not null, after its transaction; a sub-select, because
-- then it is read once a statement and not once a row.
-- A table that is made later needs the same three statements; test/db/wall.test.ts finds the one without.

do $$
declare
  protected text;
begin
  for protected in
    select table_name from information_schema.columns
    where table_schema = current_schema() and column_name = 'guild_id'
  loop
    execute format('alter table %I enable row level security', protected);
    execute format('alter table %I force row level security', protected);
    execute format(
      'create policy own_guild on %I using (
        guild_id = (select nullif(current_setting(''app.guild_id'', true), '''')::bigint)
      )', protected);
    execute format(
      'create policy every_guild on %I to current_user using (
        (select nullif(current_setting(''app.guild_id'', true), '''')) is null
      )', protected);
  end loop;
end
$$;
