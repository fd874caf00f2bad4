import type { AuditRepository, AuditRow } from '../audit-types.ts';
import type { Scope, Statement } from '../scope.ts';
import { THE_GUILD, WITH_GUILD } from './guild.ts';

const MAX_LIMIT = 100;

export const statements = {
  write: {
    name: 'audit.write',
    text: `${WITH_GUILD}
insert into audit (guild_id, actor_id, action, person_id, member_id, details) values ($1, $2, $3, $4, $5, $6)`,
  },
  writeOwn: {
    name: 'audit.write-own',
    text: `insert into audit (guild_id, action, person_id, member_id, details)
select the_guild.guild_id, $2, $3::bigint, $4::bigint, $5::jsonb from ${THE_GUILD}`,
  },
  list: {
    name: 'audit.list',
    text: `select audit_id as "auditId", actor_id as "actorId", action, person_id as "personId",
  member_id as "memberId", details, at
from audit
where guild_id = $1 and ($2::bigint is null or audit_id < $2) and ($3::text is null or action = $3)
  and ($4::bigint is null or actor_id = $4 or member_id = $4)
order by audit_id desc limit $5`,
  },
  removeOlderThan: {
    name: 'audit.remove-older-than',
    text: `delete from audit where guild_id = $1 and at < now() - make_interval(days => $2) returning audit_id`,
  },
} as const satisfies Record<string, Statement>;

export function auditRepository(scope: Scope): AuditRepository {
  return {
    async write({ actorId, action, personId, memberId = null, details }) {
      const what = [action, personId, memberId, JSON.stringify(details)];
      if (actorId === null) await scope.run(statements.writeOwn, what);
      else await scope.run(statements.write, [actorId, ...what]);
    },
    async list({ before, action, userId, limit }) {
      if (!Number.isInteger(limit) || limit < 1 || limit > MAX_LIMIT) {
        throw new RangeError(`limit is 1 to ${MAX_LIMIT}`);
      }
      return await scope.run<AuditRow>(statements.list, [before, action, userId, limit]);
    },
    async removeOlderThan(days) {
      return (await scope.run(statements.removeOlderThan, [days])).length;
    },
  };
}
