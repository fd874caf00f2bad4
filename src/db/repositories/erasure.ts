import { BATCH } from '../batch.ts';
import type { RowId, Snowflake } from '../ids.ts';
import type { ErasureRepository } from '../moderation-types.ts';
import { boxOf, samePlace } from '../same-place.ts';
import { onlyRow, type Scope, type Statement } from '../scope.ts';
import { statements as turns } from './turns.ts';

// Each statement sees what the one before it did: they run in one transaction.
export const statements = {
  lastWithdrawal: {
    name: 'erasure.last-withdrawal',
    text: `select max(audit_id) as "auditId" from audit
where guild_id = $1 and member_id = $2 and action = 'withdraw'`,
  },
  // Those that were merged into the person are the person.
  picturesOfPerson: {
    name: 'erasure.pictures-of-person',
    text: `with recursive same as (
  select person_id from person where guild_id = $1 and person_id = $2
  union
  select person.person_id from person join same on person.merged_into = same.person_id where person.guild_id = $1
)
select distinct picture_id as "pictureId", (select count(*)::integer from face as one
  where one.guild_id = $1 and one.person_id in (table same)) as faces
from face where guild_id = $1 and person_id in (table same)`,
  },
  // Faces, consent, merges, rejections and those merged into the person go with the row.
  person: {
    name: 'erasure.person',
    text: `delete from person where guild_id = $1 and person_id = $2 returning person_id`,
  },
  personOfMember: {
    name: 'erasure.person-of-member',
    text: `select person_id as "personId" from person where guild_id = $1 and member_id = $2`,
  },
  emptyPictures: {
    name: 'erasure.empty-pictures',
    text: `delete from picture where guild_id = $1 and picture_id = any($2::bigint[])
  and not exists (select from face where face.guild_id = $1 and face.picture_id = picture.picture_id)
  and not exists (select from proposal where proposal.guild_id = $1 and proposal.picture_id = picture.picture_id)
returning picture_id`,
  },
  // A copy is kept for those who were enrolled with it, not for those who merely are in the picture.
  needlessCopies: {
    name: 'erasure.needless-copies',
    text: `update picture set stored_copy = null, copy_key_id = null
where guild_id = $1 and picture_id = any($2::bigint[]) and attachment_id is not null and stored_copy is not null
  and not exists (select from face where face.guild_id = $1 and face.picture_id = picture.picture_id
    and face.origin = 'enrolment')`,
  },
  postedBy: {
    name: 'erasure.posted-by',
    text: `select picture_id as "pictureId" from picture where guild_id = $1 and author_id = $2 limit ${BATCH}`,
  },
  proposedWith: {
    name: 'erasure.proposed-with',
    text: `select picture_id as "pictureId" from proposal where guild_id = $1 and member_id = $2`,
  },
  pictures: {
    name: 'erasure.pictures',
    text: `delete from picture where guild_id = $1 and picture_id = any($2::bigint[]) returning picture_id`,
  },
  unnamed: {
    name: 'erasure.unnamed',
    text: `select picture_id as "pictureId" from face where guild_id = $1 and person_id is null limit ${BATCH}`,
  },
  unnamedInPictures: {
    name: 'erasure.unnamed-in-pictures',
    text: `delete from face where guild_id = $1 and person_id is null and picture_id = any($2::bigint[])
returning face_id`,
  },
  picturesOfFile: {
    name: 'erasure.pictures-of-file',
    text: `select distinct picture_id as "pictureId" from face join picture using (guild_id, picture_id)
where guild_id = $1 and person_id = $2 and origin = 'indexed' and sha256 = $3`,
  },
  unassign: {
    name: 'erasure.unassign',
    text: `update face set person_id = null
where guild_id = $1 and person_id = $2 and origin = 'indexed' and picture_id = any($3::bigint[])
  and ${samePlace(boxOf(), { x: '$4::real', y: '$5::real', width: '$6::real', height: '$7::real' })}`,
  },
  hold: {
    name: 'erasure.hold',
    text: `select attachment_id as "attachmentId" from attachment
where guild_id = $1 and attachment_id in (
  select attachment_id from picture where guild_id = $1 and picture_id = any($2::bigint[]))
order by attachment_id for update`,
  },
  // Where fewer faces are kept than were found, there is reason to look again for those who enrol.
  recount: {
    name: 'erasure.recount',
    text: `update attachment set faces_kept = least(faces_found, (
  select count(*) from picture join face using (guild_id, picture_id)
  where guild_id = $1 and picture.attachment_id = attachment.attachment_id and origin = 'indexed'))
where guild_id = $1 and attachment_id = any($2::bigint[])`,
  },
  facesInPicture: {
    name: 'erasure.faces-in-picture',
    text: `delete from face where guild_id = $1 and person_id = $2 and picture_id = $3 returning face_id`,
  },
} as const satisfies Record<string, Statement>;

export function erasureRepository(scope: Scope): ErasureRepository {
  const removed = async (statement: Statement, values: readonly unknown[]): Promise<number> =>
    (await scope.run(statement, values)).length;

  const tidy = async (pictureIds: readonly RowId[]): Promise<number> => {
    const pictures = await removed(statements.emptyPictures, [pictureIds]);
    await scope.run(statements.needlessCopies, [pictureIds]);
    return pictures;
  };

  const picturesFrom = async (statement: Statement, values: readonly unknown[]): Promise<RowId[]> =>
    (await scope.run<{ pictureId: RowId }>(statement, values)).map(({ pictureId }) => pictureId);

  /** Takes faces out of pictures. Whoever indexes one holds its row of `attachment` first, and so does this. */
  const changing = async <T>(pictureIds: readonly RowId[], change: () => Promise<T>): Promise<T> => {
    const held = await scope.run<{ attachmentId: Snowflake }>(statements.hold, [pictureIds]);
    const result = await change();
    if (held.length > 0) {
      await scope.run(statements.recount, [held.map(({ attachmentId }) => attachmentId)]);
    }
    return result;
  };

  const pictures = (pictureIds: readonly RowId[]): Promise<number> =>
    changing(pictureIds, () => removed(statements.pictures, [pictureIds]));

  const postedBy = async (memberId: Snowflake): Promise<number> => {
    for (let count = 0; ; ) {
      const pictureIds = await picturesFrom(statements.postedBy, [memberId]);
      if (pictureIds.length === 0) return count;
      count += await pictures(pictureIds);
    }
  };

  const erase = async (personId: RowId): Promise<{ found: boolean; faces: number; pictures: number }> => {
    const rows = await scope.run<{ pictureId: RowId; faces: number }>(statements.picturesOfPerson, [
      personId,
    ]);
    const pictureIds = rows.map(({ pictureId }) => pictureId);
    return await changing(pictureIds, async () => {
      const found = (await removed(statements.person, [personId])) > 0;
      return { found, faces: rows[0]?.faces ?? 0, pictures: await tidy(pictureIds) };
    });
  };

  const eraseUnnamed = async (pictureIds: readonly RowId[]) => ({
    faces: await removed(statements.unnamedInPictures, [pictureIds]),
    pictures: await tidy(pictureIds),
  });

  return {
    async storing() {
      await scope.run(turns.storing, []);
    },
    async saying() {
      await scope.run(turns.saying, []);
    },
    async lastWithdrawal(memberId) {
      return onlyRow(await scope.run<{ auditId: RowId | null }>(statements.lastWithdrawal, [memberId]))
        .auditId;
    },
    async person(personId) {
      await scope.run(turns.saying, []);
      return (await erase(personId)).found;
    },
    async member(memberId) {
      await scope.run(turns.saying, []);
      const [row] = await scope.run<{ personId: RowId }>(statements.personOfMember, [memberId]);
      const own = row === undefined ? { faces: 0, pictures: 0 } : await erase(row.personId);
      const proposed = await pictures(await picturesFrom(statements.proposedWith, [memberId]));
      const posted = await postedBy(memberId);
      return { faces: own.faces, pictures: own.pictures + proposed + posted };
    },
    photo: (personId, pictureId) =>
      changing([pictureId], async () => {
        const faces = await removed(statements.facesInPicture, [personId, pictureId]);
        await tidy([pictureId]);
        return faces;
      }),
    async unnamed() {
      const found = await picturesFrom(statements.unnamed, []);
      const pictureIds = [...new Set(found)];
      const erased = await changing(pictureIds, () => eraseUnnamed(pictureIds));
      return { ...erased, isDone: found.length < BATCH };
    },
    async mistaken({ personId, sha256, box, keepsUnnamed }) {
      const pictureIds = await picturesFrom(statements.picturesOfFile, [personId, sha256]);
      await changing(pictureIds, async () => {
        const { x, y, width, height } = box;
        await scope.run(statements.unassign, [personId, pictureIds, x, y, width, height]);
        if (!keepsUnnamed) await eraseUnnamed(pictureIds);
      });
    },
  };
}
