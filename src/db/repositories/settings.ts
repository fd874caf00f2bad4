import type { SettingsRepository } from '../moderation-types.ts';
import type { Scope, Statement } from '../scope.ts';

export const statements = {
  read: {
    name: 'settings.read',
    text: `select settings from guild where guild_id = $1`,
  },
  // The row is made here too: a guild may be set up before anything is kept of it.
  merge: {
    name: 'settings.merge',
    text: `insert into guild (guild_id, settings) values ($1, $2)
on conflict (guild_id) do update set settings = guild.settings || excluded.settings`,
  },
} as const satisfies Record<string, Statement>;

export function settingsRepository(scope: Scope): SettingsRepository {
  return {
    async read() {
      const rows = await scope.run<{ settings: unknown }>(statements.read, []);
      return rows[0]?.settings ?? {};
    },
    async merge(changes) {
      await scope.run(statements.merge, [JSON.stringify(changes)]);
    },
  };
}
