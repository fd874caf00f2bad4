-- Descriptors and photos are protected with keys of the guild, and a narrow cube makes search fast.
-- Faces that were kept before could not be protected afterwards, so this file refuses to run where there are any.

create table guild_key (
  guild_id bigint not null,
  key_id bigint generated always as identity,
  generation integer not null,
  master_key_id text not null,
  salt bytea not null,
  made_at timestamptz not null default now(),
  primary key (guild_id, key_id),
  -- So that two processes do not each make a first one.
  constraint guild_key_generation_once unique (guild_id, generation),
  constraint guild_key_salt_length check (octet_length(salt) = 32),
  foreign key (guild_id) references guild on delete cascade
);

comment on table guild_key is 'Salts from which, with the master key that is never in the database, a guild''s keys follow. One, or two while the guild is being re-keyed. Without its row, what was stored under a key is of no use.';
comment on column guild_key.guild_id is 'Snowflake of the guild.';
comment on column guild_key.key_id is 'Number of the key, never used again.';
comment on column guild_key.generation is 'Ascends within the guild: the latest is for what is new.';
comment on column guild_key.master_key_id is 'Tells master keys apart.';
comment on column guild_key.salt is '32 random bytes.';
comment on column guild_key.made_at is 'When the key was made.';

-- No cascade from a key to what is stored under it: one that is in use cannot go by mistake.
alter table face
  add column key_id bigint not null,
  add column search_cube cube not null,
  add constraint face_search_cube check (cube_dim(search_cube) = 48 and cube_is_point(search_cube)),
  add foreign key (guild_id, key_id) references guild_key;

comment on column face.key_id is 'The key under which the descriptor is stored; only those under the same one can be compared.';
comment on column face.descriptor_low is 'Numbers 1 to 64 of the 128 that are stored of a descriptor, from which it follows with the guild''s key. Distances are those of the descriptors.';
comment on column face.descriptor_high is 'Numbers 65 to 128.';
comment on column face.search_cube is 'The first 47 of them in the space of 48 numbers that add up to zero: a lower bound of every distance, fast to read and to compute.';

alter table picture
  add column copy_key_id bigint,
  add foreign key (guild_id, copy_key_id) references guild_key;

comment on column picture.copy_key_id is 'The key under which the copy is encrypted.';
comment on column picture.stored_copy is 'Re-encoded copy without metadata (WebP, at most 1280 pixels a side), of enrolment photos only. AES-256-GCM: nonce (12 bytes), tag (16 bytes), ciphertext.';

-- A search reads one of these and not the table, so a guild's faces lie side by side however they were added.
-- The index of enrolments is small: "who is it?" costs the same with any number of indexed pictures.
create index face_search on face (guild_id, model_version, key_id) include (search_cube, face_id);
drop index face_enrolled;
create index face_enrolled on face (guild_id, model_version, key_id) include (search_cube, face_id, person_id)
where origin = 'enrolment';

-- The key must not be looked for in vain when a key is retired.
create index picture_of_key on picture (guild_id, copy_key_id) where copy_key_id is not null;

-- An index answers alone only for pages that a vacuum has seen. The default lets a fifth of a table go unseen.
alter table face set (autovacuum_vacuum_insert_scale_factor = 0.02, autovacuum_vacuum_scale_factor = 0.05);
