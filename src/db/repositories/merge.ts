import type { RowId } from '../ids.ts';
import type { MergeRepository } from '../moderation-types.ts';
import type { Scope, Statement } from '../scope.ts';

// Each statement sees what the one before it did: they run in one transaction.
export const statements = {
  moveFaces: {
    name: 'merge.move-faces',
    text: `update face set person_id = $3 where guild_id = $1 and person_id = $2 returning face_id as id`,
  },
  moveRejections: {
    name: 'merge.move-rejections',
    text: `update rejection set person_id = $3 where guild_id = $1 and person_id = $2 returning rejection_id as id`,
  },
  hide: {
    name: 'merge.hide',
    text: `update person set merged_into = $3
where guild_id = $1 and person_id = $2 and merged_into is null and member_id is null
  and exists (select from person as target where target.guild_id = $1 and target.person_id = $3 and target.merged_into is null)
returning person_id`,
  },
  remember: {
    name: 'merge.remember',
    text: `insert into merge (guild_id, from_person_id, into_person_id, face_ids, rejection_ids, merged_by)
values ($1, $2, $3, $4, $5, $6)`,
  },
  take: {
    name: 'merge.take',
    text: `delete from merge where guild_id = $1 and from_person_id = $2
returning into_person_id as "into", face_ids as "faceIds", rejection_ids as "rejectionIds"`,
  },
  returnFaces: {
    name: 'merge.return-faces',
    text: `update face set person_id = $2 where guild_id = $1 and person_id = $3 and face_id = any($4::bigint[])`,
  },
  returnRejections: {
    name: 'merge.return-rejections',
    text: `update rejection set person_id = $2
where guild_id = $1 and person_id = $3 and rejection_id = any($4::bigint[])`,
  },
  show: {
    name: 'merge.show',
    text: `update person set merged_into = null where guild_id = $1 and person_id = $2`,
  },
} as const satisfies Record<string, Statement>;

export function mergeRepository(scope: Scope): MergeRepository {
  const ids = async (statement: Statement, values: readonly unknown[]): Promise<RowId[]> =>
    (await scope.run<{ id: RowId }>(statement, values)).map(({ id }) => id);
  return {
    async merge({ from, into, mergedBy }) {
      if ((await scope.run(statements.hide, [from, into])).length === 0) return false;
      const faceIds = await ids(statements.moveFaces, [from, into]);
      const rejectionIds = await ids(statements.moveRejections, [from, into]);
      await scope.run(statements.remember, [from, into, faceIds, rejectionIds, mergedBy]);
      return true;
    },
    async unmerge(from) {
      const [merge] = await scope.run<{ into: RowId; faceIds: RowId[]; rejectionIds: RowId[] }>(
        statements.take,
        [from],
      );
      if (merge === undefined) return false;
      await scope.run(statements.returnFaces, [from, merge.into, merge.faceIds]);
      await scope.run(statements.returnRejections, [from, merge.into, merge.rejectionIds]);
      await scope.run(statements.show, [from]);
      return true;
    },
  };
}
