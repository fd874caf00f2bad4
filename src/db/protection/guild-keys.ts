import type { RowId, Snowflake } from '../ids.ts';
import { deriveGuildKey, type GuildKey } from './guild-key.ts';
import type { MasterKeys } from './master-key.ts';

/** A guild's salt as the database has it. */
export interface SaltRow {
  readonly keyId: RowId;
  readonly masterKeyId: string;
  readonly salt: Uint8Array;
}

/** The keys of one guild. Those that were used are remembered, so what the database says now decides. */
export interface GuildKeys {
  /** Of the master key for what is new. */
  readonly masterKeyId: string;
  /** All keys under which something is stored, the one for what is new last. Empty before the first. */
  all(): Promise<readonly GuildKey[]>;
  /** The key for what is new, made if there is none. */
  newest(): Promise<GuildKey>;
  /** The key of something that is stored. @throws Error when there is none: what it protects is lost. */
  byId(keyId: RowId): Promise<GuildKey>;
  /** What was remembered is out of date: the next question goes to the database. */
  forget(): void;
}

// A guild's key is 130 KB. Those not asked for longest go first.
const REMEMBERED_GUILDS = 500;

/** Guild keys by guild, for one database. Shared by all scopes of the process. */
export class KeyCache {
  readonly #masters: MasterKeys;
  readonly #capacity: number;
  readonly #guilds = new Map<Snowflake, readonly GuildKey[]>();

  constructor(masters: MasterKeys, capacity = REMEMBERED_GUILDS) {
    this.#masters = masters;
    this.#capacity = capacity;
  }

  get masters(): MasterKeys {
    return this.#masters;
  }

  get(guildId: Snowflake): readonly GuildKey[] | undefined {
    const keys = this.#guilds.get(guildId);
    if (keys !== undefined) this.#remember(guildId, keys);
    return keys;
  }

  /** Keys of these salts, those known already as they are: deriving one takes milliseconds. */
  put(guildId: Snowflake, rows: readonly SaltRow[]): readonly GuildKey[] {
    const known = this.#guilds.get(guildId) ?? [];
    const keys = rows.map(
      (row) => known.find(({ keyId }) => keyId === row.keyId) ?? this.#derive(guildId, row),
    );
    // Nothing is kept of a guild without one, since other processes may make it.
    if (keys.length > 0) this.#remember(guildId, keys);
    else this.#guilds.delete(guildId);
    return keys;
  }

  delete(guildId: Snowflake): void {
    this.#guilds.delete(guildId);
  }

  #remember(guildId: Snowflake, keys: readonly GuildKey[]): void {
    this.#guilds.delete(guildId);
    this.#guilds.set(guildId, keys);
    for (const oldest of this.#guilds.keys()) {
      if (this.#guilds.size <= this.#capacity) break;
      this.#guilds.delete(oldest);
    }
  }

  #derive(guildId: Snowflake, row: SaltRow): GuildKey {
    const { current, earlier } = this.#masters;
    const master = [current, ...earlier].find(({ id }) => id === row.masterKeyId);
    if (master === undefined) throw new Error(`guild ${guildId} is protected with an unknown master key`);
    return deriveGuildKey(master, guildId, row);
  }
}
