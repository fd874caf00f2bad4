import type { RowId } from '../ids.ts';
import type { ErasureRepository } from '../moderation-types.ts';
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
    text: `delete from picture where guild_id = $1 and author_id = $2 returning picture_id`,
  },
  proposedWith: {
    name: 'erasure.proposed-with',
    text: `delete from picture where guild_id = $1 and picture_id in (
  select picture_id from proposal where guild_id = $1 and member_id = $2) returning picture_id`,
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

  const erase = async (personId: RowId): Promise<{ found: boolean; faces: number; pictures: number }> => {
    const rows = await scope.run<{ pictureId: RowId; faces: number }>(statements.picturesOfPerson, [
      personId,
    ]);
    const found = (await removed(statements.person, [personId])) > 0;
    const pictures = await tidy(rows.map(({ pictureId }) => pictureId));
    return { found, faces: rows[0]?.faces ?? 0, pictures };
  };

  return {
    async storing() {
      await scope.run(turns.storing, []);
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
      const proposed = await removed(statements.proposedWith, [memberId]);
      const posted = await removed(statements.postedBy, [memberId]);
      return { faces: own.faces, pictures: own.pictures + proposed + posted };
    },
    async photo(personId, pictureId) {
      const faces = await removed(statements.facesInPicture, [personId, pictureId]);
      await tidy([pictureId]);
      return faces;
    },
  };
}
