import type { Scope, Statement } from '../scope.ts';
import type { AuditRepository } from '../types.ts';
import { WITH_GUILD } from './guild.ts';

export const statements = {
  write: {
    name: 'audit.write',
    text: `${WITH_GUILD}
insert into audit (guild_id, actor_id, action, person_id, details) values ($1, $2, $3, $4, $5)`,
  },
} as const satisfies Record<string, Statement>;

export function auditRepository(scope: Scope): AuditRepository {
  return {
    async write({ actorId, action, personId, details }) {
      await scope.run(statements.write, [actorId, action, personId, JSON.stringify(details)]);
    },
  };
}
