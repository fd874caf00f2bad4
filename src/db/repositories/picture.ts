import type { RowId } from '../ids.ts';
import type { MessageSource, NewPicture, PictureRepository } from '../picture-types.ts';
import { decryptPhoto, encryptPhoto } from '../protection/photo-cipher.ts';
import { onlyRow, type Scope, type Statement } from '../scope.ts';
import { WITH_GUILD } from './guild.ts';

export const statements = {
  // A picture indexed before may become an enrolment: its copy is added, the rest stays as it was.
  // A key that is no longer there gives no row: then nothing may be stored under it.
  add: {
    name: 'picture.add',
    text: `${WITH_GUILD}
insert into picture (guild_id, channel_id, message_id, attachment_id, author_id, posted_at,
  width, height, sha256, stored_copy, copy_key_id, added_by)
select $1, $2::bigint, $3::bigint, $4::bigint, $5::bigint, $6::timestamptz,
  $7::integer, $8::integer, $9::bytea, $10::bytea, $11::bigint, $12::bigint
where $11::bigint is null or exists (select from guild_key where guild_id = $1 and key_id = $11)
on conflict (guild_id, attachment_id) do update
set stored_copy = coalesce(picture.stored_copy, excluded.stored_copy),
  copy_key_id = case when picture.stored_copy is null then excluded.copy_key_id else picture.copy_key_id end
returning picture_id as "pictureId"`,
  },
  storedCopy: {
    name: 'picture.stored-copy',
    text: `select stored_copy as "storedCopy", copy_key_id as "keyId"
from picture where guild_id = $1 and picture_id = $2 and stored_copy is not null`,
  },
  countEnrolments: {
    name: 'picture.count-enrolments',
    text: `select count(distinct picture_id)::integer as photos from face
where guild_id = $1 and person_id = $2 and origin = 'enrolment'`,
  },
  remove: {
    name: 'picture.remove',
    text: `delete from picture where guild_id = $1 and picture_id = $2`,
  },
} as const satisfies Record<string, Statement>;

/** Null all together or not at all. */
/** All of them or none, by the table's constraint `picture_source_whole`. */
export type SourceColumns = MessageSource | { readonly [Name in keyof MessageSource]: null };

export function pictureRepository(scope: Scope): PictureRepository {
  return {
    add: (picture) => addPicture(scope, picture),
    storedCopy: (pictureId) => storedCopy(scope, pictureId),
    async countEnrolments(personId) {
      return onlyRow(await scope.run<{ photos: number }>(statements.countEnrolments, [personId])).photos;
    },
    async remove(pictureId) {
      await scope.run(statements.remove, [pictureId]);
    },
  };
}

// A key goes seldom, when a guild was re-keyed or erased, and not twice in a row.
const ATTEMPTS = 3;

async function addPicture(scope: Scope, picture: NewPicture): Promise<RowId> {
  const { source, width, height, sha256, storedCopy: copy, addedBy } = picture;
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    const key = copy === null ? null : await scope.keys.newest();
    const [row] = await scope.run<{ pictureId: RowId }>(statements.add, [
      source?.channelId,
      source?.messageId,
      source?.attachmentId,
      source?.authorId,
      source?.postedAt,
      width,
      height,
      sha256,
      copy && key && encryptPhoto(key.photoKey, scope.guildId, copy),
      key?.keyId,
      addedBy,
    ]);
    if (row !== undefined) return row.pictureId;
    scope.keys.forget();
  }
  throw new Error('the keys of the guild changed with every attempt to store a picture');
}

async function storedCopy(scope: Scope, pictureId: RowId): Promise<Uint8Array | null> {
  const [row] = await scope.run<{ storedCopy: Uint8Array; keyId: RowId }>(statements.storedCopy, [pictureId]);
  if (row === undefined) return null;
  const { photoKey } = await scope.keys.byId(row.keyId);
  return decryptPhoto(photoKey, scope.guildId, row.storedCopy);
}

export function toSource(row: SourceColumns): MessageSource | null {
  if (row.channelId === null) return null;
  const { channelId, messageId, attachmentId, authorId, postedAt } = row;
  return { channelId, messageId, attachmentId, authorId, postedAt };
}
