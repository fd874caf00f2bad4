-- People, their consent, pictures and faces of a guild, and the record of what was done.
--
-- guild_id stands first in every primary key, unique constraint, foreign key and index. That keeps one guild's
-- rows together, makes a reference across guilds impossible, and lets the tables be distributed by guild_id.
-- Ids are Discord's snowflakes where the column says so, otherwise numbers of our own.

create extension if not exists cube;

create table guild (
  guild_id bigint not null,
  first_used_at timestamptz not null default now(),
  primary key (guild_id)
);

comment on table guild is 'A Discord server that Kith serves. Its row is made on first use; deleting it deletes all that is kept of the guild.';
comment on column guild.guild_id is 'Snowflake of the guild.';
comment on column guild.first_used_at is 'When something was first kept for the guild.';

create table person (
  guild_id bigint not null,
  person_id bigint generated always as identity,
  member_id bigint,
  display_name text not null,
  created_by bigint not null,
  created_at timestamptz not null default now(),
  primary key (guild_id, person_id),
  constraint person_member_once unique (guild_id, member_id),
  constraint person_display_name_length check (char_length(display_name) between 1 and 100),
  foreign key (guild_id) references guild on delete cascade
);

-- A name stands for one person, or asking for "Ann" could find a different Ann every time. Members are told
-- apart by their id and may share a name.
create unique index person_name_once on person (guild_id, lower(display_name)) where member_id is null;

comment on table person is 'Someone who may be recognised in the guild: a member, or a named person who is no member.';
comment on column person.guild_id is 'Snowflake of the guild.';
comment on column person.person_id is 'Number of the person.';
comment on column person.member_id is 'Snowflake of the member, null for a named person who is no member.';
comment on column person.display_name is 'Name shown in answers, 1 to 100 characters.';
comment on column person.created_by is 'Snowflake of the user who first enrolled the person.';
comment on column person.created_at is 'When the person was first enrolled.';

create table consent (
  guild_id bigint not null,
  person_id bigint not null,
  kind text not null,
  text_version integer not null,
  given_by bigint not null,
  given_at timestamptz not null default now(),
  primary key (guild_id, person_id),
  constraint consent_kind check (kind in ('self', 'attested')),
  constraint consent_text_version check (text_version > 0),
  foreign key (guild_id, person_id) references person on delete cascade
);

comment on table consent is 'The consent that stands for a person. No row, no consent: the person is not found. Earlier ones are in audit.';
comment on column consent.guild_id is 'Snowflake of the guild.';
comment on column consent.person_id is 'The person whose faces may be kept.';
comment on column consent.kind is 'self: the member accepted the notice. attested: a moderator vouches for someone who is no member.';
comment on column consent.text_version is 'Version of the notice that was shown.';
comment on column consent.given_by is 'Snowflake of the user who accepted or attested.';
comment on column consent.given_at is 'When it was given.';

create table picture (
  guild_id bigint not null,
  picture_id bigint generated always as identity,
  channel_id bigint,
  message_id bigint,
  attachment_id bigint,
  author_id bigint,
  posted_at timestamptz,
  width integer not null,
  height integer not null,
  sha256 bytea not null,
  stored_copy bytea,
  added_by bigint not null,
  added_at timestamptz not null default now(),
  primary key (guild_id, picture_id),
  constraint picture_attachment_once unique (guild_id, attachment_id),
  constraint picture_source_whole check (num_nulls(channel_id, message_id, attachment_id, author_id, posted_at) in (0, 5)),
  constraint picture_can_be_shown check (attachment_id is not null or stored_copy is not null),
  constraint picture_size check (width > 0 and height > 0),
  constraint picture_sha256_length check (octet_length(sha256) = 32),
  foreign key (guild_id) references guild on delete cascade
);

-- WebP does not compress further: keep it out of line as it is.
alter table picture alter column stored_copy set storage external;

comment on table picture is 'A picture in which a face was kept: an attachment of a message, or a photo given to a command.';
comment on column picture.guild_id is 'Snowflake of the guild.';
comment on column picture.picture_id is 'Number of the picture.';
comment on column picture.channel_id is 'Snowflake of the channel or thread of the message; this and the next four are null for a photo given to a command.';
comment on column picture.message_id is 'Snowflake of the message.';
comment on column picture.attachment_id is 'Snowflake of the attachment. Links are made from these ids when they are shown, never kept.';
comment on column picture.author_id is 'Snowflake of the message''s author.';
comment on column picture.posted_at is 'When the message was posted.';
comment on column picture.width is 'Width of the upright picture in pixels.';
comment on column picture.height is 'Height of the upright picture in pixels.';
comment on column picture.sha256 is 'SHA-256 of the file as sent.';
comment on column picture.stored_copy is 'Re-encoded copy without metadata (WebP, at most 1280 pixels a side), of enrolment photos only.';
comment on column picture.added_by is 'Snowflake of the user by whose doing the picture was added.';
comment on column picture.added_at is 'When it was added.';

create table face (
  guild_id bigint not null,
  face_id bigint generated always as identity,
  picture_id bigint not null,
  person_id bigint,
  origin text not null,
  box_x real not null,
  box_y real not null,
  box_width real not null,
  box_height real not null,
  landmarks real[] not null,
  score real not null,
  quality_size real not null,
  quality_sharpness real not null,
  quality_yaw real not null,
  model_version text not null,
  descriptor_low cube not null,
  descriptor_high cube not null,
  created_at timestamptz not null default now(),
  primary key (guild_id, face_id),
  constraint face_origin check (origin in ('enrolment', 'indexed')),
  constraint face_enrolment_has_person check (origin <> 'enrolment' or person_id is not null),
  constraint face_box check (box_width > 0 and box_height > 0),
  constraint face_landmarks check (cardinality(landmarks) = 136),
  constraint face_descriptor_low check (cube_dim(descriptor_low) = 64 and cube_is_point(descriptor_low)),
  constraint face_descriptor_high check (cube_dim(descriptor_high) = 64 and cube_is_point(descriptor_high)),
  foreign key (guild_id, picture_id) references picture on delete cascade,
  foreign key (guild_id, person_id) references person on delete cascade
);

create index face_of_picture on face (guild_id, picture_id);
create index face_of_person on face (guild_id, person_id);
-- "Who is it?" reads only these, so its cost does not grow with the number of indexed pictures.
create index face_enrolled on face (guild_id, model_version) where origin = 'enrolment';
-- A job that indexes a picture twice keeps each of its faces once.
create unique index face_indexed_once on face
  (guild_id, picture_id, model_version, box_x, box_y, box_width, box_height) where origin = 'indexed';

comment on table face is 'A face in a picture. Its descriptor is personal data.';
comment on column face.guild_id is 'Snowflake of the guild.';
comment on column face.face_id is 'Number of the face.';
comment on column face.picture_id is 'The picture that it is in.';
comment on column face.person_id is 'The person whose face it is, null when unknown.';
comment on column face.origin is 'enrolment: given for being recognised, searched against. indexed: found in a posted picture.';
comment on column face.box_x is 'Left edge of the bounding box in pixels of the upright picture; may be negative.';
comment on column face.box_y is 'Top edge of the bounding box in pixels of the upright picture; may be negative.';
comment on column face.box_width is 'Width of the bounding box in pixels.';
comment on column face.box_height is 'Height of the bounding box in pixels.';
comment on column face.landmarks is '68 points as x0, y0, x1, y1, ... in pixels of the upright picture.';
comment on column face.score is 'The detector''s confidence, 0 to 1.';
comment on column face.quality_size is 'Shorter side of the bounding box in pixels.';
comment on column face.quality_sharpness is 'Variance of the Laplacian of the aligned face; low means blurred.';
comment on column face.quality_yaw is 'Rough turn of the head, -1 (full left profile) to 1, 0 is frontal.';
comment on column face.model_version is 'Networks and alignment that made the descriptor; only equal versions may be compared.';
comment on column face.descriptor_low is 'Numbers 1 to 64 of the 128 of the descriptor.';
comment on column face.descriptor_high is 'Numbers 65 to 128 of the descriptor.';
comment on column face.created_at is 'When the face was kept.';

create table audit (
  guild_id bigint not null,
  audit_id bigint generated always as identity,
  actor_id bigint not null,
  action text not null,
  person_id bigint,
  details jsonb not null default '{}',
  at timestamptz not null default now(),
  primary key (guild_id, audit_id),
  constraint audit_action check (action in ('enrol', 'search', 'consent', 'decline')),
  foreign key (guild_id) references guild on delete cascade
);

comment on table audit is 'Who did what, and when. Never holds a name, a descriptor or an image.';
comment on column audit.guild_id is 'Snowflake of the guild.';
comment on column audit.audit_id is 'Number of the entry, ascending in time.';
comment on column audit.actor_id is 'Snowflake of the user who acted.';
comment on column audit.action is 'What was done.';
comment on column audit.person_id is 'Number of the person it was done to, which may be gone: no reference, so that the record outlives the person.';
comment on column audit.details is 'Counts and choices only.';
comment on column audit.at is 'When it was done.';

-- Made by the migration runner before this file.
comment on table migrations is 'The migrations that this database has seen.';
comment on column migrations.id is 'Number of the file.';
comment on column migrations.name is 'Name of the file.';
comment on column migrations.hash is 'SHA-1 of name and contents: a file that was edited after it ran is refused.';
comment on column migrations.executed_at is 'When it ran.';
