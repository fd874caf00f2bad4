import type { Snowflake } from '../../db/ids.ts';
import { UserError } from '../../errors/user-error.ts';
import type { AuditedDatabase } from '../audit/audited-database.ts';
import { type GuildSettings, type SettingName, settingsSchema } from './schema.ts';

export interface SettingsChange {
  readonly guildId: Snowflake;
  readonly actorId: Snowflake;
  readonly changes: Partial<Record<SettingName, unknown>>;
}

/** How servers are set up. */
export class Settings {
  readonly #database: AuditedDatabase;

  constructor(database: AuditedDatabase) {
    this.#database = database;
  }

  /** As they stand now, with the default for whatever was never changed. */
  async of(guildId: Snowflake): Promise<GuildSettings> {
    return settingsSchema.parse(await this.#database.read(guildId).settings.read());
  }

  /**
   * @returns the settings after the change.
   * @throws UserError `setting-invalid` for a value that the setting cannot have.
   */
  async change({ guildId, actorId, changes }: SettingsChange): Promise<GuildSettings> {
    const valid = settingsSchema.partial().strict().safeParse(changes);
    if (!valid.success) {
      throw new UserError('setting-invalid', {});
    }
    // Only what was given: zod fills in defaults for the rest.
    const wanted = Object.fromEntries(
      Object.entries(valid.data).filter(([name]) => name in changes),
    ) as Partial<GuildSettings>;
    return await this.#database.change(guildId, async ({ settings, erasure, chores }) => {
      if (wanted.indexingScope !== undefined) await erasure.saying();
      await settings.merge(wanted);
      // What is kept no longer goes within a minute.
      await chores.hurry('expire');
      return {
        result: settingsSchema.parse(await settings.read()),
        entry: { actorId, action: 'settings', personId: null, details: describe(wanted) },
      };
    });
  }
}

/** Ids, numbers and choices, as the record takes them. */
function describe(changes: Partial<GuildSettings>): Record<string, string | number> {
  return Object.fromEntries(
    Object.entries(changes).map(([name, value]) => [
      name,
      Array.isArray(value) ? value.join(' ') : (value ?? 'none'),
    ]),
  ) as Record<string, string | number>;
}
