import type { OptOutRepository } from '../moderation-types.ts';
import type { Scope, Statement } from '../scope.ts';
import { WITH_GUILD } from './guild.ts';
import { statements as turns } from './turns.ts';

export const statements = {
  has: {
    name: 'opt-out.has',
    text: `select from opt_out where guild_id = $1 and member_id = $2`,
  },
  add: {
    name: 'opt-out.add',
    text: `${WITH_GUILD}
insert into opt_out (guild_id, member_id) values ($1, $2) on conflict do nothing returning member_id`,
  },
  remove: {
    name: 'opt-out.remove',
    text: `delete from opt_out where guild_id = $1 and member_id = $2 returning member_id`,
  },
} as const satisfies Record<string, Statement>;

export function optOutRepository(scope: Scope): OptOutRepository {
  const any = async (statement: Statement, memberId: string): Promise<boolean> => {
    const rows = await scope.run(statement, [memberId]);
    return rows.length > 0;
  };
  return {
    has: (memberId) => any(statements.has, memberId),
    async add(memberId) {
      await scope.run(turns.saying, []);
      return await any(statements.add, memberId);
    },
    remove: (memberId) => any(statements.remove, memberId),
  };
}
