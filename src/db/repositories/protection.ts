import { randomBytes } from 'node:crypto';
import { doubleArray } from '../binary-array.ts';
import { isForeignKeyViolation } from '../errors.ts';
import type { RowId } from '../ids.ts';
import { SALT_BYTES } from '../protection/guild-key.ts';
import { decryptPhoto, encryptPhoto } from '../protection/photo-cipher.ts';
import { searchCube } from '../protection/search-cube.ts';
import type { ProtectionRepository } from '../protection-types.ts';
import type { Scope, Statement } from '../scope.ts';

export const statements = {
  begin: {
    name: 'protection.begin',
    text: `insert into guild_key (guild_id, generation, master_key_id, salt)
select $1, max(generation) + 1, $2, $3 from guild_key where guild_id = $1 having count(*) = 1
on conflict (guild_id, generation) do nothing`,
  },
  faces: {
    name: 'protection.faces',
    text: `select face_id as "faceId", key_id as "keyId",
  case when key_id <> $4 then array(select cube_ll_coord(descriptor_low, n) from generate_series(1, 64) as n)
    || array(select cube_ll_coord(descriptor_high, n) from generate_series(1, 64) as n) end as stored
from face where guild_id = $1 and face_id > $2 order by face_id limit $3`,
  },
  moveFaces: {
    name: 'protection.move-faces',
    text: `update face set key_id = $2,
  descriptor_low = cube(($4::float8[])[number * 128 - 127 : number * 128 - 64]),
  descriptor_high = cube(($4::float8[])[number * 128 - 63 : number * 128]),
  search_cube = cube(($5::float8[])[number * 48 - 47 : number * 48])
from unnest($3::bigint[]) with ordinality as moved (face_id, number)
where face.guild_id = $1 and face.face_id = moved.face_id and face.key_id <> $2
returning face.face_id`,
  },
  photos: {
    name: 'protection.photos',
    text: `select picture_id as "pictureId", copy_key_id as "keyId", stored_copy as "storedCopy"
from picture where guild_id = $1 and copy_key_id <> $2 limit $3`,
  },
  // A photo that was replaced or removed meanwhile is not what was read.
  movePhoto: {
    name: 'protection.move-photo',
    text: `update picture set copy_key_id = $2, stored_copy = $4
where guild_id = $1 and picture_id = $3 and copy_key_id = $5`,
  },
  retire: {
    name: 'protection.retire',
    text: `delete from guild_key
where guild_id = $1 and generation < (select max(generation) from guild_key where guild_id = $1)
  and not exists (select from face where face.guild_id = $1 and face.key_id = guild_key.key_id)
  and not exists (select from picture where picture.guild_id = $1 and picture.copy_key_id = guild_key.key_id)`,
  },
  // Faces under different keys cannot be compared, so whoever enrolled meanwhile is compared with all of them again.
  matchAgain: {
    name: 'protection.match-again',
    text: `update chore set done_until = '-infinity', due_at = now() where guild_id = $1 and name = 'match'`,
  },
} as const satisfies Record<string, Statement>;

export function protectionRepository(scope: Scope): ProtectionRepository {
  const { keys, guildId } = scope;
  const fresh = () => {
    keys.forget();
    return keys.all();
  };
  return {
    async isRekeyingDue() {
      const all = await fresh();
      return all.length > 1 || all.some(({ masterKeyId }) => masterKeyId !== keys.masterKeyId);
    },
    async beginRekeying() {
      await scope.run(statements.begin, [keys.masterKeyId, randomBytes(SALT_BYTES)]);
      keys.forget();
    },
    async rekeyFaces(afterFace, limit) {
      const newest = await keys.newest();
      const faces = await scope.run<{ faceId: RowId; keyId: RowId; stored: number[] | null }>(
        statements.faces,
        [afterFace, limit, newest.keyId],
      );
      const old = faces.flatMap(({ stored, ...face }) => (stored === null ? [] : [{ ...face, stored }]));
      const images = await Promise.all(
        old.map(async ({ keyId, stored }) => {
          const { isometry } = await keys.byId(keyId);
          return newest.isometry.apply(isometry.invert(stored));
        }),
      );
      const moved = await scope.run(statements.moveFaces, [
        newest.keyId,
        old.map(({ faceId }) => faceId),
        doubleArray(images.flatMap((image) => [...image])),
        doubleArray(images.flatMap((image) => [...searchCube(image)])),
      ]);
      const last = faces.at(-1);
      return last === undefined ? null : { lastFace: last.faceId, moved: moved.length };
    },
    async rekeyPhotos(limit) {
      const newest = await keys.newest();
      const photos = await scope.run<{ pictureId: RowId; keyId: RowId; storedCopy: Uint8Array | null }>(
        statements.photos,
        [newest.keyId, limit],
      );
      for (const { pictureId, keyId, storedCopy } of photos) {
        const { photoKey } = await keys.byId(keyId);
        const copy =
          storedCopy && encryptPhoto(newest.photoKey, guildId, decryptPhoto(photoKey, guildId, storedCopy));
        await scope.run(statements.movePhoto, [newest.keyId, pictureId, copy, keyId]);
      }
      return photos.length;
    },
    async retireKeys() {
      try {
        await scope.run(statements.retire, []);
      } catch (error) {
        // Something was stored under it while it was being deleted.
        if (!isForeignKeyViolation(error)) throw error;
      }
      if ((await fresh()).length > 1) return false;
      await scope.run(statements.matchAgain, []);
      return true;
    },
  };
}
