-- The pictures of channels: which are indexed, how far that has come, and what was looked at.

create table indexed_channel (
  guild_id bigint not null,
  target_id bigint not null,
  since timestamptz not null default now(),
  primary key (guild_id, target_id),
  foreign key (guild_id) references guild on delete cascade
);

comment on table indexed_channel is 'What a moderator chose to have indexed, from then on.';
comment on column indexed_channel.guild_id is 'Snowflake of the guild.';
comment on column indexed_channel.target_id is 'Snowflake of a channel or thread, of a category for the channels in it, or of the guild for all of its channels.';
comment on column indexed_channel.since is 'From when on new messages count; earlier ones are a backfill''s.';

create table channel_cursor (
  guild_id bigint not null,
  channel_id bigint not null,
  message_id bigint not null,
  primary key (guild_id, channel_id),
  foreign key (guild_id) references guild on delete cascade
);

comment on table channel_cursor is 'Up to where a channel''s new messages have been heard of. What lies beyond after a gap is read again.';
comment on column channel_cursor.guild_id is 'Snowflake of the guild.';
comment on column channel_cursor.channel_id is 'Snowflake of the channel or thread.';
comment on column channel_cursor.message_id is 'Snowflake of the last message that was heard of.';

create table attachment (
  guild_id bigint not null,
  attachment_id bigint not null,
  channel_id bigint not null,
  parent_id bigint,
  message_id bigint not null,
  outcome text not null default 'pending',
  reason text,
  model_version text not null,
  faces_found integer not null default 0,
  faces_kept integer not null default 0,
  looked_at timestamptz not null default now(),
  checked_at timestamptz,
  primary key (guild_id, attachment_id),
  constraint attachment_outcome check (outcome in ('pending', 'looked', 'skipped')),
  constraint attachment_reason check ((reason is not null) = (outcome = 'skipped')),
  constraint attachment_faces check (faces_kept between 0 and faces_found),
  foreign key (guild_id) references guild on delete cascade
);

create index attachment_of_message on attachment (guild_id, message_id);
create index attachment_of_channel on attachment (guild_id, channel_id, message_id);
create index attachment_of_parent on attachment (guild_id, parent_id) where parent_id is not null;
-- What is checked next, longest ago first.
create index attachment_to_check on attachment (guild_id, checked_at nulls first, attachment_id) where faces_kept > 0;

comment on table attachment is 'Posted pictures that were looked at, with or without a face worth keeping, so that none is looked at twice or missed. Ids and counts only.';
comment on column attachment.guild_id is 'Snowflake of the guild.';
comment on column attachment.attachment_id is 'Snowflake of the attachment.';
comment on column attachment.channel_id is 'Snowflake of the channel or thread of the message.';
comment on column attachment.parent_id is 'Snowflake of the channel that a thread is in, which takes the thread along when it is deleted.';
comment on column attachment.message_id is 'Snowflake of the message.';
comment on column attachment.outcome is 'pending: somebody began to look. looked: the counts hold. skipped: for the reason given.';
comment on column attachment.reason is 'Why it was skipped, by the code of the error.';
comment on column attachment.model_version is 'Networks and alignment that looked.';
comment on column attachment.faces_found is 'Faces that were seen. Of those not kept nothing else is written down.';
comment on column attachment.faces_kept is 'Faces that were kept.';
comment on column attachment.looked_at is 'When it was begun, or finished.';
comment on column attachment.checked_at is 'When it was last seen to be there still; null: not since it was looked at.';

create table backfill (
  guild_id bigint not null,
  backfill_id bigint generated always as identity,
  target_id bigint not null,
  state text not null default 'preparing',
  since timestamptz,
  picture_limit integer,
  requested_by bigint,
  report_channel_id bigint,
  report_message_id bigint,
  reported boolean not null default false,
  started_at timestamptz not null default now(),
  finished_at timestamptz,
  primary key (guild_id, backfill_id),
  constraint backfill_state check (state in ('preparing', 'running', 'paused', 'cancelled', 'done')),
  constraint backfill_picture_limit check (picture_limit > 0),
  foreign key (guild_id) references guild on delete cascade
);

create unique index backfill_one_a_target on backfill (guild_id, target_id)
where state in ('preparing', 'running', 'paused');

comment on table backfill is 'A request to index what was posted before.';
comment on column backfill.guild_id is 'Snowflake of the guild.';
comment on column backfill.backfill_id is 'Number of the backfill.';
comment on column backfill.target_id is 'As in indexed_channel.';
comment on column backfill.state is 'preparing: its channels are being listed. running, paused: open. cancelled, done: over.';
comment on column backfill.since is 'Only messages from then on; null for all.';
comment on column backfill.picture_limit is 'The newest so many pictures of each channel; null for all.';
comment on column backfill.requested_by is 'Snowflake of the moderator; null when it was scheduled.';
comment on column backfill.report_channel_id is 'Where the progress message stands; null when there is none.';
comment on column backfill.report_message_id is 'The progress message.';
comment on column backfill.reported is 'Whether that message shows the end.';
comment on column backfill.started_at is 'When it was asked for.';
comment on column backfill.finished_at is 'When it was over.';

create table walk (
  guild_id bigint not null,
  walk_id bigint generated always as identity,
  backfill_id bigint,
  channel_id bigint not null,
  parent_id bigint,
  state text not null default 'open',
  reason text,
  before_id bigint,
  until_id bigint not null default 0,
  top_id bigint,
  picture_limit integer,
  claim integer not null default 1,
  messages integer not null default 0,
  pictures integer not null default 0,
  known integer not null default 0,
  looked integer not null default 0,
  faces_found integer not null default 0,
  faces_kept integer not null default 0,
  skipped jsonb not null default '{}',
  started_at timestamptz not null default now(),
  touched_at timestamptz not null default now(),
  primary key (guild_id, walk_id),
  constraint walk_channel_once unique (guild_id, backfill_id, channel_id),
  constraint walk_state check (state in ('open', 'done', 'failed')),
  constraint walk_reason check ((reason is not null) = (state = 'failed')),
  foreign key (guild_id) references guild on delete cascade,
  foreign key (guild_id, backfill_id) references backfill on delete cascade
);

create index walk_open on walk (guild_id, touched_at) where state = 'open';

comment on table walk is 'The way through one channel, from its newest message backwards.';
comment on column walk.guild_id is 'Snowflake of the guild.';
comment on column walk.walk_id is 'Number of the walk.';
comment on column walk.backfill_id is 'The backfill it belongs to; null for one that catches up after a gap.';
comment on column walk.channel_id is 'Snowflake of the channel or thread.';
comment on column walk.parent_id is 'Snowflake of the channel that a thread is in.';
comment on column walk.state is 'open, done, or failed for the reason given.';
comment on column walk.reason is 'Why it failed.';
comment on column walk.before_id is 'The cursor: messages older than it are left to read. Null: none was read yet.';
comment on column walk.until_id is 'Where it ends: this message and older ones are not read.';
comment on column walk.top_id is 'The newest message there was, for telling how far it has come.';
comment on column walk.picture_limit is 'As in backfill.';
comment on column walk.claim is 'Who walks: a job with an earlier number stops. Raised whenever a job may have been lost.';
comment on column walk.messages is 'Messages read.';
comment on column walk.pictures is 'Pictures in them.';
comment on column walk.known is 'Pictures that needed no look, because there had been one before.';
comment on column walk.looked is 'Pictures looked at.';
comment on column walk.faces_found is 'Faces in those.';
comment on column walk.faces_kept is 'Faces kept of those.';
comment on column walk.skipped is 'How many pictures could not be looked at, by reason.';
comment on column walk.started_at is 'When it began.';
comment on column walk.touched_at is 'When it last came further.';

create table backfill_schedule (
  guild_id bigint not null,
  cron text not null,
  time_zone text not null,
  next_at timestamptz not null,
  primary key (guild_id),
  foreign key (guild_id) references guild on delete cascade
);

comment on table backfill_schedule is 'When the indexed channels are gone through again.';
comment on column backfill_schedule.guild_id is 'Snowflake of the guild.';
comment on column backfill_schedule.cron is 'Minute, hour, day of the month, month and day of the week.';
comment on column backfill_schedule.time_zone is 'IANA name of the time zone that it is meant in.';
comment on column backfill_schedule.next_at is 'When it is due.';

create table chore (
  guild_id bigint not null,
  name text not null,
  due_at timestamptz not null default now(),
  done_until timestamptz not null default '-infinity',
  primary key (guild_id, name),
  foreign key (guild_id) references guild on delete cascade
);

comment on table chore is 'Regular work for a guild and when it is due.';
comment on column chore.guild_id is 'Snowflake of the guild.';
comment on column chore.name is 'recheck, expire or match.';
comment on column chore.due_at is 'When it is to be done next.';
comment on column chore.done_until is 'match: enrolments until then were compared with the faces that are indexed.';

-- Deleting by message, channel, author or age must not read all pictures.
create index picture_of_message on picture (guild_id, message_id) where message_id is not null;
create index picture_of_channel on picture (guild_id, channel_id) where channel_id is not null;
create index picture_of_author on picture (guild_id, author_id) where author_id is not null;
create index picture_by_age on picture (guild_id, posted_at) where posted_at is not null;
