-- What members decide for themselves, what moderators do, and how a server is set up.

alter table guild add column settings jsonb not null default '{}',
  add constraint guild_settings_object check (jsonb_typeof(settings) = 'object');

comment on column guild.settings is 'What the administrators changed; whatever is absent has its default. Ids, numbers and choices only.';

alter table person add column merged_into bigint,
  add constraint person_merged_into foreign key (guild_id, merged_into) references person on delete cascade,
  add constraint person_merged_into_another check (merged_into <> person_id),
  -- A member answers for themself: only a person who is none can turn out to be somebody else.
  add constraint person_merged_is_no_member check (merged_into is null or member_id is null);

create index person_of_merge on person (guild_id, merged_into) where merged_into is not null;

comment on column person.merged_into is 'The person that this one turned out to be. Such a person is not shown and has no faces; their row waits for the merge to be undone.';

create table opt_out (
  guild_id bigint not null,
  member_id bigint not null,
  since timestamptz not null default now(),
  primary key (guild_id, member_id),
  foreign key (guild_id) references guild on delete cascade
);

comment on table opt_out is 'Members who are never to be enrolled or proposed. All that is kept of them, so that it can be obeyed.';
comment on column opt_out.guild_id is 'Snowflake of the guild.';
comment on column opt_out.member_id is 'Snowflake of the member.';
comment on column opt_out.since is 'When they said so.';

create table proposal (
  guild_id bigint not null,
  proposal_id bigint generated always as identity,
  member_id bigint not null,
  proposed_by bigint not null,
  proposed_at timestamptz not null default now(),
  expires_at timestamptz not null,
  picture_id bigint not null,
  box_x real not null,
  box_y real not null,
  box_width real not null,
  box_height real not null,
  primary key (guild_id, proposal_id),
  constraint proposal_member_once unique (guild_id, member_id),
  constraint proposal_box check (box_width > 0 and box_height > 0),
  foreign key (guild_id, picture_id) references picture on delete cascade
);

create index proposal_of_picture on proposal (guild_id, picture_id);

comment on table proposal is 'A moderator''s wish to enrol another member, who has not agreed yet. Holds no descriptor; the picture goes with it.';
comment on column proposal.guild_id is 'Snowflake of the guild.';
comment on column proposal.proposal_id is 'Number of the proposal.';
comment on column proposal.member_id is 'Snowflake of the member who is asked.';
comment on column proposal.proposed_by is 'Snowflake of the moderator.';
comment on column proposal.proposed_at is 'When it was proposed.';
comment on column proposal.expires_at is 'From then on it counts as declined, and is deleted.';
comment on column proposal.picture_id is 'The copy of the photo; it becomes the enrolment''s picture.';
comment on column proposal.box_x is 'Left edge of the chosen face in pixels of the copy.';
comment on column proposal.box_y is 'Top edge of the chosen face in pixels of the copy.';
comment on column proposal.box_width is 'Width of the chosen face in pixels of the copy.';
comment on column proposal.box_height is 'Height of the chosen face in pixels of the copy.';

create table rejection (
  guild_id bigint not null,
  rejection_id bigint generated always as identity,
  person_id bigint not null,
  sha256 bytea not null,
  box_x real not null,
  box_y real not null,
  box_width real not null,
  box_height real not null,
  rejected_by bigint not null,
  rejected_at timestamptz not null default now(),
  primary key (guild_id, rejection_id),
  constraint rejection_sha256_length check (octet_length(sha256) = 32),
  constraint rejection_box check (box_width > 0 and box_height > 0),
  foreign key (guild_id, person_id) references person on delete cascade
);

create index rejection_of_file on rejection (guild_id, sha256);
create index rejection_of_person on rejection (guild_id, person_id);

comment on table rejection is 'Somebody said of a face in a file: this is not that person. Holds no descriptor, as the face is often a stranger''s.';
comment on column rejection.guild_id is 'Snowflake of the guild.';
comment on column rejection.rejection_id is 'Number of the rejection.';
comment on column rejection.person_id is 'Who it is not.';
comment on column rejection.sha256 is 'SHA-256 of the file that shows the face.';
comment on column rejection.box_x is 'Left edge of the face in pixels of the upright picture.';
comment on column rejection.box_y is 'Top edge of the face in pixels of the upright picture.';
comment on column rejection.box_width is 'Width of the face in pixels.';
comment on column rejection.box_height is 'Height of the face in pixels.';
comment on column rejection.rejected_by is 'Snowflake of the user who said so.';
comment on column rejection.rejected_at is 'When they said so.';

create table merge (
  guild_id bigint not null,
  merge_id bigint generated always as identity,
  from_person_id bigint not null,
  into_person_id bigint not null,
  face_ids bigint[] not null,
  rejection_ids bigint[] not null,
  merged_by bigint not null,
  merged_at timestamptz not null default now(),
  primary key (guild_id, merge_id),
  constraint merge_from_once unique (guild_id, from_person_id),
  foreign key (guild_id, from_person_id) references person on delete cascade,
  foreign key (guild_id, into_person_id) references person on delete cascade
);

create index merge_of_target on merge (guild_id, into_person_id);

comment on table merge is 'Two persons turned out to be one. Remembers what was moved, so that it can be undone exactly.';
comment on column merge.guild_id is 'Snowflake of the guild.';
comment on column merge.merge_id is 'Number of the merge.';
comment on column merge.from_person_id is 'The person who was merged, whose row is kept, hidden.';
comment on column merge.into_person_id is 'The person that remained.';
comment on column merge.face_ids is 'Numbers of the faces that were moved.';
comment on column merge.rejection_ids is 'Numbers of the rejections that were moved.';
comment on column merge.merged_by is 'Snowflake of the user who merged them.';
comment on column merge.merged_at is 'When they were merged.';

-- The list of actions grows with the commands; the types of the code hold it.
alter table audit drop constraint audit_action,
  add constraint audit_action_word check (action ~ '^[a-z]+(-[a-z]+)*$'),
  alter column actor_id drop not null,
  add column member_id bigint;

create index audit_by_time on audit (guild_id, at);

comment on column audit.actor_id is 'Snowflake of the user who acted, null for Kith itself.';
comment on column audit.member_id is 'Snowflake of the member it was done to, if the person is one or no person was there yet.';
