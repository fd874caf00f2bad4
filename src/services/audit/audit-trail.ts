import type { AuditAction, AuditRow } from '../../db/audit-types.ts';
import type { RowId, Snowflake } from '../../db/ids.ts';
import type { AuditedDatabase } from './audited-database.ts';

export interface AuditFilter {
  readonly action: AuditAction | null;
  /** Who did it, or to whom it was done. */
  readonly userId: Snowflake | null;
}

export interface AuditPage {
  readonly entries: readonly AuditRow[];
  /** Where the next page begins; null at the end. */
  readonly next: RowId | null;
}

/** What was done in a server. */
export class AuditTrail {
  readonly #database: AuditedDatabase;

  constructor(database: AuditedDatabase) {
    this.#database = database;
  }

  /** @param before shows only what is older; null begins with the latest. */
  async page(
    guildId: Snowflake,
    filter: AuditFilter,
    before: RowId | null,
    size: number,
  ): Promise<AuditPage> {
    const rows = await this.#database.read(guildId).audit.list({ ...filter, before, limit: size + 1 });
    const entries = rows.slice(0, size);
    const last = rows.length > size ? entries.at(-1) : undefined;
    return { entries, next: last?.auditId ?? null };
  }
}
