import type { ConsentRepository } from '../people-types.ts';
import type { Scope, Statement } from '../scope.ts';

export const statements = {
  give: {
    name: 'consent.give',
    text: `insert into consent (guild_id, person_id, kind, text_version, given_by)
values ($1, $2, $3, $4, $5)
on conflict (guild_id, person_id) do update
set kind = excluded.kind, text_version = excluded.text_version,
    given_by = excluded.given_by, given_at = excluded.given_at`,
  },
  standingVersion: {
    name: 'consent.standing-version',
    text: `select text_version as "textVersion" from consent where guild_id = $1 and person_id = $2`,
  },
} as const satisfies Record<string, Statement>;

export function consentRepository(scope: Scope): ConsentRepository {
  return {
    async give({ personId, kind, textVersion, givenBy }) {
      await scope.run(statements.give, [personId, kind, textVersion, givenBy]);
    },
    async standingVersion(personId) {
      const rows = await scope.run<{ textVersion: number }>(statements.standingVersion, [personId]);
      return rows[0]?.textVersion ?? null;
    },
  };
}
