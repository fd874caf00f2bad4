import type { RejectionRepository } from '../moderation-types.ts';
import type { Scope, Statement } from '../scope.ts';

export const statements = {
  add: {
    name: 'rejection.add',
    text: `insert into rejection (guild_id, person_id, sha256, box_x, box_y, box_width, box_height, rejected_by)
values ($1, $2, $3, $4, $5, $6, $7, $8)`,
  },
} as const satisfies Record<string, Statement>;

export function rejectionRepository(scope: Scope): RejectionRepository {
  return {
    async add({ personId, sha256, box, rejectedBy }) {
      await scope.run(statements.add, [personId, sha256, box.x, box.y, box.width, box.height, rejectedBy]);
    },
  };
}
