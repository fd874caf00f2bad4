import type { ChoreRepository } from '../indexing-types.ts';
import type { Scope, Statement } from '../scope.ts';
import { THE_GUILD } from './guild.ts';

export const statements = {
  hurry: {
    name: 'chore.hurry',
    text: `insert into chore (guild_id, name) select the_guild.guild_id, $2 from ${THE_GUILD}
on conflict (guild_id, name) do update set due_at = now()`,
  },
  take: {
    name: 'chore.take',
    text: `insert into chore (guild_id, name, due_at)
select the_guild.guild_id, $2, now() + make_interval(secs => $3) from ${THE_GUILD}
on conflict (guild_id, name) do update set due_at = excluded.due_at where chore.due_at <= now()
returning name`,
  },
  doneUntil: {
    name: 'chore.done-until',
    text: `select now() as "now", greatest(done_until, 'epoch') as "until"
from chore where guild_id = $1 and name = $2`,
  },
  setDoneUntil: {
    name: 'chore.set-done-until',
    text: `update chore set done_until = greatest(done_until, $3) where guild_id = $1 and name = $2`,
  },
} as const satisfies Record<string, Statement>;

export function choreRepository(scope: Scope): ChoreRepository {
  return {
    async hurry(name) {
      await scope.run(statements.hurry, [name]);
    },
    async take(name, everySeconds) {
      return (await scope.run(statements.take, [name, everySeconds])).length === 1;
    },
    async doneUntil(name) {
      return (await scope.run<{ until: Date; now: Date }>(statements.doneUntil, [name]))[0] ?? null;
    },
    async setDoneUntil(name, until) {
      await scope.run(statements.setDoneUntil, [name, until]);
    },
  };
}
