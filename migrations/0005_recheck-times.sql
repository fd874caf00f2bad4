-- When a picture is looked for next, instead of when it last was: so that some can come before their turn.
alter table attachment rename column checked_at to check_at;
update attachment set check_at = now() where check_at is null;
alter table attachment alter column check_at set not null, alter column check_at set default now() + interval '1 hour';

drop index attachment_to_check;
create index attachment_to_check on attachment (guild_id, check_at, attachment_id) where faces_kept > 0;

comment on column attachment.check_at is 'When it is looked for next. Soon after it was looked at, as it may have been deleted meanwhile; then once a week.';
